import type { Clock } from '@mt5-bridge/protocol';

/** As many wrong ones are forgiven. */
const FREE = 10;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 3_600_000;
/** Of that many senders something is remembered; the one heard of longest ago is forgotten first. */
const MOST_REMEMBERED = 10_000;

interface Guesser {
  readonly failures: number;
  /** ms UTC. */
  readonly until: number;
}

/**
 * Who guessed wrong, by address: after ten wrong guesses in a row each further one costs a wait, twice as long as the
 * one before, up to an hour.
 */
export class Attempts {
  readonly #clock: Clock;
  readonly #guessers = new Map<string, Guesser>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** ms UTC; undefined = this one may try. */
  lockedUntil(address: string): number | undefined {
    const until = this.#guessers.get(address)?.until ?? 0;
    return until > this.#clock.now() ? until : undefined;
  }

  /** @returns how many in a row, with this one */
  wrong(address: string): number {
    const now = this.#clock.now();
    const known = this.#guessers.get(address);
    // Whoever is quiet for the longest lock begins anew.
    const isOld = known === undefined || now - known.until > LONGEST_LOCK_MS;
    const failures = isOld ? 1 : known.failures + 1;
    const lock = failures < FREE ? 0 : Math.min(FIRST_LOCK_MS * 2 ** (failures - FREE), LONGEST_LOCK_MS);
    this.#guessers.delete(address);
    this.#guessers.set(address, { failures, until: now + lock });
    for (const oldest of this.#guessers.keys()) {
      if (this.#guessers.size <= MOST_REMEMBERED) break;
      this.#guessers.delete(oldest);
    }
    return failures;
  }

  right(address: string): void {
    this.#guessers.delete(address);
  }

  get remembered(): number {
    return this.#guessers.size;
  }
}
