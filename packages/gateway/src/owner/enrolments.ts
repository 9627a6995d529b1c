import { createHash, timingSafeEqual } from 'node:crypto';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { Ledger } from '../ledger/index.ts';
import type { EnrolmentOffer } from '../ports.ts';
import { Refusal } from './refusal.ts';

const OFFER_MS = 600_000;
const CODE_BYTES = 32;
const LONGEST_NAME = 64;
const MOST_OFFERS = 20;

/** Links that add a passkey. They are made by the command line and used in a browser, so they live in the ledger. */
export class Enrolments {
  readonly #ledger: Ledger;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #randomBytes: (count: number) => Uint8Array;

  constructor(ledger: Ledger, clock: Pick<Clock, 'now'>, randomBytes: (count: number) => Uint8Array) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#randomBytes = randomBytes;
  }

  /** @throws Mt5Error INVALID_PARAMS */
  offer(name: string): { readonly code: string; readonly expires_at: number } {
    this.#requireFit(name);
    const code = Buffer.from(this.#randomBytes(CODE_BYTES)).toString('base64url');
    const expires_at = this.#clock.now() + OFFER_MS;
    this.#ledger.write('disk', ({ audit }) => {
      const others = this.#standing().slice(1 - MOST_OFFERS);
      this.#ledger.facts.enrolments.set([...others, { digest: digestOf(code), name, expires_at }]);
      const actor = { kind: 'owner', name: 'passphrase' } as const;
      const data = { what: 'enrolment_offered', name, until: new Date(expires_at).toISOString() };
      audit({ event: 'access', actor, account: null, request_id: null, data });
    });
    return { code, expires_at };
  }

  /** @throws Refusal */
  find(code: string): EnrolmentOffer {
    const digest = digestOf(code);
    const found = this.#standing().find((offer) => timingSafeEqual(Buffer.from(offer.digest), Buffer.from(digest)));
    if (found === undefined) throw new Refusal('no_offer');
    return found;
  }

  /** Inside a transaction. @throws Refusal somebody was faster */
  useUp(code: string): void {
    const { digest } = this.find(code);
    this.#ledger.facts.enrolments.set(this.#standing().filter((offer) => offer.digest !== digest));
  }

  /** Oldest first. */
  #standing(): readonly EnrolmentOffer[] {
    const now = this.#clock.now();
    return (this.#ledger.facts.enrolments.get() ?? []).filter(({ expires_at }) => now < expires_at);
  }

  #requireFit(name: string): void {
    const refuse = (problem: string): never => {
      throw new Mt5Error('INVALID_PARAMS', problem, { details: { argument: 'name' } });
    };
    // It stands beside every order that is approved with it.
    if (!/^[\p{L}\p{N}][\p{L}\p{N} ._'()-]*$/u.test(name) || name.length > LONGEST_NAME || name.endsWith(' ')) {
      refuse(
        `A passkey's name has 1 to ${LONGEST_NAME} letters, digits, spaces and . _ ' ( ) -, and begins with a letter or digit.`,
      );
    }
    if (name === 'passphrase') refuse('That is the name of what is done with the passphrase.');
    if (this.#ledger.passkeys.list().some((known) => known.name === name)) {
      refuse(`There is a passkey "${name}"; choose another name, or remove that one first.`);
    }
  }
}

const digestOf = (code: string): string => createHash('sha256').update(code).digest('hex');
