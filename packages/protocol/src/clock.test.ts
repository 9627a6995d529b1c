import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';

describe('the system clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_783_944_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it('runs a timer once, after its time', () => {
    const clock = systemClock();
    const ran: number[] = [];
    clock.setTimer(50, () => ran.push(clock.now()));
    vi.advanceTimersByTime(49);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(ran).toEqual([1_783_944_000_050]);
  });

  it('does not run a timer that was cancelled', () => {
    const ran = vi.fn();
    systemClock().setTimer(50, ran)();
    vi.advanceTimersByTime(100);
    expect(ran).not.toHaveBeenCalled();
  });

  it('keeps the process alive only in the foreground', () => {
    vi.useRealTimers();
    /** Timers that keep the process alive. */
    const holding = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = holding();
    const cancelBackground = systemClock({ background: true }).setTimer(10_000, () => undefined);
    expect(holding()).toBe(before);
    const cancel = systemClock().setTimer(10_000, () => undefined);
    expect(holding()).toBe(before + 1);
    cancel();
    cancelBackground();
    expect(holding()).toBe(before);
  });
});
