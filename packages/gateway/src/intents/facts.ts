import { Mt5Error, type Order, type OrderType, type Position, type Quote, type SymbolInfo } from '@mt5-bridge/protocol';
import type { TradeIntent } from '../api.ts';
import type { MarketReading, SnapshotReading } from '../ports.ts';

/** What an intent is turned into a command with: a part of what the rules judge it by, so both see the same. */
export type IntentFacts = Pick<SnapshotReading, 'account' | 'positions' | 'orders' | 'market' | 'terminal_time'>;

/** What an intent may leave open. */
export interface CommandDefaults {
  readonly request_id: string;
  readonly magic: bigint;
  /** Points. */
  readonly deviation: number;
}

export type IntentOf<A extends TradeIntent['action']> = Extract<TradeIntent, { action: A }>;

/** @throws Mt5Error DATA_MISSING */
export function infoOf({ market }: Pick<IntentFacts, 'market'>, symbol: string): SymbolInfo {
  return factsOf(market, symbol).info;
}

/** @throws Mt5Error DATA_MISSING, NO_QUOTE */
export function quoteOf({ market }: Pick<IntentFacts, 'market'>, symbol: string): Quote {
  const { quote } = factsOf(market, symbol);
  if (quote === undefined || quote.bid <= 0 || quote.ask <= 0) {
    throw new Mt5Error('NO_QUOTE', `${symbol} has no quote, so nothing can be priced by it.`, { details: { symbol } });
  }
  return quote;
}

function factsOf(market: IntentFacts['market'], symbol: string): MarketReading {
  const facts = market.get(symbol);
  if (facts !== undefined) return facts;
  throw new Mt5Error('DATA_MISSING', `The contract specification of ${symbol} is not known.`, { details: { symbol } });
}

/** @throws Mt5Error TICKET_NOT_FOUND */
export function positionOf({ account, positions, orders }: IntentFacts, ticket: bigint): Position {
  const position = positions.find((one) => one.ticket === ticket);
  if (position !== undefined) return position;
  const isOrder = orders.some((one) => one.ticket === ticket);
  if (isOrder) throw unknownTicket(ticket, 'is a pending order, not a position; cancel_order removes it');
  throw unknownTicket(ticket, isHedging(account) ? 'is no open position' : NETTED);
}

/** @throws Mt5Error TICKET_NOT_FOUND */
export function orderOf({ positions, orders }: IntentFacts, ticket: bigint): Order {
  const order = orders.find((one) => one.ticket === ticket);
  if (order !== undefined) return order;
  const isPosition = positions.some((one) => one.ticket === ticket);
  throw unknownTicket(
    ticket,
    isPosition ? 'is a position, not a pending order; close_position closes it' : 'is no pending order',
  );
}

/** What adds to a position there has a ticket of its own, and what turns it over gives it another. */
const NETTED =
  'is no open position; this account keeps one position a symbol, whose ticket is that of the order that opened it or last turned it over, and not that of one that added to it';

export const isHedging = ({ margin_mode }: IntentFacts['account']): boolean => margin_mode === 'retail_hedging';

export function unknownTicket(ticket: bigint, what: string): Mt5Error {
  return new Mt5Error('TICKET_NOT_FOUND', `${ticket} ${what}.`, { details: { ticket: String(ticket) } });
}

export const sideOf = (type: OrderType | 'unknown'): 'buy' | 'sell' => (type.startsWith('sell') ? 'sell' : 'buy');
/** 1 for what earns by rising prices. */
export const signOf = (side: 'buy' | 'sell'): 1 | -1 => (side === 'buy' ? 1 : -1);
/** The price that a market order of this side gets. */
export const openingPrice = (side: 'buy' | 'sell', quote: Quote): number => (side === 'buy' ? quote.ask : quote.bid);
export const closingPrice = (side: 'buy' | 'sell', quote: Quote): number => (side === 'buy' ? quote.bid : quote.ask);
