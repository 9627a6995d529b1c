/** Prices come rounded to their symbol's digits, so the longest has as many; 0 where there is none. */
export function digitsOf(prices: readonly unknown[]): number {
  const known = prices.filter((price) => typeof price === 'number');
  return Math.max(0, ...known.map((price) => String(price).split('.')[1]?.length ?? 0));
}
