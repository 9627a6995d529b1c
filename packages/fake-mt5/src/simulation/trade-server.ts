import { type Clock, retcodeOf, type TradeOperationName, type TradeRequest } from '@mt5-bridge/protocol';
import type { Account } from '../account/account.ts';
import type { Broker, Changes } from '../broker/api.ts';
import type { FaultBox } from '../faults/fault-box.ts';
import type { FirstAnswer } from '../journal/journal.ts';
import { tickOf } from '../market/feed.ts';
import type { Market, TickBatch } from '../market/index.ts';

/** Time passes for the broker at least this often, ticks or not. */
const TURN_MS = 250;

const NO_CONNECTION = 10_031;
const DONE = 10_009;

export interface TradeServerTerms {
  readonly clock: Clock;
  readonly market: Market;
  readonly faults: FaultBox;
  /** Called once, when somebody asks for the account or the market moves. */
  readonly openBroker: () => Broker;
}

/** The broker as it runs beside the terminal: ticks and time drive it whether a terminal is connected or not. */
export class TradeServer {
  private readonly terms: TradeServerTerms;
  private readonly listeners = new Set<(changes: Changes) => void>();
  private readonly cancels: (() => void)[] = [];
  private opened: Broker | undefined;

  constructor(terms: TradeServerTerms) {
    this.terms = terms;
  }

  get account(): Account {
    return this.broker.account;
  }

  /** Has to be called before anyone else hears the market, so that who is told of a tick sees what it did. */
  start(): void {
    const { clock, market } = this.terms;
    this.cancels.push(market.onTick((batch) => this.onTicks(batch)));
    let cancel: () => void;
    const turn = (): void => {
      cancel = clock.setTimer(TURN_MS, () => {
        turn();
        this.settle(this.broker.time(market.time()));
      });
    };
    turn();
    this.cancels.push(() => cancel());
  }

  stop(): void {
    for (const cancel of this.cancels.splice(0)) cancel();
  }

  /** Hears everything that happens at the broker, in order; returns what ends it. */
  onChanges(listener: (changes: Changes) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The broker's answer to a request of a terminal that is connected to it. */
  execute(operation: TradeOperationName | undefined, sent: TradeRequest): FirstAnswer {
    const { faults } = this.terms;
    const refusal = faults.takeForTrade('refuse', operation);
    if (refusal !== undefined && refusal.carried_out !== true) return bare(refusal.retcode);
    const request = faults.takeForTrade('strip-comments', operation) === undefined ? sent : { ...sent, comment: '' };
    const result = this.carryOut(request);
    if (faults.takeForTrade('execute-twice', operation) !== undefined) this.carryOut(request);
    if (refusal !== undefined) return bare(refusal.retcode);
    return faults.takeForTrade('always-done', operation) === undefined ? result : { ...result, retcode: DONE };
  }

  private get broker(): Broker {
    this.opened ??= this.terms.openBroker();
    return this.opened;
  }

  private carryOut(request: TradeRequest): FirstAnswer {
    const { result, changes } = this.broker.execute(request);
    this.settle(changes);
    return result;
  }

  private onTicks({ symbol, ticks, from, to }: TickBatch): void {
    for (let row = from; row < to; row++) this.settle(this.broker.tick(symbol, tickOf(ticks, row)));
  }

  private settle(changes: Changes): void {
    const { transactions, positions, orders, account } = changes;
    if (transactions.length === 0 && !positions && !orders && !account) return;
    for (const listener of this.listeners) listener(changes);
  }
}

/** What the terminal itself answers to a request that it can't send. */
export const notConnected = (): FirstAnswer => bare(NO_CONNECTION);

function bare(retcode: number): FirstAnswer {
  return {
    retcode,
    deal: 0n,
    order: 0n,
    volume: 0,
    price: null,
    bid: null,
    ask: null,
    comment: retcodeOf(retcode).message,
    retcode_external: 0,
  };
}
