import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Config, DEFAULT_CONFIG } from '@mt5-bridge/config';
import { type AlertDesk, createAlertDesk, createAuditLog, Ledger } from '@mt5-bridge/gateway';
import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import { rawRequest } from '../../testing/raw-request.ts';
import { serveHttp } from '../../testing/stub-http.ts';
import { StubReads } from '../../testing/stub-reads.ts';
import type { HttpServices } from '../context.ts';

const SECRET = 'a-secret-of-thirty-two-characters';
const TRADINGVIEW = '52.89.214.238';
const order = {
  ticker: 'EURUSD',
  timenow: '2026-07-13T11:59:55Z',
  order_id: 'Long',
  action: 'buy',
  market_position: 'long',
};

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function newDesk(clock: ManualClock): AlertDesk {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hook-'));
  const file = path.join(folder, 'audit.jsonl');
  const ledger = new Ledger({
    file: path.join(folder, 'ledger.sqlite'),
    audit: (remembered) => createAuditLog({ file, maxBytes: 1_000_000, clock, fs, remembered }),
  });
  ends.push(() => {
    ledger.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return createAlertDesk({ ledger, keepDays: () => 30, clock, randomBytes, log: () => {} });
}

/** A server behind a proxy on this machine. */
async function server(tradingview: Partial<Config['tradingview']> = {}, services: Partial<HttpServices> = {}) {
  const clock = new ManualClock();
  const alerts = newDesk(clock);
  const config: Config = {
    ...DEFAULT_CONFIG,
    transport: { http: { ...DEFAULT_CONFIG.transport.http, port: 0, trusted_proxies: ['127.0.0.1', '::1'] } },
    tradingview: { ...DEFAULT_CONFIG.tradingview, enabled: true, ...tradingview },
  };
  const served = await serveHttp({
    services: { alerts, clock, config: () => config, hookSecret: () => SECRET, ...services },
  });
  ends.push(() => served.server.close());
  const post = (body: unknown, { secret = SECRET, from = TRADINGVIEW, method = 'POST' } = {}) =>
    rawRequest(served.url, {
      method,
      path: `/hooks/tradingview/${secret}`,
      headers: { 'x-forwarded-for': from, 'x-forwarded-proto': 'https' },
      body,
    });
  return { ...served, clock, alerts, post };
}

const codeOf = (answer: { json(): Record<string, unknown> }) => (answer.json().error as { code: string }).code;

describe('an alert', () => {
  it('is kept when it is answered, and answered again when it comes again', async () => {
    const { post, alerts } = await server();
    const first = await post(order);
    expect(first.status).toBe(200);
    const { alert_id } = first.json();
    expect(first.json()).toEqual({ alert_id, duplicate: false });
    expect(alerts.get(`${alert_id}`)).toMatchObject({
      ticker: 'EURUSD',
      symbol: 'EURUSD',
      action: 'buy',
      stale: false,
    });
    const again = await post({ ...order, comment: 'sent again' });
    expect(again.status).toBe(200);
    expect(again.json()).toEqual({ alert_id, duplicate: true });
    expect(alerts.list({})).toHaveLength(1);
  });

  it.each([
    ['text', 'EURUSD,buy,1.08', { ticker: 'EURUSD', action: 'buy', price: 1.08, stale: null }],
    ['words', 'something happened', { comment: 'something happened', ticker: null, symbol: null }],
    ['broken JSON', '{"ticker": EURUSD, "price": }', { ticker: 'EURUSD', price: null }],
    [
      'a delayed exchange',
      '{"ticker":"BTCUSDT","exchange":"BINANCE_DLY"}',
      { ticker: 'BINANCE_DLY:BTCUSDT', symbol: 'BTCUSD' },
    ],
    ['a symbol that nobody knows', '{"ticker":"XYZ"}', { ticker: 'XYZ', symbol: null }],
  ])('can be %s', async (_, body, expected) => {
    const { post, alerts } = await server({ symbols: ['BINANCE:BTCUSDT=BTCUSD'] });
    expect((await post(body)).status).toBe(200);
    expect(alerts.list({})).toMatchObject([expected]);
  });

  it('that came late is marked', async () => {
    const { post, alerts } = await server({ stale_after_seconds: 5 });
    await post({ ...order, timenow: '2026-07-13T11:59:55Z' });
    await post({ ...order, timenow: '2026-07-13T11:59:54.999Z' });
    expect(
      alerts
        .list({})
        .map(({ stale }) => stale)
        .sort(),
    ).toEqual([false, true]);
  });

  it('needs no terminal', async () => {
    const reason = new Mt5Error('TERMINAL_NOT_CONNECTED');
    const { reads } = new StubReads({ link: { state: 'down', reason, since: 0 } });
    const { post, alerts } = await server({}, { reads });
    expect((await post(order)).status).toBe(200);
    expect(alerts.list({})).toMatchObject([{ ticker: 'EURUSD', symbol: null }]);
  });

  it('that comes several times at once is one alert', async () => {
    const { post, alerts } = await server();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(order)));
    expect(answers.filter((answer) => answer.json().duplicate === false)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.json().alert_id)).size).toBe(1);
    expect(alerts.list({})).toHaveLength(1);
  });

  it('sends no order', async () => {
    const { post, trading } = await server();
    await post(order);
    expect(trading.stub.calls).toEqual([]);
  });
});

describe('what is refused', () => {
  it('does not exist for whoever does not know the secret', async () => {
    const { post, url, noted, alerts } = await server();
    const unknown = await rawRequest(url, {
      method: 'POST',
      path: '/hooks/other',
      headers: { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' },
    });
    for (const secret of ['wrong', SECRET.slice(0, -1), `${SECRET}x`, SECRET.toUpperCase(), '%E0%A4%A', '..%2f']) {
      const answer = await post(order, { secret, from: '192.0.2.1' });
      expect([answer.status, answer.text]).toEqual([unknown.status, unknown.text]);
      expect(Object.keys(answer.headers)).toEqual(Object.keys(unknown.headers));
    }
    expect(unknown.status).toBe(404);
    expect(noted.map(({ what, data }) => [what, data])).toEqual(
      Array.from({ length: 6 }, () => ['hook_secret_wrong', { address: '192.0.2.1' }]),
    );
    expect(JSON.stringify(noted)).not.toContain(SECRET.slice(0, -1));
    expect(alerts.list({})).toEqual([]);
  });

  it('does not exist while it is switched off, and to other methods', async () => {
    const off = await server({ enabled: false });
    expect((await off.post(order)).status).toBe(404);
    expect(off.noted).toEqual([]);
    const on = await server();
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await on.post(undefined, { method })).status).toBe(404);
    }
  });

  it('does not exist while the secret can not be read; the log says why, the answer does not', async () => {
    const { post, logged } = await server(
      {},
      {
        hookSecret: () => {
          throw new Mt5Error('HOOK_UNUSABLE', '/data/hook.json is damaged.');
        },
      },
    );
    const answer = await post(order);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('hook.json');
    expect(logged).toMatchObject([
      { level: 'error', message: '/data/hook.json is damaged.', facts: { code: 'HOOK_UNUSABLE' } },
    ]);
  });

  it.each([
    ['a foreign address', '192.0.2.7'],
    ["an address that it says itself, left of the proxy's word", `${TRADINGVIEW}, 192.0.2.7`],
    ['no address', 'unknown'],
  ])('comes from %s, on record', async (_, from) => {
    const { post, noted, alerts } = await server();
    const answer = await post(order, { from });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'HOOK_REFUSED']);
    expect(noted).toMatchObject([{ what: 'hook_source_refused', data: { address: from.split(', ').at(-1) } }]);
    expect(alerts.list({})).toEqual([]);
  });

  it('can come from anywhere where the owner says so', async () => {
    const { post } = await server({ allowed_sources: [] });
    expect((await post(order, { from: '192.0.2.7' })).status).toBe(200);
    const { post: ranged } = await server({ allowed_sources: ['192.0.2.0/24'] });
    expect((await ranged(order, { from: '192.0.2.7' })).status).toBe(200);
    expect((await ranged(order)).status).toBe(403);
  });

  it('is too large', async () => {
    const { post, alerts } = await server();
    const answer = await post('x'.repeat(16_385));
    expect([answer.status, codeOf(answer)]).toEqual([413, 'BODY_TOO_LARGE']);
    expect((await post('x'.repeat(16_384))).status).toBe(200);
    expect(alerts.list({})).toHaveLength(1);
  });

  it('is empty', async () => {
    const { post } = await server();
    const answer = await post('  ');
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BODY_UNREADABLE']);
  });

  it('is too much, until the minute is over', async () => {
    const { post, clock, alerts } = await server({ max_per_minute: 2 });
    await post('one');
    clock.time += 15_000;
    await post('two');
    const answer = await post('three');
    expect([answer.status, codeOf(answer), answer.headers['retry-after']]).toEqual([429, 'TOO_MANY_REQUESTS', '45']);
    clock.time += 45_000;
    expect((await post('three')).status).toBe(200);
    expect(alerts.list({})).toHaveLength(3);
  });

  it('is asked to come again where the ledger fails, and only there', async () => {
    const failing = (code: 'LEDGER_UNAVAILABLE' | 'AUDIT_UNAVAILABLE') => ({
      receive: () => {
        throw new Mt5Error(code);
      },
    });
    for (const code of ['LEDGER_UNAVAILABLE', 'AUDIT_UNAVAILABLE'] as const) {
      const { post } = await server({}, { alerts: failing(code) as unknown as AlertDesk });
      const answer = await post(order);
      expect([answer.status, codeOf(answer)]).toEqual([503, code]);
    }
  });
});
