import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@mt5-bridge/protocol';

/** How long a person may take to answer, ms. */
export const CHALLENGE_MS = 300_000;
const KEY_BYTES = 32;
const NONCE_BYTES = 16;
const EXPIRY_BYTES = 8;
const LENGTH = NONCE_BYTES + EXPIRY_BYTES + 32;
/** Answers remembered at a time, each of them signed by a passkey: no person gives so many. */
const MOST_USED = 10_000;

/** What a signature is for; one for this is none for that. */
export type Purpose =
  | readonly ['sign_in']
  | readonly ['enrol', digestOfCode: string]
  | readonly ['approve', approvalId: string, hash: string];

/**
 * What authenticators sign: a nonce, when it expires, and a keyed digest of both with the purpose and the origin of the
 * page. So nothing is kept of challenges that nobody answers, however many are asked for; of those that were answered
 * each counts once. Bytes are base64url. A restart voids them all.
 */
export class Challenges {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #randomBytes: (count: number) => Uint8Array;
  readonly #key: Uint8Array;
  /** When they expire, ms UTC. */
  readonly #used = new Map<string, number>();

  constructor(clock: Pick<Clock, 'now'>, randomBytes: (count: number) => Uint8Array) {
    this.#clock = clock;
    this.#randomBytes = randomBytes;
    this.#key = randomBytes(KEY_BYTES);
  }

  issue(origin: string, purpose: Purpose): Uint8Array<ArrayBuffer> {
    const head = Buffer.alloc(NONCE_BYTES + EXPIRY_BYTES);
    head.set(this.#randomBytes(NONCE_BYTES));
    head.writeBigUInt64BE(BigInt(this.#clock.now() + CHALLENGE_MS), NONCE_BYTES);
    return Buffer.concat([head, this.#seal(head, origin, purpose)]);
  }

  /** Whether it was issued for this and may still be answered. */
  stands(challenge: string, origin: string, purpose: Purpose): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    if (bytes.length !== LENGTH || bytes.toString('base64url') !== challenge) return false;
    const head = bytes.subarray(0, NONCE_BYTES + EXPIRY_BYTES);
    if (!timingSafeEqual(bytes.subarray(head.length), this.#seal(head, origin, purpose))) return false;
    return this.#clock.now() < expiryOf(bytes) && !this.#used.has(challenge);
  }

  /** Takes a challenge that stands and whose answer is good. @returns false: somebody else did */
  use(challenge: string): boolean {
    const now = this.#clock.now();
    for (const [used, until] of this.#used) if (until <= now) this.#used.delete(used);
    if (this.#used.has(challenge) || this.#used.size >= MOST_USED) return false;
    this.#used.set(challenge, expiryOf(Buffer.from(challenge, 'base64url')));
    return true;
  }

  #seal(head: Uint8Array, origin: string, purpose: Purpose): Buffer {
    const about = JSON.stringify([...purpose, origin]);
    return createHmac('sha256', this.#key).update(head).update(about).digest();
  }
}

const expiryOf = (bytes: Buffer): number => Number(bytes.readBigUInt64BE(NONCE_BYTES));
