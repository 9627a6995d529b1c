import { describe, expect, test } from 'vitest';
import { ago, countdown, fractionLeft, span } from './time.ts';

describe('a countdown', () => {
  test.each([
    [300_000, '5:00'],
    [59_001, '1:00'],
    [59_000, '0:59'],
    [1, '0:01'],
    [0, '0:00'],
    [-5_000, '0:00'],
    [3_723_000, '1:02:03'],
  ])('of %s ms is %s', (left, text) => {
    expect(countdown(left)).toBe(text);
  });

  test('leaves a share that never runs below none or above all', () => {
    expect([fractionLeft(0, 100, 25), fractionLeft(0, 100, 200), fractionLeft(0, 100, -50)]).toEqual([0.75, 0, 1]);
    expect(fractionLeft(100, 100, 100)).toBe(0);
  });
});

test('time past is told in its largest unit', () => {
  const minute = 60_000;
  expect([ago(0, 4_000), ago(0, 45_000), ago(0, 4 * minute), ago(0, 200 * minute), ago(0, 3_000 * minute)]).toEqual([
    'just now',
    '45 s ago',
    '4 min ago',
    '3 h ago',
    '2 d ago',
  ]);
  // The clock of the browser may be behind.
  expect(ago(5_000, 0)).toBe('just now');
  expect(span(0)).toBe('1 s');
});
