import type { SymbolInfo } from '@mt5-bridge/protocol';
import type { MarketFacts, PositionFacts, Snapshot } from '../api.ts';
import { type Decimal, largest, positive, product, quotient, ZERO } from '../decimal.ts';

export type Side = 'buy' | 'sell';
type Maybe = Decimal | undefined;

/** Calculation modes whose profit is price difference x contract size; of the others the tick value has a say. */
const BY_CONTRACT_SIZE: ReadonlySet<SymbolInfo['trade_calc_mode']> = new Set([
  'forex',
  'forex_no_leverage',
  'cfd',
  'cfdindex',
  'cfdleverage',
  'exch_stocks',
  'exch_stocks_moex',
]);

/**
 * What 1.0 of price and one lot are worth in account currency: contract size x conversion rate. Futures and bonds earn
 * by their tick value, which a broker may set apart from the contract size: the larger of the two counts.
 */
export function unitValue(facts: MarketFacts | undefined): Maybe {
  if (facts === undefined) return undefined;
  const { info, rate } = facts;
  const byContract = product(positive(info.trade_contract_size), positive(rate));
  if (BY_CONTRACT_SIZE.has(info.trade_calc_mode)) return byContract;
  const tickValue = positive(info.trade_tick_value_loss);
  const tickSize = positive(info.trade_tick_size);
  return largest([byContract, tickValue && tickSize && quotient(tickValue, tickSize)]);
}

/** Bid and ask, unless the quote is none that one could trade at. */
export function pricesOf(facts: MarketFacts | undefined): { readonly bid: Decimal; readonly ask: Decimal } | undefined {
  const bid = positive(facts?.quote?.bid);
  const ask = positive(facts?.quote?.ask);
  return bid && ask?.gte(bid) ? { bid, ask } : undefined;
}

/** The price at which a market order of this side would be carried out. */
export function marketPrice(facts: MarketFacts | undefined, side: Side): Maybe {
  return pricesOf(facts)?.[side === 'buy' ? 'ask' : 'bid'];
}

/** Price difference in favour of a side. */
function gain(side: Side, from: Decimal, to: Decimal): Decimal {
  return side === 'buy' ? to.minus(from) : from.minus(to);
}

export function isBeyond(side: Side, price: Decimal, reference: Decimal): boolean {
  return gain(side, reference, price).gt(0);
}

/** Of a position, or of what an order opens: positive is profit. */
export function profit(side: Side, from: Maybe, to: Maybe, lots: Maybe, value: Maybe): Maybe {
  return from && to && product(gain(side, from, to), lots, value);
}

/** Loss of an entry that is stopped; 0 where the stop secures a profit. */
export function lossAt(stop: Maybe, side: Side, entry: Maybe, lots: Maybe, value: Maybe): Maybe {
  return largest([profit(side, entry, stop, lots, value)?.negated(), ZERO]);
}

/** Side of a position; one that this version does not know has none. */
export function sideOf({ type }: PositionFacts): Side | undefined {
  return type === 'unknown' ? undefined : type;
}

/** The position that an order of this symbol would change, on accounts with one position a symbol. */
export function nettedPosition({ account, positions }: Snapshot, symbol: string): PositionFacts | undefined {
  return isNetting(account) ? positions.find((position) => position.symbol === symbol) : undefined;
}

/** Whether a symbol has one position at most. */
export const isNetting = ({ margin_mode }: Snapshot['account']): boolean =>
  margin_mode === 'retail_netting' || margin_mode === 'exchange';

/** What is held, at the price that the terminal reports for it. */
export function heldNotional({ market }: Snapshot, { symbol, volume, price_current }: PositionFacts): Maybe {
  return product(positive(volume), positive(price_current), unitValue(market.get(symbol)));
}
