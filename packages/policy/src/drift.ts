import { known, positive, product } from './decimal.ts';

const TOLERATED_SHARE = 0.005;

/** Bid and ask at one moment. */
export interface Prices {
  readonly bid: number;
  readonly ask: number;
}

/**
 * Whether the market has left the price that an order was previewed at: bid or ask moved by more than 0.5 %, and by more
 * than the order's own deviation (points). What can't be compared counts as moved.
 */
export function driftExceeded(reference: Prices, quote: Prices, deviation: number, point: number): boolean {
  const slippage = product(known(deviation), positive(point));
  return (['bid', 'ask'] as const).some((side) => {
    const before = positive(reference[side]);
    const now = positive(quote[side]);
    const share = before?.times(TOLERATED_SHARE);
    if (before === undefined || now === undefined || share === undefined || slippage === undefined) return true;
    const moved = now.minus(before).abs();
    return moved.gt(share) && moved.gt(slippage);
  });
}
