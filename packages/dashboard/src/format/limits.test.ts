import type { LimitView } from '@mt5-bridge/mcp-server/dashboard';
import { expect, test } from 'vitest';
import { isOff, isRunning, limitName, limitValue } from './limits.ts';

const limit = (configured: LimitView['configured'], used: number | null = null): LimitView => ({
  limit: 'some_new_limit',
  configured,
  used,
  left: null,
  resets_at: null,
});

test('zero, false, nothing and an empty list are off', () => {
  expect([0, false, '', null, []].map((configured) => isOff(limit(configured)))).toEqual(Array(5).fill(true));
  expect([1, true, 'own', ['mon-fri']].map((configured) => isOff(limit(configured)))).toEqual(Array(4).fill(false));
});

test('only what is used up against a figure runs', () => {
  expect([isRunning(limit(5, 0)), isRunning(limit(5)), isRunning(limit('own', 1))]).toEqual([true, false, false]);
});

test('a limit that this page does not know is shown by its key', () => {
  expect(limitName(limit(1))).toEqual({ name: 'Some new limit', unit: 'plain' });
});

test('values have their units', () => {
  expect(limitValue(1_500, 'money', 'EUR')).toBe('1,500 EUR');
  expect(limitValue(1_391.4, 'money', 'EUR')).toBe('1,391.40 EUR');
  expect(limitValue(2.5, 'percent', 'EUR')).toBe('2.5 %');
  expect(limitValue(['mon-fri 07:00-20:00'], 'plain', '')).toBe('mon-fri 07:00-20:00');
  expect(limitValue(true, 'plain', '')).toBe('Yes');
  expect(limitValue('any', 'plain', '')).toBe('Any');
  expect([1, 0.5].map((volume) => limitValue(volume, 'lots', ''))).toEqual(['1 lot', '0.5 lots']);
  expect([1, 500].map((spread) => limitValue(spread, 'points', ''))).toEqual(['1 point', '500 points']);
});
