import type { PositionType, SymbolCalcMode, SymbolInfo } from '@mt5-bridge/protocol';
import type { RateOf } from './conversion.ts';
import { type Exact, exact, sum, ZERO } from './money.ts';

/** The part of a contract specification that margin depends on. */
export type MarginTerms = Pick<
  SymbolInfo,
  | 'trade_calc_mode'
  | 'trade_contract_size'
  | 'currency_margin'
  | 'margin_initial'
  | 'margin_maintenance'
  | 'margin_hedged'
>;

/** A volume held or asked for at a price; of positions, the price they were opened at. */
export interface Leg {
  readonly type: PositionType;
  readonly volume: number;
  readonly price: number;
}

/** Units of what is traded, at a price. */
interface Exposure {
  readonly units: Exact;
  readonly price: Exact;
  readonly leverage: number;
  readonly contract: number;
}

const worth = ({ units, price }: Exposure): Exact => units.times(price);
/** Only the amount that the symbol states, MARGIN_INITIAL or MARGIN_MAINTENANCE. */
const stated = (): Exact => ZERO;

/**
 * ENUM_SYMBOL_CALC_MODE: margin before the symbol's rate. Tick value / tick size is the contract size with this broker.
 * Bonds need a face value, which no contract specification here has; collateral is not traded.
 */
const marginBy: Partial<Record<SymbolCalcMode, (of: Exposure) => Exact>> = {
  forex: ({ units, leverage }) => units.div(leverage),
  forex_no_leverage: ({ units }) => units,
  futures: stated,
  cfd: worth,
  cfdindex: (of) => worth(of).times(of.contract),
  cfdleverage: (of) => worth(of).div(of.leverage),
  exch_stocks: worth,
  exch_stocks_moex: worth,
  exch_futures: stated,
};

const formulaOf = (mode: MarginTerms['trade_calc_mode']) => marginBy[mode as SymbolCalcMode];

/** Whether margin and profit of the calculation mode are known here. */
export const isCalculated = (mode: MarginTerms['trade_calc_mode']): boolean => formulaOf(mode) !== undefined;

/**
 * Margin of one order in account currency, not rounded, without regard to what is open (OrderCalcMargin): what the symbol
 * states for a lot, or by its calculation mode; times the symbol's margin rate; converted from the margin currency at ask
 * for buying and bid for selling. Undefined for calculation modes that are not known, or without a rate.
 */
export function orderMargin(
  terms: MarginTerms,
  leg: Leg,
  leverage: number,
  marginRate: number,
  rateOf: RateOf,
): Exact | undefined {
  const lots = { volume: exact(leg.volume), price: exact(leg.price), stated: terms.margin_initial };
  const own = inMarginCurrency(terms, { ...lots, contract: terms.trade_contract_size }, leverage, marginRate);
  return own && rateOf(terms.currency_margin, leg.type)?.times(own);
}

/**
 * Margin of everything held of one symbol on a hedging account. What exceeds the other side is charged in full at the
 * weighted average price of its side; each lot that is covered by the other side is charged once, with SYMBOL_MARGIN_HEDGED
 * as its contract size (as its margin, where the symbol states that of a lot), at the average price of both sides and the
 * middle of both conversion rates.
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
  const perLot = terms.margin_maintenance || terms.margin_initial;
  let total = ZERO;
  if (!open.isZero()) {
    const lots = { volume: open, price: averagePrice(side(larger)), stated: perLot };
    const own = inMarginCurrency(terms, { ...lots, contract: terms.trade_contract_size }, leverage, marginRate);
    const rate = rateOf(terms.currency_margin, larger);
    if (own === undefined || rate === undefined) return undefined;
    total = total.plus(own.times(rate));
  }
  if (!covered.isZero()) {
    const hedged = terms.margin_hedged;
    const lots = { volume: covered, price: averagePrice(legs), stated: perLot && hedged };
    const own = inMarginCurrency(terms, { ...lots, contract: hedged }, leverage, marginRate);
    const [buy, sell] = [rateOf(terms.currency_margin, 'buy'), rateOf(terms.currency_margin, 'sell')];
    if (own === undefined || buy === undefined || sell === undefined) return undefined;
    total = total.plus(own.times(buy.plus(sell).div(2)));
  }
  return total;
}

function inMarginCurrency(
  terms: MarginTerms,
  lots: { readonly volume: Exact; readonly price: Exact; readonly contract: number; readonly stated: number },
  leverage: number,
  marginRate: number,
): Exact | undefined {
  const formula = formulaOf(terms.trade_calc_mode);
  const { volume, price, contract } = lots;
  const margin =
    lots.stated > 0
      ? formula && volume.times(lots.stated)
      : formula?.({ units: volume.times(contract), price, leverage, contract });
  return margin?.times(marginRate);
}

const volumeOf = (legs: readonly Leg[]): Exact => sum(legs.map((leg) => leg.volume));

function averagePrice(legs: readonly Leg[]): Exact {
  return sum(legs.map((leg) => exact(leg.price).times(leg.volume))).div(volumeOf(legs));
}
