import { errorRecord } from '@mt5-bridge/gateway/read';
import { type ErrorCode, errorCatalog } from '@mt5-bridge/protocol';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { codedError } from '../failures.ts';
import type { HttpServices } from './context.ts';

/** Where the status says more than whose turn it is. */
const statuses: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  UNAUTHORIZED: 401,
  SIGN_IN_REQUIRED: 401,
  FORBIDDEN: 403,
  PROFILE_NOT_FOUND: 403,
  HOST_REFUSED: 403,
  HTTP_UNSAFE: 403,
  ORIGIN_REFUSED: 403,
  HOOK_REFUSED: 403,
  WRONG_PASSPHRASE: 403,
  PASSKEY_REFUSED: 403,
  ENROLMENT_REFUSED: 403,
  PAGE_NOT_FOUND: 404,
  SESSION_NOT_FOUND: 404,
  APPROVAL_NOT_FOUND: 404,
  ALERT_NOT_FOUND: 404,
  PASSKEY_NOT_FOUND: 404,
  TOKEN_NOT_FOUND: 404,
  SYMBOL_NOT_FOUND: 404,
  ALERT_CLAIMED: 409,
  ALERT_RESOLVED: 409,
  APPROVAL_USED: 409,
  BODY_TOO_LARGE: 413,
  LOCKED_OUT: 429,
  TOO_MANY_REQUESTS: 429,
  PASSPHRASE_LOCKED: 429,
  INTERNAL: 500,
  TOKENS_UNUSABLE: 503,
  LEDGER_UNAVAILABLE: 503,
  AUDIT_UNAVAILABLE: 503,
};

/** Of all others: 503 what comes right by itself, 409 what needs a person first, 400 what the caller can mend. */
function statusOf(code: ErrorCode): ContentfulStatusCode {
  const { retryable, requires_human } = errorCatalog[code];
  return statuses[code] ?? (retryable ? 503 : requires_human ? 409 : 400);
}

/**
 * The one answer to whatever goes wrong: `{ error: ErrorRecord }`. Where the failure's details name the time `until` which
 * it lasts (ms UTC), it says so in Retry-After too.
 */
export function failure(c: Context, thrown: unknown, { log, clock }: Pick<HttpServices, 'log' | 'clock'>): Response {
  // What the framework itself refuses, a body that is no JSON for one, brings its answer along.
  if (thrown instanceof HTTPException) return thrown.getResponse();
  const error = codedError(thrown, log);
  const { until } = error.details;
  if (typeof until === 'number') c.header('Retry-After', `${Math.max(1, Math.ceil((until - clock.now()) / 1_000))}`);
  if (error.code === 'UNAUTHORIZED') c.header('WWW-Authenticate', 'Bearer realm="mt5-bridge"');
  return c.json({ error: errorRecord(error) }, statusOf(error.code));
}
