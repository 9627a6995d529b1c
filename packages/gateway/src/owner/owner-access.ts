import { createHash } from 'node:crypto';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { AccessLog } from '../access/api.ts';
import type { Ledger, StoredPasskey, Writing } from '../ledger/index.ts';
import type { Browser, OwnerAccess, PasskeyInfo, SignedOrder, WebAuthnJson } from './api.ts';
import { BrowserSessions } from './browser-sessions.ts';
import { Challenges, type Purpose } from './challenges.ts';
import { Enrolments } from './enrolments.ts';
import { Guesses } from './guesses.ts';
import type { OwnerPassphrase } from './owner-passphrase.ts';
import { audited, Refusal } from './refusal.ts';
import { hostOf, WebAuthn } from './webauthn.ts';

export interface OwnerAccessOptions {
  readonly ledger: Ledger;
  /** Its attempts are those of the dashboard. */
  readonly passphrase: Pick<OwnerPassphrase, 'isSet' | 'check'>;
  readonly accessLog: AccessLog;
  readonly clock: Pick<Clock, 'now'>;
  /** Random bytes that nobody guesses. */
  readonly randomBytes: (count: number) => Uint8Array;
}

const SIGN_IN: Purpose = ['sign_in'];
const enrolment = (code: string): Purpose => ['enrol', createHash('sha256').update(code).digest('hex')];
const approval = ({ approval_id, hash }: SignedOrder): Purpose => ['approve', approval_id, hash];

export function createOwnerAccess(options: OwnerAccessOptions): OwnerAccess {
  const { ledger, passphrase, accessLog, clock, randomBytes } = options;
  const challenges = new Challenges(clock, randomBytes);
  const webAuthn = new WebAuthn(challenges);
  const sessions = new BrowserSessions(ledger, clock, randomBytes);
  const enrolments = new Enrolments(ledger, clock, randomBytes);
  const guesses = new Guesses(clock);
  const { passkeys } = ledger;

  const atHost = (host: string): readonly StoredPasskey[] => passkeys.list().filter((one) => one.host === host);

  /** What a browser needs to have something signed by a passkey. @throws Mt5Error PASSKEY_REFUSED */
  async function requestOptions(from: Browser, purpose: Purpose): Promise<WebAuthnJson> {
    try {
      const known = atHost(hostOf(from));
      if (known.length === 0) throw new Refusal('unknown_passkey');
      return await webAuthn.requestOptions(from, purpose, known);
    } catch (error) {
      throw error instanceof Refusal ? error.asError() : error;
    }
  }

  /**
   * `then` runs in the transaction in which the signature is used up: no second process, nor a second answer at the same
   * moment, has it count twice. @throws Refusal
   */
  async function proven<T>(
    from: Browser,
    purpose: Purpose,
    answer: WebAuthnJson,
    then: (writing: Writing, passkey: StoredPasskey) => T,
  ): Promise<T> {
    const { passkey, challenge, counter } = await webAuthn.assertion(from, purpose, answer, (id) => passkeys.byId(id));
    return ledger.write('disk', (writing) => {
      const now = passkeys.byId(passkey.id);
      if (now === undefined) throw new Refusal('unknown_passkey');
      // Authenticators that do not count always say 0.
      if (counter <= now.counter && (counter > 0 || now.counter > 0)) throw new Refusal('counter');
      if (!challenges.use(challenge)) throw new Refusal('challenge');
      passkeys.used(now.id, counter, clock.now());
      return then(writing, now);
    });
  }

  async function checkPassphrase(what: string, text: string, from: Browser): Promise<void> {
    try {
      await guesses.run(from.address, () => passphrase.check(text));
    } catch (error) {
      if (error instanceof Mt5Error) {
        const { address, origin } = from;
        const actor = { kind: 'gateway', name: 'http' } as const;
        accessLog.note({ what, actor, data: { address, origin, method: 'passphrase', code: error.code } });
      }
      throw error;
    }
  }

  return {
    state: () => ({ has_passphrase: passphrase.isSet(), passkeys: passkeys.list().length }),

    checkPassphrase: (text, from) => checkPassphrase('passphrase_refused', text, from),

    async signInByPassphrase(text, from) {
      await checkPassphrase('sign_in_refused', text, from);
      return ledger.write('disk', (writing) => sessions.open(writing, 'passphrase', 'passphrase', from));
    },

    signInOptions: (from) => requestOptions(from, SIGN_IN),

    signInByPasskey: (from, answer) =>
      audited(accessLog, 'sign_in_refused', from, { method: 'passkey' }, () =>
        proven(from, SIGN_IN, answer, (writing, { name }) => sessions.open(writing, 'passkey', name, from)),
      ),

    session: (proof) => sessions.use(proof),
    stands: (token) => sessions.stands(token),
    signOut: (proof, from) => sessions.close(proof, from),

    offerEnrolment: (name) => enrolments.offer(name),

    enrolmentOptions: (code, from) =>
      audited(accessLog, 'enrolment_refused', from, {}, async () => {
        const { name } = enrolments.find(code);
        return webAuthn.creationOptions(from, enrolment(code), { name, known: atHost(hostOf(from)) });
      }),

    enrol: (code, from, answer) =>
      audited(accessLog, 'enrolment_refused', from, {}, async () => {
        const { name } = enrolments.find(code);
        const { challenge, ...made } = await webAuthn.registration(from, enrolment(code), answer);
        return ledger.write('disk', ({ audit }) => {
          enrolments.useUp(code);
          if (passkeys.byId(made.id) !== undefined) throw new Refusal('known_passkey');
          if (passkeys.list().some((one) => one.name === name)) throw new Refusal('name_taken');
          if (!challenges.use(challenge)) throw new Refusal('challenge');
          const passkey: StoredPasskey = { ...made, name, created_at: clock.now(), last_used_at: null };
          passkeys.insert(passkey);
          const { id, host } = passkey;
          const data = { what: 'passkey_added', id, host, address: from.address };
          audit({ event: 'access', actor: { kind: 'owner', name }, account: null, request_id: null, data });
          return infoOf(passkey);
        });
      }),

    passkeys: () => passkeys.list().map(infoOf),

    removePasskey(id) {
      ledger.write('disk', ({ audit }) => {
        const passkey = passkeys.byId(id);
        if (passkey === undefined) throw new Mt5Error('PASSKEY_NOT_FOUND', undefined, { details: { id } });
        const { name, host } = passkey;
        passkeys.remove(id);
        ledger.sessions.removeOfPasskey(name);
        const data = { what: 'passkey_removed', id, name, host };
        const actor = { kind: 'owner', name: 'passphrase' } as const;
        audit({ event: 'access', actor, account: null, request_id: null, data });
      });
    },

    async approvalOptions(from, order) {
      const known = ledger.approvals.byId(order.approval_id);
      if (known === undefined) throw new Mt5Error('APPROVAL_NOT_FOUND');
      if (known.preview.hash !== order.hash) throw new Mt5Error('INVALID_APPROVAL');
      return requestOptions(from, approval(order));
    },

    checkApproval: (from, { approval_id, hash }, answer) =>
      audited(accessLog, 'passkey_refused', from, { approval_id, hash }, () =>
        proven(from, approval({ approval_id, hash }), answer, ({ audit }, { name: by }) => {
          const { address, origin } = from;
          const data = { what: 'approval_signed', approval_id, hash, address, origin };
          audit({ event: 'access', actor: { kind: 'owner', name: by }, account: null, request_id: null, data });
          return { by };
        }),
      ),
  };
}

function infoOf({ id, name, created_at, last_used_at }: StoredPasskey): PasskeyInfo {
  return { id, name, created_at, last_used_at };
}
