import { Mt5Error, type OrderType, type Quote, type SymbolInfo } from '@mt5-bridge/protocol';
import { openingPrice, sideOf, signOf } from './facts.ts';
import { difference, distanceOf, onGrid, plain } from './numbers.ts';

/** Prices of a pending order. */
export interface PendingPrices {
  readonly price: number;
  readonly stoplimit: number | null;
}

/**
 * A limit waits on the better side of the market, a stop on the worse side, a stop-limit's limit on the better side of
 * its stop; each at least the stops level away. @throws Mt5Error INVALID_PRICE
 */
export function checkPending(
  type: OrderType,
  { price, stoplimit }: PendingPrices,
  info: SymbolInfo,
  quote: Quote,
): void {
  const side = sideOf(type);
  const isLimit = type === 'buy_limit' || type === 'sell_limit';
  const market = openingPrice(side, quote);
  const marketName = side === 'buy' ? 'ask' : 'bid';
  const mustBeAbove = (side === 'buy') !== isLimit;
  checkSide(price, 'price', market, marketName, mustBeAbove, info, `of a ${named(type)}`);
  if (stoplimit !== null) {
    checkSide(stoplimit, 'stop_limit_price', price, 'price', side === 'sell', info, `of a ${named(type)}`);
  }
}

export interface Stops {
  readonly sl: number | null;
  readonly tp: number | null;
}

/**
 * A buy has its stop loss below and its take profit above `from`, a sell the other way round; each at least the stops
 * level away. @throws Mt5Error INVALID_STOPS
 */
export function checkStops(
  side: 'buy' | 'sell',
  { sl, tp }: Stops,
  from: { name: string; price: number },
  info: SymbolInfo,
): void {
  const isBuy = signOf(side) === 1;
  const what = `of a ${side}`;
  if (sl !== null) checkSide(sl, 'sl', from.price, from.name, !isBuy, info, what, 'INVALID_STOPS');
  if (tp !== null) checkSide(tp, 'tp', from.price, from.name, isBuy, info, what, 'INVALID_STOPS');
}

/** A stop as it was asked for: on the grid, none, or what stood there before. @throws Mt5Error INVALID_STOPS */
export function stopOf(
  asked: number | null | undefined,
  argument: 'sl' | 'tp',
  before: number | null,
  info: SymbolInfo,
): number | null {
  if (asked === undefined) return before;
  return asked === null ? null : onGrid(asked, argument, info, 'INVALID_STOPS');
}

function checkSide(
  value: number,
  argument: string,
  reference: number,
  referenceName: string,
  mustBeAbove: boolean,
  info: SymbolInfo,
  what: string,
  code: 'INVALID_PRICE' | 'INVALID_STOPS' = 'INVALID_PRICE',
): void {
  const distance = mustBeAbove ? difference(value, reference) : difference(reference, value);
  const least = distanceOf(info.trade_stops_level, info);
  if (distance > 0 && distance >= least) return;
  const side = mustBeAbove ? 'above' : 'below';
  const level = `, at least ${info.trade_stops_level} points away`;
  const needs = `must be ${side} the ${referenceName} ${plain(reference)}${info.trade_stops_level > 0 ? level : ''}`;
  throw new Mt5Error(code, `${argument} ${what} ${needs}, got ${plain(value)}.`, {
    details: { argument, value, reference, side, trade_stops_level: info.trade_stops_level },
  });
}

const named = (type: OrderType): string => type.replaceAll('_', ' ');
