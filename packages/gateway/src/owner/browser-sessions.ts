import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@mt5-bridge/protocol';
import type { Ledger, StoredSession, Writing } from '../ledger/index.ts';
import type { Browser, OwnerSession, SessionProof, SignedIn, SignInMethod } from './api.ts';

const HOUR_MS = 3_600_000;
/** A working day with its breaks; whoever leaves a browser behind is signed out by the next morning. */
const IDLE_MS = 12 * HOUR_MS;
/**
 * However much it is used. A passkey was checked on the device that has it, and signing in again costs a touch; a
 * passphrase can be watched as it is typed, so what came of it ends the next day.
 */
const LONGEST_MS: Readonly<Record<SignInMethod, number>> = { passkey: 30 * 24 * HOUR_MS, passphrase: 24 * HOUR_MS };
/** Uses within this time are one: not every request is a write. */
const SEEN_MS = 60_000;
const SECRET_BYTES = 32;

/** Browsers that the owner signed in with; they live in the ledger, so that a restart signs nobody out. */
export class BrowserSessions {
  readonly #ledger: Ledger;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #randomBytes: (count: number) => Uint8Array;

  constructor(ledger: Ledger, clock: Pick<Clock, 'now'>, randomBytes: (count: number) => Uint8Array) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#randomBytes = randomBytes;
  }

  /** Inside a transaction. */
  open({ audit }: Writing, method: SignInMethod, by: string, { address, origin }: Browser): SignedIn {
    const proof = { token: this.#secret(), page_key: this.#secret() };
    const now = this.#clock.now();
    const stored: StoredSession = {
      ...{ digest: digestOf(proof.token), page_key_digest: digestOf(proof.page_key) },
      ...{ method, signed_in_by: by, created_at: now, seen_at: now },
      expires_at: now + LONGEST_MS[method],
    };
    this.#ledger.sessions.removeOver(now, now - IDLE_MS);
    this.#ledger.sessions.insert(stored);
    const data = { what: 'signed_in', method, address, origin };
    audit({ event: 'access', actor: { kind: 'owner', name: by }, account: null, request_id: null, data });
    return { proof, session: sessionOf(stored) };
  }

  /** Prolongs it. */
  use(proof: SessionProof): OwnerSession | undefined {
    const stored = this.#proven(proof);
    if (stored === undefined) return undefined;
    const now = this.#clock.now();
    if (now - stored.seen_at < SEEN_MS) return sessionOf(stored);
    this.#ledger.write('process', () => this.#ledger.sessions.seen(stored.digest, now));
    return sessionOf({ ...stored, seen_at: now });
  }

  stands(token: string): boolean {
    return this.#find(token) !== undefined;
  }

  close(proof: SessionProof, { address }: Browser): void {
    const stored = this.#proven(proof);
    if (stored === undefined) return;
    const actor = { kind: 'owner', name: stored.signed_in_by } as const;
    this.#ledger.write('disk', ({ audit }) => {
      this.#ledger.sessions.remove(stored.digest);
      audit({ event: 'access', actor, account: null, request_id: null, data: { what: 'signed_out', address } });
    });
  }

  #secret(): string {
    return Buffer.from(this.#randomBytes(SECRET_BYTES)).toString('base64url');
  }

  #proven({ token, page_key }: SessionProof): StoredSession | undefined {
    const stored = this.#find(token);
    if (stored === undefined) return undefined;
    return timingSafeEqual(Buffer.from(stored.page_key_digest), Buffer.from(digestOf(page_key))) ? stored : undefined;
  }

  #find(token: string): StoredSession | undefined {
    const stored = this.#ledger.sessions.byDigest(digestOf(token));
    return stored !== undefined && this.#clock.now() < endOf(stored) ? stored : undefined;
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const endOf = ({ seen_at, expires_at }: StoredSession): number => Math.min(seen_at + IDLE_MS, expires_at);

function sessionOf(stored: StoredSession): OwnerSession {
  const { method, signed_in_by, created_at } = stored;
  return { method, by: signed_in_by, created_at, expires_at: endOf(stored) };
}
