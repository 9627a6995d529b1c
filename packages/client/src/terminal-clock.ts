import type { Clock } from '@mt5-bridge/protocol';

/** Samples that the estimate rests on. */
const KEPT = 8;

/** No message is under way so long, ms: a clock was set. */
const JUMP_MS = 1_000;

/**
 * The terminal's clock as seen from here. A message tells its sender's time and arrives later, never earlier, so of the
 * latest few the largest difference is the truest. One that is far below it shows that this machine's clock was set
 * forward: then the older ones would put a time to live as much too late, so they are dropped. A message that only came
 * late is taken for that too, and puts the next time to live too early, which harms nothing.
 */
export class TerminalClock {
  readonly #clock: Clock;
  #samples: number[] = [];
  #ahead: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `t` of a message that has just come. */
  sample(t: number): void {
    const ahead = t - this.#clock.now();
    if (this.#ahead !== undefined && ahead < this.#ahead - JUMP_MS) this.#samples = [];
    this.#samples.push(ahead);
    if (this.#samples.length > KEPT) this.#samples.shift();
    this.#ahead = Math.max(...this.#samples);
  }

  /** Another terminal may have another clock. */
  forget(): void {
    this.#samples = [];
    this.#ahead = undefined;
  }

  /** The terminal's time in `ms` from now; 0 (which is no time to live) while nothing is known of its clock. */
  in(ms: number): number {
    return this.#ahead === undefined ? 0 : Math.max(0, Math.round(this.#clock.now() + this.#ahead + ms));
  }
}
