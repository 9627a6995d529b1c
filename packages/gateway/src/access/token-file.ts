import type * as nodeFs from 'node:fs';
import { Mt5Error } from '@mt5-bridge/protocol';
import { type PrivateFileSystem, readPrivateFile, writePrivateFile } from '../owner/private-file.ts';
import { SCOPES, type Scope, type TokenInfo } from './api.ts';

/** The part of node:fs that is used. */
export type TokenFileSystem = PrivateFileSystem & Pick<typeof nodeFs, 'readFileSync' | 'statSync'>;

export interface StoredToken extends TokenInfo {
  readonly token: string;
}

/** Shortest text that is taken for a token; those made here have 48. */
export const SHORTEST_TOKEN = 32;

/** `{"tokens": [...]}`, for the owner's user alone. */
export function tokenFile(fs: TokenFileSystem, file: string, randomBytes: (count: number) => Uint8Array) {
  const unusable = (problem: string, cause?: unknown): Mt5Error =>
    new Mt5Error('TOKENS_UNUSABLE', `${file} ${problem}.`, { details: { file }, cause });

  return {
    /** undefined when there is no file. @throws Mt5Error TOKENS_UNUSABLE */
    read(): readonly StoredToken[] | undefined {
      const text = readPrivateFile(fs, file, unusable);
      if (text === undefined) return undefined;
      const tokens = parsed(text);
      if (tokens === undefined) throw unusable('is damaged');
      return tokens;
    },

    /** Whole or not at all. @throws Mt5Error TOKENS_UNUSABLE */
    write(tokens: readonly StoredToken[]): void {
      try {
        writePrivateFile(fs, file, { tokens }, randomBytes);
      } catch (cause) {
        throw unusable(`cannot be written (${(cause as Error).message})`, cause);
      }
    },

    /** Another text whenever somebody changed the file. */
    mark(): string {
      try {
        const { ino, size, mtimeNs, mode } = fs.statSync(file, { bigint: true });
        return [ino, size, mtimeNs, mode].join(' ');
      } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? 'unknown';
      }
    },
  };
}

/** undefined for what is no list of tokens: half of a list is none, for nobody knows whom the rest let in. */
function parsed(text: string): readonly StoredToken[] | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = typeof content === 'object' && content !== null && 'tokens' in content ? content.tokens : undefined;
  if (!Array.isArray(tokens) || !tokens.every(isStored)) return undefined;
  return new Set(tokens.map(({ name }) => name)).size === tokens.length ? tokens : undefined;
}

function isStored(value: unknown): value is StoredToken {
  if (typeof value !== 'object' || value === null) return false;
  const { name, token, scopes, profile, created_at } = value as Record<string, unknown>;
  return (
    isTokenName(name) &&
    typeof token === 'string' &&
    token.length >= SHORTEST_TOKEN &&
    areScopes(scopes) &&
    (profile === null || typeof profile === 'string') &&
    Number.isSafeInteger(created_at)
  );
}

export const isTokenName = (name: unknown): name is string =>
  typeof name === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);

export const areScopes = (scopes: unknown): scopes is readonly Scope[] =>
  Array.isArray(scopes) &&
  scopes.length > 0 &&
  new Set(scopes).size === scopes.length &&
  scopes.every((scope) => SCOPES.includes(scope));
