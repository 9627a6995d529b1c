/** Decimals that no price, volume or amount of MT5 exceeds; what lies beyond them is noise of binary arithmetic. */
export const MOST_DECIMALS = 8;

/**
 * The double nearest to `value` written with `decimals` decimals, so that JSON shows 1.14273 and never 1.1427299999.
 * Exact while value x 10^decimals stays below 2^53; values beyond that have no digits to lose there. Adding 0 makes -0 a 0.
 */
export function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  const scaled = value * factor;
  return Math.abs(scaled) < Number.MAX_SAFE_INTEGER ? Math.round(scaled) / factor + 0 : value;
}

export function roundedOrNull(value: number | null, decimals: number): number | null {
  return value === null ? null : rounded(value, decimals);
}

/** Decimals of a step such as 0.01; a step of 0 says nothing. */
export function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    if (step > 0 && rounded(step, decimals) === rounded(step, MOST_DECIMALS)) return decimals;
  }
  return MOST_DECIMALS;
}

/** A 64-bit id as JSON can carry it: a number while that is exact, otherwise its digits. */
export function exactId(id: bigint): number | string {
  return id <= Number.MAX_SAFE_INTEGER ? Number(id) : id.toString();
}
