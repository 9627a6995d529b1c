import { Mt5Error } from '@mt5-bridge/protocol';
import { curveKeyPair } from 'zeromq';

/** A key pair of Curve25519 (CurveZMQ, RFC 26), each key as 40 characters of Z85 (RFC 32). */
export interface CurvePair {
  readonly publicKey: string;
  readonly secretKey: string;
}

/** What the calling side encrypts with: its own pair, and the public key of the terminal side. */
export interface CurveKeys extends CurvePair {
  readonly serverKey: string;
}

export function newCurvePair(): CurvePair {
  const { publicKey, secretKey } = curveKeyPair();
  return { publicKey, secretKey };
}

const Z85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

/** Five characters are four bytes: what is more than they hold is no key. */
export function isCurveKey(text: string): boolean {
  if (text.length !== 40) return false;
  const digits = Array.from(text, (character) => Z85.indexOf(character));
  if (digits.includes(-1)) return false;
  const group = (at: number): number => digits.slice(at, at + 5).reduce((sum, digit) => sum * Z85.length + digit, 0);
  return [0, 5, 10, 15, 20, 25, 30, 35].every((at) => group(at) < 2 ** 32);
}

/** The socket options for encryption; none without keys. @throws Mt5Error CURVE_KEYS_UNUSABLE, which shows no key */
export function curveOptions(keys: CurveKeys | undefined) {
  if (keys === undefined) return {};
  const { serverKey, publicKey, secretKey } = keys;
  const wrong = Object.entries({ serverKey, publicKey, secretKey }).find(([, key]) => !isCurveKey(key));
  if (wrong !== undefined) {
    throw new Mt5Error(
      'CURVE_KEYS_UNUSABLE',
      `The ${NAMES[wrong[0] as keyof CurveKeys]} is no CURVE key of 40 characters.`,
    );
  }
  return { curveServerKey: serverKey, curvePublicKey: publicKey, curveSecretKey: secretKey };
}

const NAMES = {
  serverKey: 'public key of the terminal',
  publicKey: 'own public key',
  secretKey: 'own secret key',
} as const satisfies Record<keyof CurveKeys, string>;
