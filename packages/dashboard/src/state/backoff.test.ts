import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

test('tries come soon at first, then ever later, and never more than about 19 s apart', () => {
  const waits = Array.from({ length: 10 }, (_, index) => backoff(index + 1, 0.5));
  expect(waits.slice(0, 5)).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
  expect(Math.max(...waits)).toBe(15_000);
  expect([backoff(20, 0), backoff(20, 1)]).toEqual([11_250, 18_750]);
});
