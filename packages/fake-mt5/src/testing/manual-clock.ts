import type { Clock } from '@mt5-bridge/protocol';

interface Timer {
  readonly at: number;
  readonly fn: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  private time: number;
  private timers: Timer[] = [];

  constructor(start: number) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  setTimer(ms: number, fn: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), fn };
    // Behind those of the same moment, as timers of an event loop are.
    const later = this.timers.findIndex((other) => other.at > timer.at);
    this.timers.splice(later < 0 ? this.timers.length : later, 0, timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Moves on, running the timers on the way, each at its own moment. */
  advance(ms: number): void {
    const end = this.time + ms;
    while (this.runNext(end));
    this.time = end;
  }

  /** Jumps, as the clock of a machine that was busy: timers that were due on the way run late. */
  leap(ms: number): void {
    this.time += ms;
    this.advance(0);
  }

  /** Runs the timer that is due first, if it is due by `until`; false when there is none. */
  runNext(until = Number.POSITIVE_INFINITY): boolean {
    const timer = this.timers[0];
    if (timer === undefined || timer.at > until) return false;
    this.timers.shift();
    this.time = Math.max(this.time, timer.at);
    timer.fn();
    return true;
  }
  /** As {@link advance}, letting what each timer leaves to microtasks happen before the next one. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    while (this.runNext(end)) await settled();
    this.time = end;
    await settled();
  }
}

/** After everything that waits in microtasks, chains of them included. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
