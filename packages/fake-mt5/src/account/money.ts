import { Decimal } from 'decimal.js';

/** Exact decimal arithmetic for money, prices and volumes; halves are rounded away from zero, as the terminal does. */
export const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -30, toExpPos: 40 });
export type Exact = Decimal;

export const exact = (value: number | Exact): Exact => (typeof value === 'number' ? new Exact(value) : value);
export const ZERO = exact(0);

/** Digits that a chain of divisions and multiplications leaves sure: what it loses behind them decides no half. */
const SURE_DIGITS = 30;

/** The double nearest to the value at `digits` decimals. */
export const rounded = (value: number | Exact, digits: number): number => {
  const all = exact(value);
  return (all.sd() > SURE_DIGITS ? all.toSD(SURE_DIGITS) : all).toDP(digits).toNumber();
};

export const sum = (values: Iterable<number | Exact>): Exact => {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
};

/** Whether `value` lies on the grid of whole `step`s. */
export const isWholeSteps = (value: number, step: number): boolean => exact(value).mod(step).isZero();
