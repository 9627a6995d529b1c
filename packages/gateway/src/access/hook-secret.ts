import { Mt5Error } from '@mt5-bridge/protocol';
import type { Ledger } from '../ledger/index.ts';
import { readPrivateFile, writePrivateFile } from '../owner/private-file.ts';
import type { TokenFileSystem } from './token-file.ts';

const SECRET_BYTES = 24;
/** As {@link SECRET_BYTES} random bytes are written in an address. */
const SECRET = /^[A-Za-z0-9_-]{32}$/;

export interface HookSecretOptions {
  readonly file: string;
  readonly fs: TokenFileSystem;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Tells the audit log of changes, and keeps the changes of several processes apart. */
  readonly ledger: Pick<Ledger, 'write'>;
}

/** The secret part of the address that alerts are sent to. @throws Mt5Error HOOK_UNUSABLE, LEDGER_UNAVAILABLE */
export interface HookSecret {
  /** As the file has it now; made when there is none yet. */
  get(): string;
  /** Another one; nothing comes in by the one before any more. */
  rotate(): string;
}

/** `{"secret": "..."}`, for the owner's user alone. */
export function createHookSecret({ file, fs, randomBytes, ledger }: HookSecretOptions): HookSecret {
  const unusable = (problem: string, cause?: unknown): Mt5Error =>
    new Mt5Error('HOOK_UNUSABLE', `${file} ${problem}.`, { details: { file }, cause });

  function read(): string | undefined {
    const text = readPrivateFile(fs, file, unusable);
    if (text === undefined) return undefined;
    const secret = secretIn(text);
    if (secret === undefined) throw unusable('is damaged');
    return secret;
  }

  function store(secret: string): string {
    try {
      writePrivateFile(fs, file, { secret }, randomBytes);
      return secret;
    } catch (cause) {
      throw unusable(`cannot be written (${(cause as Error).message})`, cause);
    }
  }

  /** Told before it is done; of several processes that make the first one, one does. */
  function make(what: 'hook_secret_made' | 'hook_secret_rotated', known: () => string | undefined): string {
    const fresh = Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url');
    return ledger.write('disk', ({ audit }) => {
      const other = known();
      if (other !== undefined) return other;
      const actor = { kind: 'owner', name: 'alerts' } as const;
      audit({ event: 'access', actor, account: null, request_id: null, data: { what } });
      return store(fresh);
    });
  }

  return {
    get: () => read() ?? make('hook_secret_made', read),
    rotate: () => make('hook_secret_rotated', () => undefined),
  };
}

function secretIn(text: string): string | undefined {
  try {
    const content: unknown = JSON.parse(text);
    const secret = typeof content === 'object' && content !== null && 'secret' in content ? content.secret : undefined;
    return typeof secret === 'string' && SECRET.test(secret) ? secret : undefined;
  } catch {
    return undefined;
  }
}
