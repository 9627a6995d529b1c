import type { PositionType, SymbolInfo } from '@mt5-bridge/protocol';
import type { RateOf } from './conversion.ts';
import { type Exact, exact, sum, ZERO } from './money.ts';

/** The part of a contract specification that margin depends on. */
export type MarginTerms = Pick<
  SymbolInfo,
  'trade_calc_mode' | 'trade_contract_size' | 'currency_margin' | 'margin_hedged'
>;

/** A volume held or asked for at a price; of positions, the price they were opened at. */
export interface Leg {
  readonly type: PositionType;
  readonly volume: number;
  readonly price: number;
}

/**
 * Margin of one order in account currency, not rounded, without regard to what is open (OrderCalcMargin):
 * forex = volume x contract size / leverage, cfdleverage = that x price; times the symbol's margin rate; converted from
 * the margin currency at ask for buying and bid for selling. Undefined for other calculation modes, or without a rate.
 */
export function orderMargin(
  terms: MarginTerms,
  leg: Leg,
  leverage: number,
  marginRate: number,
  rateOf: RateOf,
): Exact | undefined {
  const units = exact(leg.volume).times(terms.trade_contract_size);
  const own = inMarginCurrency(terms, units, exact(leg.price), leverage, marginRate);
  return own && rateOf(terms.currency_margin, leg.type)?.times(own);
}

/**
 * Margin of everything held of one symbol on a hedging account. What exceeds the other side is charged in full at the
 * weighted average price of its side; each lot that is covered by the other side is charged once, with SYMBOL_MARGIN_HEDGED
 * as its contract size, at the average price of both sides and the middle of both conversion rates.
 */
export function heldMargin(
  terms: MarginTerms,
  legs: readonly Leg[],
  leverage: number,
  marginRate: number,
  rateOf: RateOf,
): Exact | undefined {
  const side = (type: PositionType) => legs.filter((leg) => leg.type === type);
  const [bought, sold] = [volumeOf(side('buy')), volumeOf(side('sell'))];
  const covered = bought.lt(sold) ? bought : sold;
  const open = bought.minus(sold).abs();
  const larger: PositionType = bought.gte(sold) ? 'buy' : 'sell';
  let total = ZERO;
  if (!open.isZero()) {
    const units = open.times(terms.trade_contract_size);
    const own = inMarginCurrency(terms, units, averagePrice(side(larger)), leverage, marginRate);
    const rate = rateOf(terms.currency_margin, larger);
    if (own === undefined || rate === undefined) return undefined;
    total = total.plus(own.times(rate));
  }
  if (!covered.isZero()) {
    const own = inMarginCurrency(terms, covered.times(terms.margin_hedged), averagePrice(legs), leverage, marginRate);
    const [buy, sell] = [rateOf(terms.currency_margin, 'buy'), rateOf(terms.currency_margin, 'sell')];
    if (own === undefined || buy === undefined || sell === undefined) return undefined;
    total = total.plus(own.times(buy.plus(sell).div(2)));
  }
  return total;
}

function inMarginCurrency(
  terms: MarginTerms,
  units: Exact,
  price: Exact,
  leverage: number,
  marginRate: number,
): Exact | undefined {
  if (terms.trade_calc_mode === 'forex') return units.times(marginRate).div(leverage);
  if (terms.trade_calc_mode === 'cfdleverage') return units.times(price).times(marginRate).div(leverage);
  return undefined;
}

const volumeOf = (legs: readonly Leg[]): Exact => sum(legs.map((leg) => leg.volume));

function averagePrice(legs: readonly Leg[]): Exact {
  return sum(legs.map((leg) => exact(leg.price).times(leg.volume))).div(volumeOf(legs));
}
