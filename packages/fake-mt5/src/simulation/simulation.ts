import {
  type AccountMarginMode,
  Mt5Error,
  type TradeOperationName,
  type TradeRequest,
  type ZoneShift,
} from '@mt5-bridge/protocol';
import { Account } from '../account/account.ts';
import { demoAccount } from '../account/demo-account.ts';
import type { Broker, Changes } from '../broker/api.ts';
import { createBroker } from '../broker/create-broker.ts';
import type { RecordChange } from '../broker/state.ts';
import { Calendar } from '../extras/calendar/calendar.ts';
import { FaultBox } from '../faults/fault-box.ts';
import type { FirstAnswer } from '../journal/journal.ts';
import { createMarket, type Market, type MarketOptions, type SymbolSpec, type Tick } from '../market/index.ts';
import { type BrokerDisk, openBrokerDisk } from '../state/open-state.ts';
import type { Quoted } from './simulated-terminal.ts';
import { TradeServer } from './trade-server.ts';

export interface SimulationOptions extends Omit<MarketOptions, 'toServerTime'> {
  /** Broker server time <-> UTC. */
  readonly zone: ZoneShift;
  /** Of the demo account: hedging or netting. The one that lives in `state`, else `retail_hedging`, if not given. */
  readonly marginMode?: AccountMarginMode;
  /** Lots at the best price of each symbol, per deal: an order for more is filled in part, or killed. Any if not given. */
  readonly liquidity?: number;
  /** Folder of the broker's records, which survive the process there. Else they live in memory. */
  readonly state?: string;
}

/** More than can be given in a millisecond; and so they stay exact where somebody takes them for floating-point numbers. */
const TICKETS_PER_MS = 1_000n;

/** The market and the broker behind a terminal: they run whether one is connected or not. */
export class Simulation {
  readonly market: Market;
  readonly zone: ZoneShift;
  readonly calendar: Calendar;
  /** What strikes at the broker, and whatever else its owner lets it strike. */
  readonly faults = new FaultBox();
  private readonly options: SimulationOptions;
  private readonly specs: ReadonlyMap<string, SymbolSpec>;
  private readonly disk: BrokerDisk | undefined;
  private readonly server: TradeServer;
  private readonly recordListeners = new Set<(changes: readonly RecordChange[]) => void>();

  /** @throws Mt5Error JOURNAL_FAILED, INVALID_PARAMS when the account in `state` has another margin mode; MarketFileError */
  constructor(options: SimulationOptions) {
    this.options = options;
    this.zone = options.zone;
    this.calendar = new Calendar(options.seed);
    this.disk = openBrokerDisk(options.state);
    try {
      this.assertMarginMode();
      this.market = this.openMarket();
    } catch (error) {
      this.disk?.close();
      throw error;
    }
    this.specs = new Map(this.market.symbols.map(({ name, spec }) => [name, spec]));
    const { clock } = options;
    const { market, faults } = this;
    this.server = new TradeServer({ clock, market, faults, openBroker: () => this.openBroker() });
    // Before anyone else hears the market, so that who is told of a tick sees what it did.
    this.server.start();
  }

  /** Time begins to pass. */
  start(): void {
    this.market.start();
  }

  stop(): void {
    this.market.stop();
    this.server.stop();
    this.disk?.close();
  }

  get account(): Account {
    return this.server.account;
  }

  /** The broker's answer to a request of a terminal that is connected to it. */
  execute(operation: TradeOperationName | undefined, request: TradeRequest): FirstAnswer {
    return this.server.execute(operation, request);
  }

  /** Hears everything that happens at the broker, in order; returns what ends it. */
  onChanges(listener: (changes: Changes) => void): () => void {
    return this.server.onChanges(listener);
  }

  /** Hears which records changed, before {@link onChanges} is told why; returns what ends it. */
  onRecords(listener: (changes: readonly RecordChange[]) => void): () => void {
    this.recordListeners.add(listener);
    return () => this.recordListeners.delete(listener);
  }

  /** The records as they are, at the prices that a terminal last saw. */
  freezeAccount(quoted: (symbol: string) => Quoted | undefined): Account {
    const { book } = this.account;
    const { terms, positions, orders } = book;
    const frozen = { terms, positions, orders, historyOrders: [...book.historyOrders], deals: [...book.deals] };
    return new Account(frozen, this.specs, (symbol) => quoted(symbol)?.tick ?? this.firstPrices(symbol));
  }

  /** A market that a broker lived in before goes on where it was, at the earliest. */
  private openMarket(): Market {
    const { options } = this;
    const terms = { ...options, toServerTime: (utc: number) => options.zone.toServer(utc) };
    const market = createMarket(terms);
    const lived = this.disk?.store.left?.time ?? 0;
    return market.start_time < lived ? createMarket({ ...terms, start: lived }) : market;
  }

  /** What an account is does not change with how it is asked for. */
  private assertMarginMode(): void {
    const { marginMode: asked, state } = this.options;
    const found = this.disk?.store.left?.terms.margin_mode;
    if (asked === undefined || found === undefined || found === asked) return;
    const remedy = 'leave the margin mode out, or use another folder';
    throw new Mt5Error('INVALID_PARAMS', `the account in ${state} is a ${found} one, not ${asked}: ${remedy}.`);
  }

  private openBroker(): Broker {
    const { market, specs } = this;
    const { clock, seed, marginMode, liquidity } = this.options;
    const store = this.disk?.store;
    const broker = createBroker({
      state: store?.left ?? { ...demoAccount({ seed, market, marginMode }), rolled_to: market.start_time },
      specs,
      quoteOf: (symbol) => market.symbol(symbol)?.lastTick(),
      valuedAt: (symbol) => this.firstPrices(symbol),
      // Whoever remembers an account of an earlier process finds none of its numbers used again.
      firstTicket: BigInt(Math.floor(clock.now())) * TICKETS_PER_MS,
      now: () => market.time(),
      terms: liquidity === undefined ? {} : { liquidity: () => liquidity },
      onChange: (changes) => {
        store?.save(changes, market.time());
        for (const listener of this.recordListeners) listener(changes);
      },
    });
    if (store !== undefined && store.left === undefined) store.create(broker.snapshot(), market.time());
    return broker;
  }

  /** Of a symbol without a quote yet, as before the first record of a replay: what the account was made with. */
  private firstPrices(symbol: string): Tick | undefined {
    const { market } = this;
    return market.symbol(symbol)?.tickAround(market.start_time);
  }
}
