import type { Clock } from '@mt5-bridge/protocol';

/** Does a job whenever it is woken, never twice at once, and so long after the last time at the soonest. */
export class Paced {
  readonly #clock: Clock;
  readonly #pauseMs: number;
  readonly #job: () => Promise<void>;
  #isDue = false;
  #isBusy = false;
  #isClosed = false;
  #cancelTimer: (() => void) | undefined;

  /** @param job never throws */
  constructor(clock: Clock, pauseMs: number, job: () => Promise<void>) {
    this.#clock = clock;
    this.#pauseMs = pauseMs;
    this.#job = job;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  wake(): void {
    this.#isDue = true;
    if (!this.#isBusy && !this.#isClosed) void this.#run();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelTimer?.();
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    this.#isDue = false;
    await this.#job();
    if (this.#isClosed) return;
    this.#cancelTimer = this.#clock.setTimer(this.#pauseMs, () => {
      this.#isBusy = false;
      if (this.#isDue) void this.#run();
    });
  }
}
