import type { Bars } from './kinds.ts';
import { at, type Series, series } from './series.ts';

/** The example indicator of every terminal: open, high, low and close of averaged bars, and their colour. */
export function heikenAshi({ length, open, high, low, close }: Bars): Series[] {
  const closes = series(length, (i) =>
    i === 0 ? at(close, 0) : (at(open, i) + at(high, i) + at(low, i) + at(close, i)) / 4,
  );
  const opens: number[] = [];
  for (let i = 0; i < length; i++) opens.push(i === 0 ? at(open, 0) : (at(opens, i - 1) + at(closes, i - 1)) / 2);
  const tops = series(length, (i) => Math.max(at(high, i), at(opens, i), at(closes, i)));
  const bottoms = series(length, (i) => Math.min(at(low, i), at(opens, i), at(closes, i)));
  return [opens, tops, bottoms, closes, series(length, (i) => (at(opens, i) < at(closes, i) ? 0 : 1))];
}
