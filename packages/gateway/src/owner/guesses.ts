import { type Clock, Mt5Error } from '@mt5-bridge/protocol';

/** Wrong ones from one address in a quarter of an hour. */
const MOST_WRONG = 5;
const WRONG_MS = 900_000;
/** From all addresses together, right ones included. */
const MOST_A_MINUTE = 30;
const MINUTE_MS = 60_000;
/** A look at one takes a third of a second and 128 MB: they wait for each other. */
const MOST_WAITING = 8;

/** What comes over the network gets few looks at the passphrase, one at a time, whoever it is. */
export class Guesses {
  readonly #clock: Pick<Clock, 'now'>;
  /** When wrong ones, and those under way, came, by address; ms UTC. As many as `#recent` lets through, no more. */
  readonly #byAddress = new Map<string, readonly number[]>();
  #recent: readonly number[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Runs `check`, which throws at a wrong one. @throws Mt5Error LOCKED_OUT, TOO_MANY_REQUESTS (`details.until`) */
  async run(address: string, check: () => Promise<void>): Promise<void> {
    this.#count(address);
    this.#waiting += 1;
    const turn = this.#last.then(check);
    // Whose turn it is next does not depend on how this one ends.
    this.#last = turn.catch(() => {});
    try {
      await turn;
      this.#byAddress.delete(address);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Before it is looked at, so that many at a time are not more than one after the other. */
  #count(address: string): void {
    const now = this.#clock.now();
    const within = (times: readonly number[], ms: number) => times.filter((time) => Math.abs(now - time) < ms);
    for (const [one, times] of this.#byAddress) {
      const left = within(times, WRONG_MS);
      if (left.length > 0) this.#byAddress.set(one, left);
      else this.#byAddress.delete(one);
    }
    this.#recent = within(this.#recent, MINUTE_MS);
    const wrong = this.#byAddress.get(address) ?? [];
    if (wrong.length >= MOST_WRONG) {
      const until = (wrong[0] ?? now) + WRONG_MS;
      const problem = `Too many wrong passphrases came from this address: locked out until ${new Date(until).toISOString()}.`;
      throw new Mt5Error('LOCKED_OUT', problem, { details: { until } });
    }
    if (this.#recent.length >= MOST_A_MINUTE || this.#waiting >= MOST_WAITING) {
      const until = this.#waiting >= MOST_WAITING ? now + 1_000 : (this.#recent[0] ?? now) + MINUTE_MS;
      throw new Mt5Error('TOO_MANY_REQUESTS', 'Too many passphrases at once.', { details: { until } });
    }
    this.#recent = [...this.#recent, now];
    this.#byAddress.set(address, [...wrong, now]);
  }
}
