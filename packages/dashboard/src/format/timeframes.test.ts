import { expect, test } from 'vitest';
import { isLast, periodOf } from './timeframes.ts';

test('the price of now belongs to a bar until its time is over', () => {
  const began = Date.UTC(2026, 6, 15, 12);
  expect(isLast(began, 'M15', began + periodOf('M15') - 1)).toBe(true);
  expect(isLast(began, 'M15', began + periodOf('M15'))).toBe(false);
  expect(isLast(undefined, 'M15', began)).toBe(false);
});
