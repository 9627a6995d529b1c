import type { Link, Unsubscribe } from '@mt5-bridge/client';
import type { Environment } from '@mt5-bridge/policy';
import type {
  AccountInfo,
  BookEntry,
  CalendarImportance,
  CalendarValue,
  Chart,
  CopyTicks,
  Deal,
  ErrorDetails,
  GlobalVariable,
  HistoryOrder,
  Order,
  OrderType,
  Params,
  Position,
  Quote,
  Result,
  SymbolBrief,
  SymbolInfo,
  TerminalInfo,
  Timeframe,
  TradeRequest,
} from '@mt5-bridge/protocol';
import type { RatesColumns, TicksColumns } from '@mt5-bridge/protocol/wire';

/** Stands in every result, so that nobody mistakes one account for another. */
export interface Identity {
  readonly environment: Environment;
  readonly login: bigint;
  readonly server: string;
}

/** A part of the rows that fit: `items` from `offset` on, of `total`. */
export interface Page<T> {
  readonly total: number;
  readonly offset: number;
  readonly items: readonly T[];
}

/**
 * Hours of a symbol by the broker's weekly sessions, seen from the terminal's clock; times UTC ms. The terminal does not
 * tell of holidays.
 */
export interface MarketHours {
  readonly symbol: string;
  /** A trade session runs, and trading is not disabled. */
  readonly is_open: boolean;
  /** Why it is closed though a session runs, or open with limits. */
  readonly trade_mode: SymbolInfo['trade_mode'];
  /** End of the running trade session; null while closed, and when it does not end within two weeks. */
  readonly next_close: number | null;
  /**
   * Start of the next trade session (while one runs: of the one after it); null when none comes within two weeks or
   * trading is disabled.
   */
  readonly next_open: number | null;
  /**
   * Trade sessions of the coming seven days, in order, the running one first; sessions that touch, as at midnight, are
   * one. Cut to a week on either side of now, so that a market which never closes has ends too.
   */
  readonly sessions: readonly { readonly from: number; readonly to: number }[];
}

export type RatesSelection = { start: number; count: number } | { from: number; to: number };
export type TicksSelection =
  | { start: number; count: number }
  | { from: number; count: number }
  | { from: number; to: number };
export type HistorySelection =
  | { from: number; to: number; symbol?: string }
  | { position: bigint }
  | { ticket: bigint };

/** Times UTC ms, both inclusive; without them the week from the terminal's present on. */
export interface CalendarFilter {
  readonly from?: number;
  readonly to?: number;
  readonly currency?: string;
  readonly country?: string;
  /** The least; default none. */
  readonly importance?: CalendarImportance;
}

/**
 * Everything that can be read of one terminal, for MCP tools and resources, the command line and the dashboard. All
 * failures are Mt5Error with the catalogue's codes; an unknown symbol carries `details.close_matches`.
 */
export interface TerminalReads {
  readonly link: Link;
  onLink(listener: (link: Link) => void): Unsubscribe;
  /** Of the terminal that the link leads to now. @throws Mt5Error while there is none, with the reason */
  identity(): Identity;

  ping(): Promise<{ readonly round_trip_ms: number }>;
  terminal(): Promise<{
    readonly hello: Result<'hello'>;
    readonly terminal: TerminalInfo;
    readonly utc_offset_minutes: number;
  }>;
  account(): Promise<AccountInfo>;
  quote(symbol: string): Promise<Quote>;
  quotes(symbols: readonly string[]): Promise<Result<'quotes'>>;
  /**
   * Every word of `search` must be in the name or the description; `path` is the start of the broker's path; case is
   * ignored in both. `selected`: only those in Market Watch.
   */
  symbols(filter: {
    search?: string;
    path?: string;
    selected?: boolean;
    offset: number;
    count: number;
  }): Promise<Page<SymbolBrief>>;
  symbolInfo(symbol: string): Promise<SymbolInfo>;
  marketHours(symbol: string): Promise<MarketHours>;
  /** None, of a symbol that the broker does not have, is SYMBOL_NOT_FOUND; so it is with orders, deals and past orders. */
  positions(filter: { symbol?: string; ticket?: bigint; magic?: bigint }): Promise<Position[]>;
  orders(filter: { symbol?: string; ticket?: bigint; magic?: bigint }): Promise<Order[]>;
  deals(selection: HistorySelection, page: { offset: number; count: number }): Promise<Page<Deal>>;
  historyOrders(selection: HistorySelection, page: { offset: number; count: number }): Promise<Page<HistoryOrder>>;
  rates(
    symbol: string,
    timeframe: Timeframe,
    selection: RatesSelection,
  ): Promise<{ digits: number; columns: RatesColumns }>;
  ticks(
    symbol: string,
    flags: CopyTicks,
    selection: TicksSelection,
  ): Promise<{ digits: number; columns: TicksColumns }>;
  book(symbol: string): Promise<BookEntry[]>;
  calcMargin(type: OrderType, symbol: string, volume: number, price?: number): Promise<Result<'calc_margin'>>;
  calcProfit(
    type: OrderType,
    symbol: string,
    volume: number,
    open: number,
    close: number,
  ): Promise<Result<'calc_profit'>>;
  /** Waits a moment for a terminal that has to compute it first. @throws Mt5Error PENDING when it takes longer */
  indicator(params: Params<'indicator'>): Promise<Result<'indicator'>>;
  /** A picture of a chart, PNG, its size in pixels. Waits as {@link TerminalReads.indicator} does. */
  screenshot(params: Params<'screenshot'>): Promise<Uint8Array>;
  /** Releases of the economic calendar, oldest first. */
  calendar(filter: CalendarFilter, page: { offset: number; count: number }): Promise<Page<CalendarValue>>;
  charts(): Promise<Chart[]>;
  /** Of the terminal, by the start of their names. */
  globals(prefix?: string): Promise<GlobalVariable[]>;
  checkOrder(request: TradeRequest): Promise<Result<'order_check'>>;

  /**
   * Tells that something readable changed, by the documented change rules: account (not floating profit), positions and
   * orders (composition, volume, stops), quote (any tick), book (any change). Coalescing is the listener's business.
   * `floating`: also when only figures that follow the market moved, as often as the terminal tells (once a second).
   * A lost or regained link and a resync count as a change. Observers of one thing share one subscription. Read after
   * observing, not before: what is read then is not older than what the notices start from.
   * @throws Mt5Error INVALID_SYMBOL, CLOSED
   */
  observe(what: Observed, listener: () => void): Unsubscribe;
}

export type Observed =
  | { readonly kind: 'account' | 'positions'; readonly floating?: true }
  | { readonly kind: 'orders' }
  | { readonly kind: 'quote' | 'book'; readonly symbol: string };

/** An Mt5Error as every surface reports it: tools, command line, dashboard. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly requires_human: boolean;
  readonly what_to_do: string;
  readonly details?: ErrorDetails;
  readonly mt5_retcode?: number;
}
