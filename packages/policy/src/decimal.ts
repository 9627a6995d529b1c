import { Decimal } from 'decimal.js';

/**
 * Sums and products of doubles come out exact: the precision is that of the largest exponents, and digits cost only
 * where they occur. Quotients are rounded away from zero, so that a loss or a share is never taken for smaller.
 */
const Exact = Decimal.clone({ precision: 5_000 });
const Rounded = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_UP });

export type { Decimal };

export const ZERO = new Exact(0);

/** The number as it is written; undefined for what is no number. */
export function known(value: number | null | undefined): Decimal | undefined {
  return value !== null && value !== undefined && Number.isFinite(value) ? new Exact(value) : undefined;
}

export function positive(value: number | null | undefined): Decimal | undefined {
  const number = known(value);
  return number?.gt(0) ? number : undefined;
}

export function quotient(dividend: Decimal, divisor: Decimal): Decimal {
  return new Exact(new Rounded(dividend).div(divisor));
}

type Maybe = Decimal | undefined;

/** undefined if any factor is. */
export function product(...factors: readonly Maybe[]): Maybe {
  let result: Maybe = new Exact(1);
  for (const factor of factors) result = factor && result?.times(factor);
  return result;
}

/** undefined if any part is. */
export function total(parts: readonly Maybe[]): Maybe {
  let result: Maybe = ZERO;
  for (const part of parts) result = part && result?.plus(part);
  return result;
}

/** undefined if any of them is, or if there is none. */
export function largest(numbers: readonly Maybe[]): Maybe {
  return numbers.reduce((a, b) => a && b && Exact.max(a, b));
}

/** The nearest double that is not below. */
export function upward(value: Decimal): number {
  const near = value.toNumber();
  return value.gt(near) ? Math.max(near * (1 + Number.EPSILON), near + Number.MIN_VALUE) : near;
}

const LARGEST_SPELT_OUT = 1e21;

/** Away from zero, so that what is beyond a limit never looks equal to it. */
export function roundedUp(value: Decimal, places = 8): Decimal {
  return value.toDecimalPlaces(places, Decimal.ROUND_UP);
}

/** For people: "10,843,200.5"; {@link roundedUp}. */
export function figure(value: Decimal | number, places?: number): string {
  const number = new Exact(value);
  if (!number.isFinite()) return number.isNaN() ? 'not a number' : `${number.isNegative() ? '-' : ''}infinite`;
  const rounded = roundedUp(number, places);
  if (rounded.abs().gte(LARGEST_SPELT_OUT)) return rounded.toSignificantDigits(6, Decimal.ROUND_UP).toString();
  const [whole = '', fraction] = rounded.toFixed().split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
