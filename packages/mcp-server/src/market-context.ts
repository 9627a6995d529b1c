import type { CalendarValue } from '@mt5-bridge/protocol';
import type { RatesColumns } from '@mt5-bridge/protocol/wire';

export const ATR_PERIOD = 14;

/**
 * Average true range of the last 14 bars, as the terminal's own indicator has it: the mean of each bar's range, the gap
 * from the close before it included. undefined where there are fewer bars.
 */
export function averageTrueRange({ length, high, low, close }: RatesColumns): number | undefined {
  if (length <= ATR_PERIOD) return undefined;
  let sum = 0;
  for (let bar = length - ATR_PERIOD; bar < length; bar++) {
    const before = close[bar - 1] ?? 0;
    sum += Math.max(high[bar] ?? 0, before) - Math.min(low[bar] ?? 0, before);
  }
  return sum / ATR_PERIOD;
}

/** The middle one of the bars' spreads, in points; bars without one do not count. undefined where none has one. */
export function usualSpread({ spread }: RatesColumns): number | undefined {
  const known = spread.filter((points) => points > 0).sort();
  return known[Math.floor(known.length / 2)];
}

/** Releases of several currencies as one list, the next ones first. */
export function nextReleases(lists: readonly (readonly CalendarValue[])[], most: number): CalendarValue[] {
  const all = new Map(lists.flat().map((release) => [release.id, release]));
  return [...all.values()].sort((one, other) => one.time - other.time).slice(0, most);
}
