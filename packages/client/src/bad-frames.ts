import type { ClientStats, Mt5ClientOptions } from './api.ts';

/** Counts what can't be read, and logs the 1st, 10th, 100th …, so that a babbling peer does not fill the log. */
export class BadFrames {
  readonly #stats: ClientStats;
  readonly #log: Mt5ClientOptions['log'];

  constructor(stats: ClientStats, log: Mt5ClientOptions['log']) {
    this.#stats = stats;
    this.#log = log;
  }

  report(problem: unknown): void {
    const count = ++this.#stats.badFrames;
    if (!/^10*$/.test(String(count))) return;
    const text = problem instanceof Error ? problem.message : String(problem);
    this.#log('warn', `The terminal side sent something that can't be read: ${text}`, { badFrames: count });
  }
}
