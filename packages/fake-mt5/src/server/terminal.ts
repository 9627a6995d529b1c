import {
  type Clock,
  Mt5Error,
  type Result,
  type TradeOperationName,
  type TradeRequest,
  type ZoneShift,
} from '@mt5-bridge/protocol';
import type { Account } from '../account/account.ts';
import type { Changes } from '../broker/api.ts';
import type { Checkpoint } from '../faults/crash.ts';
import type { FirstAnswer, Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { DayFigures, Market, MarketSymbol, Tick } from '../market/index.ts';
import type { Guard } from './guard.ts';
import type { Publisher } from './publisher.ts';
import { notConnected, type TradeServer } from './trade-server.ts';
import { Watches } from './watches.ts';

/** What hello states of this side, and the server keeps to. */
export type Limits = Pick<
  Result<'hello'>,
  'heartbeat_ms' | 'watch_lease_ms' | 'max_request_bytes' | 'max_rates' | 'max_ticks' | 'max_records'
>;

/** The last tick that the terminal received, and the day's figures up to it. */
export interface Quoted {
  readonly tick: Tick;
  readonly day: DayFigures | undefined;
}

export interface TerminalTerms {
  readonly clock: Clock;
  readonly market: Market;
  /** The broker that it trades with while it is connected. */
  readonly server: TradeServer;
  /** The account as it stands at this moment, at the prices given: what a terminal shows that lost its broker. */
  readonly freezeAccount: (quoted: (symbol: string) => Quoted | undefined) => Account;
  readonly journal: Journal;
  readonly guard: Guard;
  /** Where a fault may end the terminal. */
  readonly checkpoint: Checkpoint;
  /** The clock of frames. */
  readonly frameClock: () => number;
  readonly log: Log;
  readonly publisher: Publisher;
  readonly limits: Limits;
  /** Server time to UTC and back. */
  readonly zone: ZoneShift;
  /** In Market Watch from the start. */
  readonly selected: Iterable<string>;
}

/** The simulated terminal between two starts: what the operations read, and what it knows of its callers. */
export class Terminal {
  readonly clock: Clock;
  readonly market: Market;
  readonly publisher: Publisher;
  readonly journal: Journal;
  readonly guard: Guard;
  readonly checkpoint: Checkpoint;
  readonly frameClock: () => number;
  readonly log: Log;
  readonly limits: Limits;
  readonly watches: Watches;
  readonly selected: Set<string>;
  private readonly terms: TerminalTerms;
  /** What was known when the connection to the broker was lost; undefined while there is one. */
  private frozen: { readonly quotes: ReadonlyMap<string, Quoted | undefined>; readonly account: Account } | undefined;

  constructor(terms: TerminalTerms) {
    this.terms = terms;
    this.clock = terms.clock;
    this.market = terms.market;
    this.publisher = terms.publisher;
    this.journal = terms.journal;
    this.guard = terms.guard;
    this.checkpoint = terms.checkpoint;
    this.frameClock = terms.frameClock;
    this.log = terms.log;
    this.limits = terms.limits;
    this.watches = new Watches(terms.limits.watch_lease_ms);
    this.selected = new Set(terms.selected);
  }

  get epoch(): number {
    return this.publisher.epoch;
  }

  get account(): Account {
    return this.frozen?.account ?? this.terms.server.account;
  }

  get connected(): boolean {
    return this.frozen === undefined;
  }

  /** The connection to the broker is lost or regained; returns whether that is news. */
  setConnected(connected: boolean): boolean {
    if (connected === this.connected) return false;
    this.frozen = connected ? undefined : this.freeze();
    return true;
  }

  /** OrderSend: the broker's answer, or that there is no connection to it. */
  send(operation: TradeOperationName, request: TradeRequest): FirstAnswer {
    return this.connected ? this.terms.server.execute(operation, request) : notConnected();
  }

  /** Hears what happens at the broker, whether this terminal is connected or not; returns what ends it. */
  onChanges(listener: (changes: Changes) => void): () => void {
    return this.terms.server.onChanges(listener);
  }

  /** Both clocks at this moment, as hello and heartbeats tell them. */
  times(): { time_server_raw: number; time_gmt_raw: number } {
    const time_server_raw = this.market.time();
    return { time_server_raw, time_gmt_raw: this.terms.zone.fromServer(time_server_raw) };
  }

  quoted(symbol: string): Quoted | undefined {
    if (this.frozen !== undefined) return this.frozen.quotes.get(symbol);
    const found = this.market.symbol(symbol);
    return found && quotedOf(found);
  }

  /** @throws Mt5Error SYMBOL_NOT_FOUND */
  symbol(name: string): MarketSymbol {
    const symbol = this.market.symbol(name);
    if (symbol === undefined) throw new Mt5Error('SYMBOL_NOT_FOUND', `the broker has no symbol ${name}`);
    return symbol;
  }

  /** As {@link symbol}, in Market Watch from now on. @throws Mt5Error SYMBOL_NOT_FOUND */
  select(name: string): MarketSymbol {
    const symbol = this.symbol(name);
    this.selected.add(name);
    return symbol;
  }

  /** @throws Mt5Error NO_QUOTE */
  requireQuote(symbol: string): Quoted {
    const quoted = this.quoted(symbol);
    if (quoted === undefined) throw new Mt5Error('NO_QUOTE', `${symbol} has no quote yet`);
    return quoted;
  }

  /** For what only the broker can answer. @throws Mt5Error NOT_CONNECTED */
  requireConnection(): void {
    if (!this.connected) throw new Mt5Error('NOT_CONNECTED');
  }

  private freeze() {
    const quotes = new Map(this.market.symbols.map((symbol) => [symbol.name, quotedOf(symbol)]));
    return { quotes, account: this.terms.freezeAccount((symbol) => quotes.get(symbol)) };
  }
}

/** The day is copied: the market goes on counting in its own. */
function quotedOf(symbol: MarketSymbol): Quoted | undefined {
  const tick = symbol.lastTick();
  const day = symbol.day();
  return tick && { tick, day: day && { ...day } };
}
