import { describe, expect, it } from 'vitest';
import { averageTrueRange, nextReleases, usualSpread } from './market-context.ts';
import { releases } from './testing/stub-reads.ts';

const bars = (
  rows: readonly (readonly [high: number, low: number, close: number])[],
  spread: readonly number[] = [],
) => {
  const column = (at: 0 | 1 | 2) => Float64Array.from(rows, (row) => row[at]);
  const none = new Float64Array(rows.length);
  return {
    ...{ length: rows.length, time: none, open: none, tick_volume: none, real_volume: none },
    ...{ high: column(0), low: column(1), close: column(2), spread: Int32Array.from(spread) },
  };
};

describe('the average true range', () => {
  it('is the mean of fourteen ranges, gaps included', () => {
    const calm = Array.from({ length: 15 }, () => [11, 10, 10.5] as const);
    expect(averageTrueRange(bars(calm))).toBe(1);
    // The first bar counts by its close alone; the last opens with a gap of 4 above the close before it.
    expect(averageTrueRange(bars([[100, 0, 10.5], ...calm.slice(2), [15, 14.5, 15]]))).toBeCloseTo((13 + 4.5) / 14, 12);
  });

  it('needs fifteen bars', () => {
    expect(averageTrueRange(bars(Array.from({ length: 14 }, () => [11, 10, 10.5])))).toBeUndefined();
  });
});

it('the usual spread is the middle one of those that are known', () => {
  expect(usualSpread(bars([], [0, 9, 100, 10, 0]))).toBe(10);
  expect(usualSpread(bars([], [0, 0]))).toBeUndefined();
});

it('releases of two currencies are one list, each once', () => {
  const [first] = releases;
  if (first === undefined) throw new Error('there are releases');
  const later = { ...first, id: first.id + 1n, time: first.time + 1 };
  expect(nextReleases([[later, first], [first]], 5)).toEqual([first, later]);
  expect(nextReleases([[later, first]], 1)).toEqual([first]);
});
