import { createHash, timingSafeEqual } from 'node:crypto';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { Ledger } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import { type Principal, SCOPES, type TokenStore } from './api.ts';
import {
  areScopes,
  isTokenName,
  SHORTEST_TOKEN,
  type StoredToken,
  type TokenFileSystem,
  tokenFile,
} from './token-file.ts';

/** How long a change of the file may go unnoticed, ms. */
const LOOK_MS = 500;
const TOKEN_BYTES = 32;
/** Tells what it is to whoever finds one, and to scanners for secrets. */
const PREFIX = 'mt5b_';

const DEFAULT: Principal = { name: 'default', scopes: ['read', 'trade'], profile: null };
/** Who comes with `transport.http.auth_token`. */
const CONFIGURED: Principal = { ...DEFAULT, name: 'auth_token' };

export interface TokenStoreOptions {
  readonly file: string;
  readonly fs: TokenFileSystem;
  /** Its timers should not keep a process alive. */
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  /** `transport.http.auth_token`, as it stands now; empty for none. */
  readonly authToken: () => string;
  /** Tells the audit log of changes, and keeps the changes of several processes apart. */
  readonly ledger: Pick<Ledger, 'write'>;
  readonly log: Log;
}

/** A token that lets somebody in. */
interface Key {
  readonly digest: Buffer;
  readonly principal: Principal;
}

export function createTokenStore(options: TokenStoreOptions): TokenStore {
  const { clock, randomBytes, authToken, ledger, log } = options;
  const stored = tokenFile(options.fs, options.file, randomBytes);
  const listeners = new Set<(names: readonly string[]) => void>();
  let stopLooking = () => {};
  let keys: readonly Key[] = [];
  let lookedAt: number | undefined;
  /** What `keys` were made of; without a mark the file could not be read. */
  let seen: { readonly mark: string | undefined; readonly configured: string } | undefined;
  let problem: string | undefined;

  function look(anew = false): void {
    const configured = authToken();
    const now = clock.now();
    const isFresh = !anew && lookedAt !== undefined && now >= lookedAt && now - lookedAt < LOOK_MS;
    if (isFresh && configured === seen?.configured) return;
    lookedAt = now;
    const mark = stored.mark();
    if (mark === seen?.mark && configured === seen.configured) return;
    const before = keys;
    if (configured !== seen?.configured && configured !== '' && configured.length < SHORTEST_TOKEN) {
      const least = `at least ${SHORTEST_TOKEN} characters are needed`;
      log('warn', `transport.http.auth_token is too short to be a token, so it lets nobody in: ${least}`);
    }
    try {
      keys = [...(stored.read() ?? []).map(keyOf), ...keyOfConfigured(configured)];
      seen = { mark, configured };
      problem = undefined;
    } catch (error) {
      if (!(error instanceof Mt5Error)) throw error;
      keys = [];
      seen = { mark: undefined, configured };
      if (problem !== error.message) log('error', error.message, { code: error.code, ...error.details });
      problem = error.message;
    }
    const revoked = before
      .filter((old) => !keys.some((key) => isSame(old, key)))
      .map(({ principal }) => principal.name);
    if (revoked.length > 0) for (const listener of [...listeners]) listener(revoked);
  }

  function principalOf(token: string): Principal | undefined {
    const digest = sha256(token);
    let found: Principal | undefined;
    // All of them, also after a match: how long it takes tells nothing.
    for (const key of keys) if (timingSafeEqual(key.digest, digest)) found = key.principal;
    return found;
  }

  function keepLooking(): void {
    stopLooking = clock.setTimer(LOOK_MS, () => {
      look();
      keepLooking();
    });
  }

  /** Told before it is done, so that nothing is done untold; `change` throws where it can't be done. */
  function write(
    what: 'token_created' | 'token_removed',
    { name, scopes, profile }: Principal,
    change: (known: readonly StoredToken[]) => readonly StoredToken[],
  ): void {
    change(stored.read() ?? []);
    ledger.write('disk', ({ audit }) =>
      audit({
        event: 'access',
        actor: { kind: 'owner', name: 'token' },
        account: null,
        request_id: null,
        data: { what, name, scopes, profile },
      }),
    );
    ledger.write('process', () => stored.write(change(stored.read() ?? [])));
    lookedAt = undefined;
  }

  function find(name: string): StoredToken {
    const found = stored.read()?.find((token) => token.name === name);
    if (found !== undefined) return found;
    throw new Mt5Error('TOKEN_NOT_FOUND', `There is no token "${name}".`, { details: { name } });
  }

  function made({ name, scopes, profile }: Principal): StoredToken {
    const token = `${PREFIX}${Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url')}`;
    return { name, scopes, profile, created_at: clock.now(), token };
  }

  return {
    authenticate(token) {
      look();
      const known = principalOf(token);
      if (known !== undefined) return known;
      // It may have been made a moment ago.
      look(true);
      return principalOf(token);
    },

    list: () => (stored.read() ?? []).map(({ token: _, ...info }) => info),
    reveal: (name) => find(name).token,

    create(principal) {
      requireFit(principal);
      const token = made(principal);
      write('token_created', principal, (known) => {
        if (known.every(({ name }) => name !== principal.name)) return [...known, token];
        throw new Mt5Error('TOKEN_EXISTS', undefined, { details: { name: principal.name } });
      });
      return token.token;
    },

    remove(name) {
      write('token_removed', find(name), (known) => known.filter((token) => token.name !== name));
    },

    ensureDefault() {
      if (stored.read() !== undefined) return;
      const token = made(DEFAULT);
      // Another process may be faster.
      write('token_created', DEFAULT, (known) => (known.length > 0 ? known : [token]));
    },

    onRevoked(listener) {
      if (listeners.size === 0) {
        look();
        keepLooking();
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stopLooking();
      };
    },
  };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

function keyOf({ token, name, scopes, profile }: StoredToken): Key {
  return { digest: sha256(token), principal: { name, scopes, profile } };
}

const keyOfConfigured = (token: string): readonly Key[] =>
  token.length < SHORTEST_TOKEN ? [] : [{ digest: sha256(token), principal: CONFIGURED }];

const isSame = (a: Key, b: Key): boolean =>
  a.digest.equals(b.digest) &&
  a.principal.name === b.principal.name &&
  a.principal.profile === b.principal.profile &&
  a.principal.scopes.join() === b.principal.scopes.join();

function requireFit({ name, scopes }: Principal): void {
  if (!isTokenName(name)) {
    const problem = 'A name has 1 to 64 letters, digits, ".", "_" and "-", and begins with a letter or digit.';
    throw new Mt5Error('INVALID_PARAMS', problem, { details: { argument: 'name' } });
  }
  if (name === CONFIGURED.name) {
    throw new Mt5Error('TOKEN_EXISTS', `"${name}" is the token of transport.http.auth_token.`, { details: { name } });
  }
  if (!areScopes(scopes)) {
    const problem = `Scopes are one or more of ${SCOPES.join(', ')}, each once.`;
    throw new Mt5Error('INVALID_PARAMS', problem, { details: { argument: 'scopes' } });
  }
}
