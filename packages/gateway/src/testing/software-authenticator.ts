import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Json = Readonly<Record<string, unknown>>;

/** What an honest browser and an honest authenticator would have said otherwise. */
export interface Lies {
  /** Origin of the page. */
  readonly origin?: string;
  /** In place of the one that was asked for. */
  readonly challenge?: string;
  readonly type?: string;
  /** false: somebody touched it, and it did not look who. */
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  readonly crossOrigin?: boolean;
  readonly rpId?: string;
  readonly counter?: number;
}

/**
 * A browser with a platform authenticator, in software: it answers what the WebAuthn API of a page would be given
 * (PublicKeyCredential*OptionsJSON) as that page would send it on. One passkey, EC P-256, attestation `none`.
 */
export class SoftwareAuthenticator {
  readonly #origin: string;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly id = randomBytes(16).toString('base64url');
  /** What it counts; without it, it says 0 for ever, as those do whose passkeys are copied between devices. */
  #counter: number | undefined;

  constructor(origin: string, { counts = true }: { readonly counts?: boolean } = {}) {
    this.#origin = origin;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
    this.#counter = counts ? 1 : undefined;
  }

  /** navigator.credentials.create() */
  create(options: Json, lies: Lies = {}): Json {
    const { rp } = options as { rp: { id: string } };
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, id, this.#coseKey()]);
    const authData = this.#authenticatorData(rp.id, ATTESTED, credential, lies);
    const attestation = cbor(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    return {
      ...this.#answer(),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options, lies).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** navigator.credentials.get() */
  get(options: Json, lies: Lies = {}): Json {
    const { rpId } = options as { rpId: string };
    if (this.#counter !== undefined) this.#counter += 1;
    const authData = this.#authenticatorData(rpId, 0, Buffer.alloc(0), lies);
    const clientData = this.#clientData('webauthn.get', options, lies);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#privateKey);
    return {
      ...this.#answer(),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    };
  }

  #answer(): Json {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} };
  }

  #clientData(type: string, options: Json, lies: Lies): Buffer {
    const { challenge } = options as { challenge: string };
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? this.#origin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    );
  }

  #authenticatorData(rpId: string, flags: number, credential: Buffer, lies: Lies): Buffer {
    const present = (lies.userPresent ?? true) ? PRESENT : 0;
    const verified = (lies.userVerified ?? true) ? VERIFIED : 0;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.#counter ?? 0);
    const head = Buffer.from([flags | present | verified]);
    return Buffer.concat([sha256(lies.rpId ?? rpId), head, counter, credential]);
  }

  /** COSE_Key of ES256 (RFC 9053). */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#publicKey.export({ format: 'jwk' });
    return cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    );
  }
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** As much of CBOR (RFC 8949) as an attestation needs. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
  throw new TypeError(`no CBOR for ${typeof value}`);
}

function head(type: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(type << 5) | count]);
  if (count < 256) return Buffer.from([(type << 5) | 24, count]);
  return Buffer.from([(type << 5) | 25, count >> 8, count & 0xff]);
}
