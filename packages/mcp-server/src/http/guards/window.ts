import type { Clock } from '@mt5-bridge/protocol';

/** How often something happened in the last minute. */
export class MinuteWindow {
  readonly #clock: Clock;
  #times: number[] = [];
  /** Those before it are over. */
  #first = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one more unless that were more than `most`. @returns undefined, or from when on it may, ms UTC */
  take(most: number): number | undefined {
    const now = this.#clock.now();
    // A clock that was set back must not lock anybody out.
    while (this.#first < this.#times.length && Math.abs(now - (this.#times[this.#first] ?? 0)) >= MINUTE_MS)
      this.#first++;
    if (this.#first > 1_000 && this.#first * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
    const count = this.#times.length - this.#first;
    if (count >= most) return (this.#times[this.#first + count - most] ?? now) + MINUTE_MS;
    this.#times.push(now);
    return undefined;
  }
}

const MINUTE_MS = 60_000;
