import { scrypt, timingSafeEqual } from 'node:crypto';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { OwnerAttemptStore } from '../ports.ts';
import { lockedUntil } from './lockout.ts';
import { type OwnerFileSystem, ownerFile, type ScryptCost, type Verifier } from './owner-file.ts';

const LEAST_LENGTH = 8;
const MOST_LENGTH = 1_024;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** About a third of a second and 128 MB a guess. */
const COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** How the owner shows to be the owner where the agent has no hands. Wrong guesses count over all processes. */
export interface OwnerPassphrase {
  isSet(): boolean;
  /** @throws Mt5Error PASSPHRASE_NOT_SET */
  requireSet(): void;
  /** @throws Mt5Error PASSPHRASE_NOT_SET, WRONG_PASSPHRASE, PASSPHRASE_LOCKED (`details.until`, ms UTC) */
  check(passphrase: string): Promise<void>;
  /** The first one. @throws Mt5Error INVALID_PARAMS too short, or one is set already; LEDGER_UNAVAILABLE, AUDIT_UNAVAILABLE not written */
  set(passphrase: string): Promise<void>;
  /** @throws Mt5Error what `check` throws of the old one, INVALID_PARAMS, LEDGER_UNAVAILABLE, AUDIT_UNAVAILABLE */
  change(old: string, passphrase: string): Promise<void>;
}

export interface OwnerPassphraseOptions {
  /** `owner.json`: salt and hash, for the owner's user alone. */
  readonly file: string;
  readonly attempts: OwnerAttemptStore;
  readonly clock: Pick<Clock, 'now'>;
  /** Random bytes that nobody guesses. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly fs: OwnerFileSystem;
  /** What a new passphrase is hashed with; stored with it. */
  readonly cost?: ScryptCost;
}

export function createOwnerPassphrase(options: OwnerPassphraseOptions): OwnerPassphrase {
  const { attempts, clock, randomBytes, cost = COST } = options;
  const file = ownerFile(options.fs, options.file, randomBytes);

  function required(): Verifier {
    const verifier = file.read();
    if (verifier === undefined) throw new Mt5Error('PASSPHRASE_NOT_SET');
    return verifier;
  }

  /**
   * Counts the guess before it is looked at, so that many at a time are not more than one after the other.
   * @returns how many were wrong in a row if this one is
   */
  function countAttempt(): number {
    const now = clock.now();
    let until: number | undefined;
    const { failures } = attempts.update((known) => {
      until = lockedUntil(known, now);
      return until === undefined ? { failures: known.failures + 1, last_at: now } : known;
    });
    if (until === undefined) return failures;
    attempts.tell({ what: 'locked', until });
    const when = new Date(until).toISOString();
    throw new Mt5Error('PASSPHRASE_LOCKED', `Too many wrong passphrases: locked until ${when}.`, {
      details: { until },
    });
  }

  async function check(passphrase: string): Promise<void> {
    const { cost: stored, salt, hash } = required();
    const failures = countAttempt();
    const isRight = timingSafeEqual(await hashed(passphrase, salt, hash.length, stored), hash);
    // That took a while: whoever knew the old one is not let in after it was changed.
    if (!isRight || Buffer.compare(required().salt, salt) !== 0) {
      attempts.tell({ what: 'wrong_guess', failures });
      throw new Mt5Error('WRONG_PASSPHRASE');
    }
    attempts.update(() => ({ failures: 0, last_at: 0 }));
  }

  /** Told before it is done, so that nothing is done untold. */
  async function store(passphrase: string, what: 'set' | 'changed'): Promise<void> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await hashed(passphrase, salt, HASH_BYTES, cost);
    attempts.tell({ what });
    file.write({ cost, salt, hash });
  }

  function isSet(): boolean {
    try {
      required();
      return true;
    } catch (error) {
      if (error instanceof Mt5Error && error.code === 'PASSPHRASE_NOT_SET') return false;
      throw error;
    }
  }

  return {
    isSet,
    requireSet: () => void required(),
    check,

    async set(passphrase) {
      requireFit(passphrase);
      if (file.read() === undefined) return store(passphrase, 'set');
      throw new Mt5Error('INVALID_PARAMS', 'A passphrase is set already; changing it needs the old one.');
    },

    async change(old, passphrase) {
      requireFit(passphrase);
      await check(old);
      await store(passphrase, 'changed');
    },
  };
}

function requireFit(passphrase: string): void {
  const length = [...passphrase].length;
  if (length >= LEAST_LENGTH && length <= MOST_LENGTH) return;
  const problem = `The passphrase must have ${LEAST_LENGTH} to ${MOST_LENGTH} characters.`;
  throw new Mt5Error('INVALID_PARAMS', problem, { details: { argument: 'passphrase', length } });
}

/** One text, however a keyboard composes its letters. */
function hashed(passphrase: string, salt: Uint8Array, length: number, { N, r, p }: ScryptCost): Promise<Buffer> {
  const maxmem = 256 * N * r;
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, length, { N, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
