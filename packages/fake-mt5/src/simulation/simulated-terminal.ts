import { Mt5Error, type TradeOperationName, type TradeRequest } from '@mt5-bridge/protocol';
import type { Account } from '../account/account.ts';
import type { Changes } from '../broker/api.ts';
import type { Calendar } from '../extras/calendar/calendar.ts';
import type { FirstAnswer } from '../journal/journal.ts';
import type { DayFigures, Market, MarketSymbol, Tick } from '../market/index.ts';
import type { Simulation } from './simulation.ts';
import { notConnected } from './trade-server.ts';

/** The last tick that the terminal received, and the day's figures up to it. */
export interface Quoted {
  readonly tick: Tick;
  readonly day: DayFigures | undefined;
}

/** Not in Market Watch until someone asks for it. */
const UNSELECTED = 'EURGBP';

/** What a terminal shows of market and broker between its start and its end, connected or not. */
export class SimulatedTerminal {
  readonly market: Market;
  readonly calendar: Calendar;
  /** Market Watch. */
  readonly selected: Set<string>;
  private readonly simulation: Simulation;
  /** What was known when the connection to the broker was lost; undefined while there is one. */
  private frozen: { readonly quotes: ReadonlyMap<string, Quoted | undefined>; readonly account: Account } | undefined;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.market = simulation.market;
    this.calendar = simulation.calendar;
    const shown = this.market.symbols.filter(({ name, replayed }) => name !== UNSELECTED || replayed);
    this.selected = new Set(shown.map(({ name }) => name));
  }

  get account(): Account {
    return this.frozen?.account ?? this.simulation.account;
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

  /** OrderSend: the broker's answer, or that there is no connection to it. `operation` is what faults are aimed at. */
  send(operation: TradeOperationName | undefined, request: TradeRequest): FirstAnswer {
    return this.connected ? this.simulation.execute(operation, request) : notConnected();
  }

  /** Hears what happens at the broker, whether this terminal is connected or not; returns what ends it. */
  onChanges(listener: (changes: Changes) => void): () => void {
    return this.simulation.onChanges(listener);
  }

  /** Both clocks at this moment, as hello and heartbeats tell them. */
  times(): { time_server_raw: number; time_gmt_raw: number } {
    const time_server_raw = this.market.time();
    return { time_server_raw, time_gmt_raw: this.simulation.zone.fromServer(time_server_raw) };
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
    return { quotes, account: this.simulation.freezeAccount((symbol) => quotes.get(symbol)) };
  }
}

/** The day is copied: the market goes on counting in its own. */
function quotedOf(symbol: MarketSymbol): Quoted | undefined {
  const tick = symbol.lastTick();
  const day = symbol.day();
  return tick && { tick, day: day && { ...day } };
}
