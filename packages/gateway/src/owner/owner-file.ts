import type * as nodeFs from 'node:fs';
import { Mt5Error } from '@mt5-bridge/protocol';
import { type PrivateFileSystem, writePrivateFile } from './private-file.ts';

/** Parameters of scrypt (RFC 7914). */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** What a passphrase is checked against. */
export interface Verifier {
  readonly cost: ScryptCost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** The part of node:fs that is used. */
export type OwnerFileSystem = PrivateFileSystem & Pick<typeof nodeFs, 'readFileSync'>;

/** What a file may ask of this machine: a gigabyte. */
const MOST_MEMORY = 2 ** 30;

export function ownerFile(fs: OwnerFileSystem, file: string, randomBytes: (count: number) => Uint8Array) {
  return {
    /** undefined when there is none. @throws Mt5Error PASSPHRASE_NOT_SET what is there can't be used */
    read(): Verifier | undefined {
      let text: string;
      try {
        text = fs.readFileSync(file, 'utf8');
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw unusable(file, message, error);
      }
      const verifier = parsed(text);
      if (verifier === undefined) throw unusable(file, 'it is damaged; remove it, then set a passphrase again');
      return verifier;
    },

    /** Whole or not at all. @throws Mt5Error LEDGER_UNAVAILABLE */
    write({ cost, salt, hash }: Verifier): void {
      const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
      const content = { algorithm: 'scrypt', ...cost, salt: base64(salt), hash: base64(hash) };
      try {
        writePrivateFile(fs, file, content, randomBytes);
      } catch (cause) {
        throw notStored(file, cause);
      }
    },
  };
}

function notStored(file: string, cause: unknown): Mt5Error {
  const problem = `The passphrase cannot be stored in ${file}: ${(cause as Error).message}.`;
  return new Mt5Error('LEDGER_UNAVAILABLE', problem, { details: { file }, cause });
}

function unusable(file: string, problem: string, cause?: unknown): Mt5Error {
  return new Mt5Error('PASSPHRASE_NOT_SET', `${file} cannot be used: ${problem}.`, { details: { file }, cause });
}

function parsed(text: string): Verifier | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null) return undefined;
  const { algorithm, N, r, p, salt, hash } = content as Record<string, unknown>;
  if (algorithm !== 'scrypt' || typeof salt !== 'string' || typeof hash !== 'string') return undefined;
  if (!isCount(N) || !isCount(r) || !isCount(p) || 128 * N * r * p > MOST_MEMORY || (N & (N - 1)) !== 0)
    return undefined;
  const bytes = { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
  return N > 1 && bytes.salt.length >= 16 && bytes.hash.length >= 32 ? { cost: { N, r, p }, ...bytes } : undefined;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
