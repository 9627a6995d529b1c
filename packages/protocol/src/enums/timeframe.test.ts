import { expect, it } from 'vitest';
import { timeframe, timeframeMs } from './index.ts';

it('timeframes are in order of their length, which their number states', () => {
  const lengths = timeframe.names.map(timeframeMs);
  expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
  expect(timeframe.names).toHaveLength(21);
  // ENUM_TIMEFRAMES: minutes as they are, hours from 0x4000, weeks from 0x8000, months from 0xC000.
  for (const name of timeframe.names) {
    const number = timeframe.numbers[name];
    const units = [60_000, 3_600_000, 604_800_000, 30 * 86_400_000];
    expect(timeframeMs(name)).toBe((number & 0x3fff) * (units[number >> 14] ?? 0));
  }
});
