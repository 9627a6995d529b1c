import { describe, expect, it } from 'vitest';
import { historySelection } from './history.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { NOON } from './testing/stub-reads.ts';

const clock = new ManualClock(NOON);
const DAY = 86_400_000;
const select = (args: Parameters<typeof historySelection>[0]) => historySelection(args, clock);

describe('a history selection', () => {
  it('is a range, a position or a ticket', () => {
    expect(select({ from_ts: 1, to_ts: 2 })).toEqual({ from: 1, to: 2 });
    expect(select({ from_ts: 1, to_ts: 2, symbol: 'EURUSD' })).toEqual({ from: 1, to: 2, symbol: 'EURUSD' });
    expect(select({ position: 7n })).toEqual({ position: 7n });
    expect(select({ ticket: 7n })).toEqual({ ticket: 7n });
  });

  it('reaches past now when its end is open or far ahead, since the broker may be ahead of this machine', () => {
    expect(select({ from_ts: 1 })).toEqual({ from: 1, to: NOON + DAY });
    expect(select({ from_ts: 1, to_ts: Date.UTC(2099, 0, 1) })).toEqual({ from: 1, to: NOON + DAY });
  });

  it.each([
    ['nothing', {}, 'INVALID_PARAMS'],
    ['a symbol alone', { symbol: 'EURUSD' }, 'INVALID_PARAMS'],
    ['position and ticket', { position: 1n, ticket: 1n }, 'INVALID_PARAMS'],
    ['range and ticket', { from_ts: 1, to_ts: 2, ticket: 1n }, 'INVALID_PARAMS'],
    ['a symbol beside a ticket', { ticket: 1n, symbol: 'EURUSD' }, 'INVALID_PARAMS'],
    ['an end without a beginning', { to_ts: 2 }, 'INVALID_TIMESTAMP'],
    ['reversed dates', { from_ts: 2, to_ts: 1 }, 'INVALID_TIMESTAMP'],
  ])('is not %s', (_what, args, code) => {
    expect(() => select(args)).toThrow(expect.objectContaining({ code }));
  });
});
