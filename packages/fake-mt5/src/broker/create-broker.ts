import type { Deal, TradeRequest } from '@mt5-bridge/protocol';
import type { PricesOf } from '../account/conversion.ts';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';
import type { Tick } from '../market/tick.ts';
import type { Broker, BrokerTerms, Changes, Execution } from './api.ts';
import { Book } from './book.ts';
import { Desk } from './desk.ts';
import { execute } from './execute.ts';
import { MarginWatch } from './margin-watch.ts';
import { letTimePass } from './rollover.ts';
import type { BrokerState, RecordChange } from './state.ts';
import { stopOut } from './stop-out.ts';
import { triggerStops } from './stops.ts';
import { addTransfer } from './transfer.ts';
import { triggerOrders } from './triggers.ts';

export interface BrokerOptions {
  /** The opening state: a snapshot, or a new account's records with the server time at which it begins. */
  readonly state: BrokerState;
  readonly specs: ReadonlyMap<string, SymbolSpec>;
  /** The last quote of a symbol of which no tick was told yet; a symbol without one can't be traded (10021). */
  readonly quoteOf: PricesOf;
  /** What positions of a symbol without any quote are valued at; absent = at their opening price. */
  readonly valuedAt?: PricesOf;
  /** Number of the next order and deal, where those of the state are smaller; default 1. */
  readonly firstTicket?: bigint;
  /** Server time, ms, when a request or transfer comes in. */
  readonly now: () => number;
  readonly terms?: BrokerTerms;
  /**
   * Hears what each call changed, in order and once a call that changed anything, before the call returns: whoever applies
   * these to the state that the broker was made with has the state that it has now.
   */
  readonly onChange?: (changes: readonly RecordChange[]) => void;
}

/**
 * The simulated trade server. It has no clock of its own and draws nothing: the same calls give the same records.
 *
 * `createBroker({ state: { ...demoAccount({ seed, market }), rolled_to: market.start_time }, specs, quoteOf, now })`
 */
export function createBroker(options: BrokerOptions): Broker {
  return new TradeServer(options);
}

class TradeServer implements Broker {
  private readonly desk: Desk;
  private readonly marginWatch: MarginWatch;
  private readonly serverTime: () => number;

  constructor({
    state,
    specs,
    quoteOf,
    valuedAt = () => undefined,
    firstTicket,
    now,
    terms = {},
    onChange = () => {},
  }: BrokerOptions) {
    this.desk = new Desk({ book: new Book(state, firstTicket), specs, quoteOf, valuedAt, terms, onChange });
    this.marginWatch = new MarginWatch(this.desk);
    this.serverTime = now;
  }

  get account() {
    return this.desk.account;
  }

  execute(request: TradeRequest): Execution {
    const { desk } = this;
    letTimePass(desk, this.serverTime());
    const result = execute(desk, request);
    return { result, changes: desk.close() };
  }

  tick(symbol: string, tick: Tick): Changes {
    const { desk, marginWatch } = this;
    letTimePass(desk, tick.time_msc);
    const before = desk.hear(symbol, tick);
    const { book } = desk;
    if (book.orders.length > 0 || book.positions.length > 0) {
      if (desk.isOpen(symbol)) {
        triggerStops(desk, symbol, tick);
        // What a gap opened beyond its own stop is closed by the same tick.
        if (triggerOrders(desk, symbol, tick)) triggerStops(desk, symbol, tick);
      }
      if (book.positions.length > 0 && !marginWatch.isSafe(symbol, before, tick)) stopOut(desk, marginWatch);
    }
    return desk.close();
  }

  time(now: number): Changes {
    letTimePass(this.desk, now);
    return this.desk.close();
  }

  transfer(amount: number, comment: string): { readonly deal: Deal; readonly changes: Changes } {
    letTimePass(this.desk, this.serverTime());
    const deal = addTransfer(this.desk, amount, comment);
    return { deal, changes: this.desk.close() };
  }

  snapshot(): BrokerState {
    return this.desk.book.snapshot();
  }
}
