import type { TradeRequest } from '@mt5-bridge/protocol';
import type { SymbolSpec } from '../../market/symbols/symbol-spec.ts';
import type { Account, HeldPosition, PlacedOrder } from '../account.ts';
import type { Prices, PricesOf } from '../conversion.ts';

/** What a trade request is checked against. */
export interface CheckContext {
  readonly account: Account;
  specOf(symbol: string): SymbolSpec | undefined;
  readonly pricesOf: PricesOf;
  /** Broker server time. */
  readonly now: number;
  readonly connected: boolean;
  /** Algorithmic trading is allowed in the terminal and for the program. */
  readonly algoTrading: boolean;
  isOpen(symbol: string): boolean;
}

/** Return codes that a check can end with, as TRADE_RETCODE_*. */
export const RETCODE = {
  REQUOTE: 10004,
  INVALID: 10013,
  INVALID_VOLUME: 10014,
  INVALID_PRICE: 10015,
  INVALID_STOPS: 10016,
  TRADE_DISABLED: 10017,
  MARKET_CLOSED: 10018,
  NO_MONEY: 10019,
  PRICE_CHANGED: 10020,
  PRICE_OFF: 10021,
  INVALID_EXPIRATION: 10022,
  NO_CHANGES: 10025,
  SERVER_DISABLES_AT: 10026,
  CLIENT_DISABLES_AT: 10027,
  FROZEN: 10029,
  INVALID_FILL: 10030,
  CONNECTION: 10031,
  LIMIT_ORDERS: 10033,
  LIMIT_VOLUME: 10034,
  INVALID_ORDER: 10035,
  POSITION_CLOSED: 10036,
  INVALID_CLOSE_VOLUME: 10038,
  CLOSE_ORDER_EXIST: 10039,
  LONG_ONLY: 10042,
  SHORT_ONLY: 10043,
  CLOSE_ONLY: 10044,
  FIFO_CLOSE: 10045,
  HEDGE_PROHIBITED: 10046,
} as const;
export type CheckRetcode = (typeof RETCODE)[keyof typeof RETCODE];

/** What the terminal writes beside each of them. */
export const comments: Readonly<Record<CheckRetcode, string>> = {
  [RETCODE.REQUOTE]: 'Requote',
  [RETCODE.INVALID]: 'Invalid request',
  [RETCODE.INVALID_VOLUME]: 'Invalid volume',
  [RETCODE.INVALID_PRICE]: 'Invalid price',
  [RETCODE.INVALID_STOPS]: 'Invalid stops',
  [RETCODE.TRADE_DISABLED]: 'Trade disabled',
  [RETCODE.MARKET_CLOSED]: 'Market closed',
  [RETCODE.NO_MONEY]: 'No money',
  [RETCODE.PRICE_CHANGED]: 'Price changed',
  [RETCODE.PRICE_OFF]: 'No prices',
  [RETCODE.INVALID_EXPIRATION]: 'Invalid expiration',
  [RETCODE.NO_CHANGES]: 'No changes',
  [RETCODE.SERVER_DISABLES_AT]: 'AutoTrading disabled by server',
  [RETCODE.CLIENT_DISABLES_AT]: 'AutoTrading disabled by client',
  [RETCODE.FROZEN]: 'Order or position frozen',
  [RETCODE.INVALID_FILL]: 'Unsupported filling mode',
  [RETCODE.CONNECTION]: 'No connection',
  [RETCODE.LIMIT_ORDERS]: 'Orders limit reached',
  [RETCODE.LIMIT_VOLUME]: 'Volume limit reached',
  [RETCODE.INVALID_ORDER]: 'Invalid order',
  [RETCODE.POSITION_CLOSED]: "Position doesn't exist",
  [RETCODE.INVALID_CLOSE_VOLUME]: 'Invalid close volume',
  [RETCODE.CLOSE_ORDER_EXIST]: 'Close order already exists',
  [RETCODE.LONG_ONLY]: 'Only long positions are allowed',
  [RETCODE.SHORT_ONLY]: 'Only short positions are allowed',
  [RETCODE.CLOSE_ONLY]: 'Only position closing is allowed',
  [RETCODE.FIFO_CLOSE]: 'Positions are closed by FIFO only',
  [RETCODE.HEDGE_PROHIBITED]: 'Hedging is prohibited',
};

/** A request with what it speaks of. */
export interface Ask {
  readonly request: TradeRequest;
  readonly context: CheckContext;
  readonly spec: SymbolSpec;
  readonly prices: Prices;
  /** The position that the request names; on netting accounts the symbol's own, named or not. */
  readonly position?: HeldPosition | undefined;
  readonly positionBy?: HeldPosition | undefined;
  readonly order?: PlacedOrder | undefined;
}

/** Why a request would be refused; undefined when this rule has nothing against it. */
export type Rule = (ask: Ask) => CheckRetcode | undefined;

/** Whether positions of one symbol are kept apart; otherwise there is one for each symbol. */
export const isHedging = ({ book }: Account): boolean => book.terms.margin_mode === 'retail_hedging';
