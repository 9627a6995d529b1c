import { isIP } from 'node:net';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { StoredPasskey } from '../ledger/index.ts';
import type { Browser, WebAuthnJson } from './api.ts';
import { CHALLENGE_MS, type Challenges, type Purpose } from './challenges.ts';
import { Refusal } from './refusal.ts';

/** Loaded with the first passkey that somebody uses. */
const library = () => import('@simplewebauthn/server');

/** Of COSE: EdDSA, ES256, RS256, which all authenticators have one of. */
const ALGORITHMS = [-8, -7, -257];

/** What an authenticator signed, and said of itself. */
export interface Assertion {
  readonly challenge: string;
  readonly passkey: StoredPasskey;
  readonly counter: number;
}

export type NewPasskey = Pick<StoredPasskey, 'id' | 'host' | 'public_key' | 'counter' | 'transports'> & {
  readonly challenge: string;
};

/**
 * The host that passkeys of this page belong to, in WebAuthn the id of the relying party.
 * @throws Refusal
 */
export function hostOf({ origin }: Browser): string {
  const { protocol, hostname } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) throw new Refusal('no_name');
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (protocol !== 'https:' && !isLocal) throw new Refusal('insecure');
  return hostname;
}

/** WebAuthn's two ceremonies, user verification required in both (Web Authentication Level 3, 7.1 and 7.2). */
export class WebAuthn {
  readonly #challenges: Challenges;

  constructor(challenges: Challenges) {
    this.#challenges = challenges;
  }

  async requestOptions(from: Browser, purpose: Purpose, passkeys: readonly StoredPasskey[]): Promise<WebAuthnJson> {
    const { generateAuthenticationOptions } = await library();
    return json(
      await generateAuthenticationOptions({
        rpID: hostOf(from),
        challenge: this.#challenges.issue(from.origin, purpose),
        allowCredentials: passkeys.map(described),
        userVerification: 'required',
        timeout: CHALLENGE_MS,
      }),
    );
  }

  async creationOptions(
    from: Browser,
    purpose: Purpose,
    { name, known }: { readonly name: string; readonly known: readonly StoredPasskey[] },
  ): Promise<WebAuthnJson> {
    const { generateRegistrationOptions } = await library();
    return json(
      await generateRegistrationOptions({
        rpName: 'mt5-bridge',
        rpID: hostOf(from),
        userName: name,
        userDisplayName: `mt5-bridge: ${name}`,
        challenge: this.#challenges.issue(from.origin, purpose),
        excludeCredentials: known.map(described),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        attestationType: 'none',
        supportedAlgorithmIDs: ALGORITHMS,
        timeout: CHALLENGE_MS,
      }),
    );
  }

  /** Whether one of these passkeys signed for this; the counter is the caller's to compare. @throws Refusal */
  async assertion(
    from: Browser,
    purpose: Purpose,
    answer: WebAuthnJson,
    find: (id: string) => StoredPasskey | undefined,
  ): Promise<Assertion> {
    const { verifyAuthenticationResponse } = await library();
    const host = hostOf(from);
    const challenge = this.#challengeOf(answer, from, purpose);
    const passkey = typeof answer.id === 'string' ? find(answer.id) : undefined;
    if (passkey?.host !== host) throw new Refusal('unknown_passkey');
    const { id, public_key } = passkey;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: from.origin,
      expectedRPID: host,
      requireUserVerification: true,
      // Compared where it is stored, once the signature is known to be good.
      credential: { id, publicKey: bytesOf(public_key), counter: 0 },
    }).catch((cause) => {
      throw new Refusal('unproven', cause);
    });
    if (!verified) throw new Refusal('unproven');
    return { challenge, passkey, counter: authenticationInfo.newCounter };
  }

  /** The passkey that an authenticator made. @throws Refusal */
  async registration(from: Browser, purpose: Purpose, answer: WebAuthnJson): Promise<NewPasskey> {
    const { verifyRegistrationResponse } = await library();
    const host = hostOf(from);
    const challenge = this.#challengeOf(answer, from, purpose);
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: from.origin,
      expectedRPID: host,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch((cause) => {
      throw new Refusal('unproven', cause);
    });
    if (!verified) throw new Refusal('unproven');
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return { id, host, public_key: Buffer.from(publicKey).toString('base64url'), counter, transports, challenge };
  }

  /** @throws Refusal */
  #challengeOf(answer: WebAuthnJson, from: Browser, purpose: Purpose): string {
    const { challenge, crossOrigin } = clientDataOf(answer);
    if (typeof challenge !== 'string') throw new Refusal('unreadable');
    // The library lets through frames whose browser does not name the page around them.
    if (crossOrigin === true) throw new Refusal('framed');
    if (!this.#challenges.stands(challenge, from.origin, purpose)) throw new Refusal('challenge');
    return challenge;
  }
}

/** What the browser says of the page that asked. @throws Refusal */
function clientDataOf({ response }: WebAuthnJson): Readonly<Record<string, unknown>> {
  const said = isObject(response) ? response.clientDataJSON : undefined;
  if (typeof said !== 'string') throw new Refusal('unreadable');
  try {
    const data: unknown = JSON.parse(Buffer.from(said, 'base64url').toString('utf8'));
    if (isObject(data)) return data;
  } catch (cause) {
    throw new Refusal('unreadable', cause);
  }
  throw new Refusal('unreadable');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const described = ({ id, transports }: StoredPasskey) => ({ id, transports: [...transports] });

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64url, 'base64url'));

const json = (options: object): WebAuthnJson => options as WebAuthnJson;
