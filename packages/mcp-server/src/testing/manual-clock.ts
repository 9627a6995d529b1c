import type { Clock } from '@mt5-bridge/protocol';

/** A clock whose time passes when the test says so. */
export class ManualClock implements Clock {
  time: number;
  readonly #timers = new Set<{ readonly at: number; readonly fn: () => void }>();

  constructor(time = Date.UTC(2026, 6, 13, 12)) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  setTimer(ms: number, fn: () => void): () => void {
    const timer = { at: this.time + ms, fn };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Lets `ms` pass and runs what came due, in order. */
  async pass(ms: number): Promise<void> {
    const until = this.time + ms;
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.time = next.at;
      next.fn();
      await settled();
    }
    this.time = until;
    await settled();
  }
}

/** Lets promises that are already resolved run on. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
