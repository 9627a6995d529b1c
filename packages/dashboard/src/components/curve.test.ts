import { describe, expect, test } from 'vitest';
import { nearest, type Point, rangeOf, thinned, ticksOf } from './curve.ts';

const points = (count: number): readonly Point[] =>
  Array.from({ length: count }, (_, index) => ({ at: index * 1_000, equity: Math.sin(index / 50), balance: 0 }));

describe('a curve of many points', () => {
  test('is thinned to the columns that there are, with its ends and its spikes', () => {
    const many = points(20_000).map((point, index) => (index === 12_345 ? { ...point, equity: 99 } : point));
    const few = thinned(many, 300);
    expect(few.length).toBeLessThanOrEqual(601);
    expect(few.some(({ equity }) => equity === 99)).toBe(true);
    expect(few.at(-1)).toBe(many.at(-1));
    expect(few.every((point, index) => index === 0 || point.at > (few[index - 1]?.at ?? 0))).toBe(true);
  });

  test('of few points is left as it is', () => {
    const few = points(10);
    expect(thinned(few, 300)).toBe(few);
    expect(thinned([], 300)).toEqual([]);
  });
});

test('the balance is drawn unless the equity would be a flat line beside it', () => {
  const at = (equity: number, balance: number, time = 0): Point => ({ at: time, equity, balance });
  expect(rangeOf([at(1_000, 1_000), at(1_050, 1_040)])).toMatchObject({ low: 994, high: 1_056, showsBalance: true });
  const far = rangeOf([at(1_000, 1_900), at(1_050, 1_900)]);
  expect(far).toMatchObject({ low: 994, high: 1_056, showsBalance: false });
  const flat = rangeOf([at(1_000, 1_000), at(1_000, 1_000)]);
  expect(flat.high).toBeGreaterThan(flat.low);
});

test('ticks are round and within the range', () => {
  expect(ticksOf(48_013, 48_211, 4)).toEqual([48_050, 48_100, 48_150, 48_200]);
  expect(ticksOf(5, 5, 4)).toEqual([]);
});

test('the point under the pointer is the nearest in time', () => {
  const few = points(5);
  expect([nearest(few, 1_400), nearest(few, 1_600), nearest(few, -9), nearest(few, 99_999)].map((p) => p?.at)).toEqual([
    1_000, 2_000, 0, 4_000,
  ]);
  expect(nearest([], 1)).toBeUndefined();
});
