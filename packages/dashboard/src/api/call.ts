import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import { pageKey } from './page-key.ts';

/** A request that failed, with the server's own record of it. */
export class ApiError extends Error {
  readonly record: ErrorRecord;
  readonly status: number;

  constructor(record: ErrorRecord, status: number) {
    super(record.message);
    this.record = record;
    this.status = status;
  }
}

type SignedOut = () => void;
const listeners = new Set<SignedOut>();

/** Calls back when a request was refused because nobody is signed in any more. */
export function onSignedOut(listener: SignedOut): void {
  listeners.add(listener);
}

const UNREACHABLE: ErrorRecord = {
  code: 'SERVER_UNREACHABLE',
  message: 'The server does not answer.',
  retryable: true,
  requires_human: false,
  what_to_do: 'See whether mt5-bridge runs; this page goes on by itself as soon as it is back.',
};

const ODD: ErrorRecord = {
  ...UNREACHABLE,
  code: 'ANSWER_UNREADABLE',
  message: 'The answer was not one of mt5-bridge.',
  what_to_do: 'See what stands between this page and the server.',
};

type Method = 'GET' | 'POST' | 'DELETE';

/** What the server takes for a request of this very page. */
function ask(path: string, more: RequestInit & { readonly headers?: Readonly<Record<string, string>> }) {
  const key = pageKey();
  const headers = { ...more.headers, ...(key !== null && { 'x-mt5-bridge-page-key': key }) };
  return fetch(path, { ...more, credentials: 'same-origin', cache: 'no-store', headers });
}

/** An answer that goes on for as long as it is read. */
export const openStream = (path: string, signal: AbortSignal): Promise<Response> => ask(path, { signal });

/** One request. @throws ApiError whatever went wrong */
export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const headers = { 'x-mt5-bridge': 'dashboard', 'content-type': 'application/json' };
  const content = method === 'GET' ? {} : { headers, body: JSON.stringify(body ?? {}) };
  const answer = await ask(path, { method, ...content }).catch((error: unknown) => {
    throw new ApiError({ ...UNREACHABLE, message: `${UNREACHABLE.message} ${String(error)}` }, 0);
  });
  const json: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && json !== undefined) return json as T;
  const { error } = (json ?? {}) as { readonly error?: ErrorRecord };
  if (error === undefined) throw new ApiError(ODD, answer.status);
  if (answer.status === 401 && error.code === 'SIGN_IN_REQUIRED') for (const listener of listeners) listener();
  throw new ApiError(error, answer.status);
}

/** Any failure as a record that can be shown. */
export function recordOf(error: unknown): ErrorRecord {
  if (error instanceof ApiError) return error.record;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'PAGE_FAILED', message, retryable: true, requires_human: false, what_to_do: 'Load the page again.' };
}
