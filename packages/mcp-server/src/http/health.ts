import { type Clock, type ErrorCode, errorCatalog, Mt5Error } from '@mt5-bridge/protocol';
import { Hono } from 'hono';
import type { Env, HttpServices, Routes } from './context.ts';

/** No check may keep whoever asks waiting longer. */
const LONGEST_MS = 1_000;
/** An answer serves everybody who asks within that time: whoever asks without a token must cost nothing. */
const FRESH_MS = 1_000;

export type Check = { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

export interface Health {
  readonly status: 'ok' | 'failing';
  readonly checks: {
    readonly process: Check;
    readonly terminal: Check;
    readonly ledger: Check;
    readonly audit: Check;
  };
}

type Services = Pick<HttpServices, 'reads' | 'audit' | 'clock'>;

const FINE: Check = { ok: true };

/** `GET /healthz`, without a token: 200 while orders could go through, else 503 with what is in their way. */
export function healthRoutes(services: Services): Routes {
  const { clock } = services;
  let asked: { readonly at: number; readonly answer: Promise<Health> } | undefined;
  return new Hono<Env>().get('/healthz', async (c) => {
    const now = clock.now();
    if (asked === undefined || Math.abs(now - asked.at) >= FRESH_MS) asked = { at: now, answer: healthOf(services) };
    const health = await asked.answer;
    return c.json(health, health.status === 'ok' ? 200 : 503);
  });
}

async function healthOf({ reads, audit, clock }: Services): Promise<Health> {
  const [ledger, log] = await Promise.all([
    checked(clock, 'LEDGER_UNAVAILABLE', async () => void audit.head()),
    checked(clock, 'AUDIT_UNAVAILABLE', () => audit.check()),
  ]);
  const checks = { process: FINE, terminal: linkCheck(reads.link), ledger, audit: log };
  return { status: Object.values(checks).every(({ ok }) => ok) ? 'ok' : 'failing', checks };
}

function linkCheck(link: HttpServices['reads']['link']): Check {
  if (link.state === 'up') return FINE;
  return failed(link.state === 'down' ? link.reason.code : 'TERMINAL_NOT_CONNECTED');
}

/** What does not answer in time counts as `code`, and so does what fails without a code of its own. */
async function checked(clock: Clock, code: ErrorCode, work: () => Promise<void>): Promise<Check> {
  let cancel = () => {};
  const late = new Promise<Check>((resolve) => {
    cancel = clock.setTimer(LONGEST_MS, () => resolve(failed(code)));
  });
  const done = work().then(
    () => FINE,
    (error: unknown) => failed(error instanceof Mt5Error ? error.code : code),
  );
  const check = await Promise.race([done, late]);
  cancel();
  return check;
}

/** In the catalogue's words: what an error says of files, addresses and accounts is not for everybody. */
const failed = (code: ErrorCode): Check => ({ ok: false, code, message: errorCatalog[code].message });
