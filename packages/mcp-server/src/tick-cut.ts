import type { TicksColumns } from '@mt5-bridge/protocol/wire';
import { isoTime } from './present/times.ts';

/** Rows `begin` to `end` (exclusive), and the arguments that get what lies beyond the cut. */
export interface Rows {
  readonly begin: number;
  readonly end: number;
  readonly next: { readonly from: string } | { readonly to: string };
}

/**
 * Several ticks may share a millisecond, and the next call can only name one: so a cut never parts them, unless a single
 * millisecond holds more rows than the limit. No tick is then lost or told twice from page to page.
 */
export function cutNewest({ time_msc, length }: TicksColumns, most: number): Rows {
  let begin = Math.max(0, length - most);
  while (begin > 0 && begin < length && time_msc[begin] === time_msc[begin - 1]) begin++;
  if (begin === length) begin = Math.max(0, length - most);
  return { begin, end: length, next: { to: isoTime((time_msc[begin] ?? 0) - 1) } };
}

/** The same from the other end; `next` begins with the first row that is left out. */
export function cutOldest({ time_msc, length }: TicksColumns, most: number): Rows {
  let end = Math.min(length, most);
  while (end > 0 && end < length && time_msc[end - 1] === time_msc[end]) end--;
  const whole = end > 0;
  if (!whole) end = Math.min(length, most);
  // A millisecond with more ticks than the limit can't be paged through: go on behind it.
  const next = whole ? (time_msc[end] ?? 0) : (time_msc[end - 1] ?? 0) + 1;
  return { begin: 0, end, next: { from: isoTime(next) } };
}
