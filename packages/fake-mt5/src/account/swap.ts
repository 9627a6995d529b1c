import { dayOfWeek, type PositionType, type SymbolInfo } from '@mt5-bridge/protocol';
import { DAY, floorTo, weekday } from '../market/time.ts';
import type { RateOf } from './conversion.ts';
import { type Exact, exact, ZERO } from './money.ts';

export type SwapTerms = Pick<
  SymbolInfo,
  | 'swap_mode'
  | 'swap_long'
  | 'swap_short'
  | 'swap_rollover3days'
  | 'point'
  | 'trade_contract_size'
  | 'currency_base'
  | 'currency_profit'
  | 'currency_margin'
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

/** What interest is booked on. */
export interface Interested {
  readonly type: PositionType;
  readonly volume: number;
  readonly price_open: number;
}

/**
 * Interest of one day in account currency, not rounded, at the price and rates given (ENUM_SYMBOL_SWAP_MODE): points of
 * the price; money a lot in the base, margin or account currency; or a yearly percentage of the position's value at the
 * present or its opening price. Undefined for modes that reopen the position, or without a rate.
 */
export function swapOfDay(
  terms: SwapTerms,
  { type, volume, price_open }: Interested,
  price: number,
  rateOf: RateOf,
): Exact | undefined {
  const units = exact(volume).times(terms.trade_contract_size);
  const swap = exact(type === 'buy' ? terms.swap_long : terms.swap_short);
  const into = (currency: string, amount: Exact): Exact | undefined =>
    rateOf(currency, amount.isNegative() ? 'buy' : 'sell')?.times(amount);
  const yearly = (at: number): Exact => swap.div(100).div(DAYS_OF_A_BANK_YEAR).times(units).times(at);
  switch (terms.swap_mode) {
    case 'disabled':
      return ZERO;
    case 'points':
      return into(terms.currency_profit, swap.times(terms.point).times(units));
    case 'currency_symbol':
      return into(terms.currency_base, swap.times(volume));
    case 'currency_margin':
      return into(terms.currency_margin, swap.times(volume));
    case 'currency_deposit':
      return swap.times(volume);
    case 'interest_current':
      return into(terms.currency_profit, yearly(price));
    case 'interest_open':
      return into(terms.currency_profit, yearly(price_open));
    default:
      return undefined;
  }
}
