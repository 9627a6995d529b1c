import { Mt5Error } from '@mt5-bridge/protocol';
import { expect, test } from 'vitest';
import { ManualClock, settled } from '../testing/manual-clock.ts';
import { healthRoutes } from './health.ts';

const up = { state: 'up', hello: {}, since: 0 };

function service(more: { link?: object; head?: () => number; check?: () => Promise<void> } = {}) {
  const clock = new ManualClock(1_000_000);
  const calls = { checks: 0 };
  const audit = {
    head: more.head ?? (() => 3),
    check: () => {
      calls.checks++;
      return (more.check ?? (async () => {}))();
    },
  };
  const routes = healthRoutes({ reads: { link: more.link ?? up }, audit, clock } as never);
  return { clock, calls, ask: async () => routes.request('/healthz') };
}

const answerOf = async (response: Response) => ({ status: response.status, body: await response.json() });

test('a bridge that could send orders is well', async () => {
  const fine = { ok: true };
  expect(await answerOf(await service().ask())).toEqual({
    status: 200,
    body: { status: 'ok', checks: { process: fine, terminal: fine, ledger: fine, audit: fine } },
  });
});

test('every reason is named by its code, in words that tell of no file, address or account', async () => {
  const secret = '/home/owner/5012345678';
  const { ask } = service({
    link: { state: 'down', since: 0, reason: new Mt5Error('VERSION_MISMATCH', secret) },
    head: () => {
      throw new Mt5Error('LEDGER_UNAVAILABLE', secret);
    },
    check: () => Promise.reject(new Error(secret)),
  });
  const { status, body } = await answerOf(await ask());
  expect(status).toBe(503);
  expect(body).toMatchObject({
    status: 'failing',
    checks: {
      process: { ok: true },
      terminal: { ok: false, code: 'VERSION_MISMATCH', message: 'The two sides speak different protocol versions.' },
      ledger: { ok: false, code: 'LEDGER_UNAVAILABLE' },
      audit: { ok: false, code: 'AUDIT_UNAVAILABLE' },
    },
  });
  expect(JSON.stringify(body)).not.toContain(secret);
});

test('a terminal that was never seen is not there', async () => {
  const { body } = await answerOf(await service({ link: { state: 'connecting' } }).ask());
  expect(body).toMatchObject({ checks: { terminal: { ok: false, code: 'TERMINAL_NOT_CONNECTED' } } });
});

test('a disk that hangs keeps nobody waiting', async () => {
  const { ask, clock } = service({ check: () => new Promise(() => {}) });
  const asked = ask();
  await settled();
  await clock.pass(1_000);
  const { status, body } = await answerOf(await asked);
  expect(status).toBe(503);
  expect(body).toMatchObject({ checks: { audit: { ok: false, code: 'AUDIT_UNAVAILABLE' } } });
});

test('whoever asks a hundred times a second costs one look', async () => {
  const { ask, clock, calls } = service();
  await Promise.all(Array.from({ length: 100 }, ask));
  expect(calls.checks).toBe(1);
  await clock.pass(1_000);
  await ask();
  expect(calls.checks).toBe(2);
});
