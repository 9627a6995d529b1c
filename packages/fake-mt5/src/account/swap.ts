import { dayOfWeek, type PositionType, type SymbolInfo } from '@mt5-bridge/protocol';
import { DAY, floorTo, weekday } from '../market/time.ts';
import type { RateOf } from './conversion.ts';
import { type Exact, exact, ZERO } from './money.ts';

export type SwapTerms = Pick<
  SymbolInfo,
  'swap_mode' | 'swap_long' | 'swap_short' | 'swap_rollover3days' | 'point' | 'trade_contract_size' | 'currency_profit'
>;

const DAYS_OF_A_BANK_YEAR = 360;
const TRIPLE = 3;
const SATURDAY = 6;

/** A server midnight at which interest is booked, and for how many days. */
export interface Rollover {
  readonly time: number;
  readonly days: number;
}

/** The rollovers after `from` up to `to`: those that end Monday to Friday, the triple day for the weekend as well. */
export function rollovers(terms: SwapTerms, from: number, to: number): Rollover[] {
  const found: Rollover[] = [];
  for (let time = floorTo(from, DAY) + DAY; time <= to; time += DAY) {
    const ended = weekday(time - DAY);
    if (ended === 0 || ended === SATURDAY) continue;
    found.push({ time, days: dayOfWeek.nameOf(ended) === terms.swap_rollover3days ? TRIPLE : 1 });
  }
  return found;
}

/**
 * Interest of one day in account currency, not rounded, at the price and rates given: `points` x point x volume x
 * contract size, or a yearly percentage of the position's value. Undefined for other modes, or without a rate.
 */
export function swapOfDay(
  terms: SwapTerms,
  type: PositionType,
  volume: number,
  price: number,
  rateOf: RateOf,
): Exact | undefined {
  if (terms.swap_mode === 'disabled') return ZERO;
  const units = exact(volume).times(terms.trade_contract_size);
  const swap = exact(type === 'buy' ? terms.swap_long : terms.swap_short);
  const amount =
    terms.swap_mode === 'points'
      ? swap.times(terms.point).times(units)
      : terms.swap_mode === 'interest_current'
        ? swap.div(100).div(DAYS_OF_A_BANK_YEAR).times(units).times(price)
        : undefined;
  return amount && rateOf(terms.currency_profit, amount.isNegative() ? 'buy' : 'sell')?.times(amount);
}
