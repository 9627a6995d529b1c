import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import { Attempts } from './attempts.ts';
import { MinuteWindow } from './window.ts';

const MINUTE = 60_000;

describe('attempts', () => {
  function wrong(attempts: Attempts, times: number, address = 'a') {
    for (let i = 0; i < times; i++) attempts.wrong(address);
    return attempts.lockedUntil(address);
  }

  it('cost nothing up to nine, then a wait that doubles up to an hour', () => {
    const clock = new ManualClock();
    const attempts = new Attempts(clock);
    expect(wrong(attempts, 9)).toBeUndefined();
    const waits = Array.from({ length: 8 }, () => {
      const until = wrong(attempts, 1) ?? 0;
      const wait = (until - clock.now()) / MINUTE;
      clock.time = until;
      return wait;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(attempts.lockedUntil('a')).toBeUndefined();
  });

  it('are forgotten after a right one, and after a long quiet', () => {
    const clock = new ManualClock();
    const attempts = new Attempts(clock);
    wrong(attempts, 9);
    attempts.right('a');
    expect(wrong(attempts, 9)).toBeUndefined();
    clock.time += 61 * MINUTE;
    expect(wrong(attempts, 9)).toBeUndefined();
  });

  it('of ever new senders take no more memory', () => {
    const attempts = new Attempts(new ManualClock());
    for (let i = 0; i < 30_000; i++) attempts.wrong(`a${i}`);
    expect(attempts.remembered).toBe(10_000);
  });
});

describe('a minute window', () => {
  it('lets through no more than its limit in any 60 seconds, and never less while it is not full', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 400 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 12 }), (waits, limit) => {
        const clock = new ManualClock();
        const window = new MinuteWindow(clock);
        const taken: number[] = [];
        for (const wait of waits) {
          clock.time += wait;
          const inWindow = taken.filter((at) => clock.time - at < MINUTE).length;
          const until = window.take(limit);
          expect(until === undefined).toBe(inWindow < limit);
          if (until === undefined) taken.push(clock.time);
          else expect(taken.filter((at) => until - at < MINUTE).length).toBeLessThan(limit);
        }
      }),
    );
  });

  it('is not shut by a clock that is set back', () => {
    const clock = new ManualClock();
    const window = new MinuteWindow(clock);
    window.take(1);
    clock.time -= 86_400_000;
    expect(window.take(1)).toBeUndefined();
  });
});
