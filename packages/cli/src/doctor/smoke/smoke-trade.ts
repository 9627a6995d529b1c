import { setTimeout as delay } from 'node:timers/promises';
import type { ClientEvent } from '@mt5-bridge/client';
import type { Actor, Outcome, TradeIntent, TradingGateway } from '@mt5-bridge/gateway';
import { commentTag, type Result, type SymbolInfo } from '@mt5-bridge/protocol';
import type { Bridge } from '../../bridge.ts';
import { CliError } from '../../cli-error.ts';
import { ToolError } from '../../failure.ts';

type SmallestTrade = Extract<TradeIntent, { action: 'place_order' }>;
type Deal = Awaited<ReturnType<Bridge['reads']['deals']>>['items'][number];

const OWNER: Actor = { kind: 'owner', name: 'mt5-bridge doctor' };
const REASON = 'The owner tries the way of an order: doctor --smoke-trade.';

/** How far from the price the stops stand at first, and after the change: so far that no usual market gets there. */
const FAR = 0.05;
const NEARER = 0.04;
/** Slippage that is accepted, in points: what matters is that the trade goes through. */
const DEVIATION = 100;
const PATIENCE_MS = 10_000;
const LOOK_MS = 100;

/** One smallest position, from its opening to its last record. It goes through the gateway as every order does. */
export class SmokeTrade implements Disposable {
  readonly symbol: string;
  readonly #bridge: Bridge;
  readonly #gateway: TradingGateway;
  readonly #outcomes: Outcome[] = [];
  readonly #events: ClientEvent<'trade'>[] = [];
  readonly #unsubscribe: () => void;

  constructor(bridge: Bridge, symbol: string) {
    this.#bridge = bridge;
    this.#gateway = bridge.gateway.value;
    this.symbol = symbol;
    this.#unsubscribe = bridge.client.on('trade', 'trade', (event) => this.#events.push(event));
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
  }

  /** What was sent, and what became of it. */
  get outcomes(): readonly Outcome[] {
    return this.#outcomes;
  }

  /** The ticket of the position. @throws CliError SMOKE_TRADE_FAILED nothing was opened */
  get ticket(): bigint {
    const ticket = this.#outcomes[0]?.ticket ?? null;
    if (ticket === null) throw new CliError('SMOKE_TRADE_FAILED', 'The order left no position.');
    return ticket;
  }

  async place(): Promise<Outcome> {
    const { reads } = this.#bridge;
    const [info, quote] = await Promise.all([reads.symbolInfo(this.symbol), reads.quote(this.symbol)]);
    const order: SmallestTrade = {
      action: 'place_order',
      symbol: this.symbol,
      side: 'buy',
      type: 'market',
      volume: info.volume_min,
      deviation: DEVIATION,
      comment: 'smoke trade',
      ...stops(quote, info, FAR),
    };
    return this.#carryOut(order);
  }

  async modify(): Promise<Outcome> {
    const { reads } = this.#bridge;
    const [info, quote] = await Promise.all([reads.symbolInfo(this.symbol), reads.quote(this.symbol)]);
    return this.#carryOut({ action: 'modify_order', ticket: this.ticket, ...stops(quote, info, NEARER) });
  }

  close(ticket = this.ticket): Promise<Outcome> {
    return this.#carryOut({ action: 'close_position', ticket, deviation: DEVIATION });
  }

  /** The deal of the opening as the terminal told it, with the time that it took to come. */
  async event(): Promise<ClientEvent<'trade'>['data']> {
    const found = await soon(async () =>
      this.#events.find(({ data }) => data.type === 'deal_add' && data.position === this.ticket),
    );
    if (found === undefined) {
      throw new CliError('SMOKE_TRADE_FAILED', `No event told of the deal within ${PATIENCE_MS / 1000} s.`);
    }
    return found.data;
  }

  /** The deals of the position: what opened it and what closed it. */
  async deals(): Promise<readonly Deal[]> {
    const read = async () =>
      (await this.#bridge.reads.deals({ position: this.ticket }, { offset: 0, count: 10 })).items;
    const both = await soon(async () => {
      const deals = await read();
      return deals.length >= 2 ? deals : undefined;
    });
    return both ?? read();
  }

  /** What the ledger knows now of everything that was sent. */
  recorded(): Promise<readonly Outcome[]> {
    return Promise.all(this.#outcomes.map(({ request_id }) => this.#gateway.outcome({ request_id })));
  }

  /**
   * Closes what is still open of it.
   * @throws CliError SMOKE_TRADE_LEFT with everything that is open, or may be because nobody can look
   */
  async cleanUp(): Promise<readonly bigint[]> {
    const tickets = await this.#open();
    const left: bigint[] = [];
    for (const ticket of tickets) {
      const outcome = await this.close(ticket).catch(() => undefined);
      if (outcome?.status !== 'done') left.push(ticket);
    }
    if (left.length > 0) throw stillOpen(`Still open: position ${left.join(', ')}.`);
    return tickets;
  }

  /** The comment tells its positions apart from all others, also where an answer was lost. */
  async #open(): Promise<readonly bigint[]> {
    const [placed] = this.#outcomes;
    if (placed === undefined) return [];
    try {
      const positions = await this.#bridge.reads.positions({ symbol: this.symbol });
      const tag = commentTag(placed.request_id);
      const own = positions.filter(({ comment, ticket }) => comment.startsWith(tag) || ticket === placed.ticket);
      return own.map(({ ticket }) => ticket);
    } catch (error) {
      if (this.#outcomes.some(({ intent, status }) => intent.action === 'close_position' && status === 'done'))
        return [];
      const what =
        placed.ticket === null
          ? `what carries the comment ${commentTag(placed.request_id)}`
          : `position ${placed.ticket}`;
      throw stillOpen(`Nobody can look now, so ${what} may be open.`, error);
    }
  }

  /** @throws Mt5Error what the rules refuse; ToolError with what else stood in its way */
  async #carryOut(intent: TradeIntent): Promise<Outcome> {
    const answer = await this.#gateway.submit({ intent, actor: OWNER, reason: REASON });
    const first = answer.kind === 'outcome' ? answer.outcome : await this.#approved(answer.preview);
    this.#outcomes.push(first);
    const { request_id } = first;
    const settled = await soon(async () => {
      const outcome = await this.#gateway.outcome({ request_id });
      return outcome.status === 'done' || outcome.status === 'rejected' ? outcome : undefined;
    });
    const outcome = settled ?? first;
    this.#outcomes[this.#outcomes.indexOf(first)] = outcome;
    if (outcome.error !== null) throw new ToolError(outcome.error);
    return outcome;
  }

  /** The owner has shown to be the owner before anything was sent. */
  #approved({ approval_id, hash }: { approval_id: string; hash: string }): Promise<Outcome> {
    return this.#gateway.approve(approval_id, { hash, channel: 'cli', by: OWNER.name });
  }
}

/** On the grid of the symbol's prices, and never nearer than it allows. */
function stops({ bid, ask }: Result<'quote'>, info: SymbolInfo, share: number): { sl: number; tp: number } {
  const tick = info.trade_tick_size || info.point;
  const nearest = info.trade_stops_level * info.point * 2;
  const distance = Math.max(((bid + ask) / 2) * share, nearest);
  const onGrid = (price: number) => Number((Math.round(price / tick) * tick).toFixed(info.digits));
  return { sl: onGrid(bid - distance), tp: onGrid(ask + distance) };
}

/** Asks until there is something, or patience ends. */
async function soon<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() > end) return found;
    await delay(LOOK_MS);
  }
}

const stillOpen = (problem: string, cause?: unknown) => new CliError('SMOKE_TRADE_LEFT', problem, { cause });
