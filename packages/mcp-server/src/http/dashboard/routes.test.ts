import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { rawRequest } from '../../testing/raw-request.ts';
import { proofOf, StubDashboard } from '../../testing/stub-dashboard.ts';
import { auditRecord, type GatewayAnswers, StubGateway, unknown } from '../../testing/stub-gateway.ts';
import { serveHttp } from '../../testing/stub-http.ts';
import { type Answers, deal, NOON, StubReads } from '../../testing/stub-reads.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function world({ answers = {}, trading = {} }: { answers?: Answers; trading?: GatewayAnswers } = {}) {
  const stub = new StubReads(answers);
  const gateway = new StubGateway(trading);
  const dashboard = new StubDashboard();
  const services = { reads: stub.reads, gateway: gateway.gateway, ...dashboard.services };
  const served = await serveHttp({ services });
  ends.push(() => served.server.close());
  const own = { ...proofOf('one'), origin: served.url, 'x-mt5-bridge': 'dashboard' };
  return {
    ...served,
    ...{ stub, gateway, own },
    get: (path: string, headers: object = own) => rawRequest(served.url, { path, headers: { ...headers } }),
    post: (path: string, body: unknown, headers: object = own) =>
      rawRequest(served.url, { method: 'POST', path, body, headers: { ...headers } }),
  };
}

const codeOf = (answer: { json(): Record<string, unknown> }) => (answer.json().error as { code: string }).code;

const READS = ['events', 'activity', 'chart?symbol=EURUSD&timeframe=H1', 'symbols', 'approvals/APP000000001'];
const WRITES = [
  ['approvals/APP000000001/approve', { hash: 'f00d' }],
  ['approvals/APP000000001/passkey/options', { hash: 'f00d' }],
  ['approvals/APP000000001/passkey', { hash: 'f00d', answer: { signed: 'f00d' } }],
  ['approvals/APP000000001/deny', {}],
  ['kill-switch', { on: true, reason: 'enough' }],
  ['kill-switch', { on: false, passphrase: 'open sesame' }],
] as const;

describe('nobody but the owner', () => {
  test.each(READS)('reads /api/%s', async (path) => {
    const { get, noted } = await world();
    const { cookie, ...key } = proofOf('one');
    const tries = [
      ...[{}, { cookie: 'mt5_bridge_session=guess' }, { authorization: 'Bearer trader-token' }],
      ...[key, { cookie }, { ...proofOf('two'), cookie }, { cookie, 'x-mt5-bridge-page-key': '' }],
    ];
    for (const headers of tries) {
      const answer = await get(`/api/${path}`, headers);
      expect([answer.status, codeOf(answer)]).toEqual([401, 'SIGN_IN_REQUIRED']);
    }
    expect(noted.map(({ what }) => what)).toEqual(['not_signed_in', ...Array(3).fill('page_key_refused')]);
  });

  test.each(WRITES)('does anything at /api/%s, and each try is told of', async (path, body) => {
    const { gateway, noted, own, post } = await world();
    gateway.pending();
    const { cookie: _, ...stranger } = own;
    const { origin: _o, ...placeless } = own;
    const { 'x-mt5-bridge': _h, ...plain } = own;
    const { 'x-mt5-bridge-page-key': _k, ...thief } = own;
    const tries = [
      [401, stranger],
      [401, { ...stranger, cookie: 'mt5_bridge_session=guess' }],
      [401, { ...stranger, authorization: 'Bearer trader-token' }],
      [401, thief],
      [401, { ...own, cookie: proofOf('two').cookie }],
      [403, { ...own, origin: 'https://evil.example' }],
      [403, placeless],
      [403, plain],
    ] as const;
    for (const [status, headers] of tries) {
      const answer = await post(`/api/${path}`, body, headers);
      expect(answer.status).toBe(status);
    }
    expect(noted).toHaveLength(tries.length);
    expect(noted[2]).toMatchObject({ actor: { token: 'trader' }, data: { path: `/api/${path}` } });
    expect(gateway.calls).toEqual([]);
  });
});

describe('an approval', () => {
  test('is shown whole', async () => {
    const { gateway, get } = await world();
    gateway.pending();
    const view = (await get('/api/approvals/APP000000001')).json();
    expect(view).toMatchObject({
      ...{ state: 'pending', hash: 'f00d', environment: 'fake', login: '1000001', side: 'buy', volume: 0.1, digits: 5 },
      ...{ notional: 11_427.7, money_at_risk: 27.7, price: 1.14277, sl: 1.14, tp: null, currency: 'USD' },
      ...{ reference: { bid: 1.14273, ask: 1.14277 }, reason: 'A trend Account: another one' },
      proposed_by: { name: 'claude', token: 'trader', profile: 'trend' },
      ...{ created_at: NOON, expires_at: NOON + 300_000, outcome: null },
    });
    expect(view.fields).toContainEqual({ name: 'volume', value: '0.1' });
    expect(view.fields).toContainEqual({ name: 'magic', value: '7' });
    expect(view.fields).toContainEqual({ name: 'tp', value: 'none' });
  });

  test('that is not there is said so', async () => {
    const { get, post } = await world();
    expect(codeOf(await get('/api/approvals/NONE'))).toBe('APPROVAL_NOT_FOUND');
    expect((await post('/api/approvals/NONE/approve', { hash: 'f00d' })).status).toBe(404);
  });

  test('is given by the session, under its name', async () => {
    const { gateway, post } = await world();
    gateway.pending();
    const answer = await post('/api/approvals/APP000000001/approve', { hash: 'f00d' });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      ...{ state: 'approved', channel: 'dashboard', decided_by: 'my phone' },
      outcome: { status: 'done', ticket: '42', volume_filled: 0.1, price_filled: 1.14277, problem: null },
    });
    expect(gateway.called('approve')).toEqual([
      ['APP000000001', { hash: 'f00d', channel: 'dashboard', by: 'my phone' }],
    ]);
    expect(codeOf(await post('/api/approvals/APP000000001/approve', { hash: 'f00d' }))).toBe('APPROVAL_USED');
  });

  test('is of the order that was shown, and no other', async () => {
    const { gateway, post } = await world();
    gateway.pending();
    for (const [path, body] of WRITES.slice(0, 3)) {
      const answer = await post(`/api/${path}`, { ...body, hash: 'beef' });
      expect(codeOf(answer)).toBe('INVALID_APPROVAL');
      expect(codeOf(await post(`/api/${path}`, { answer: {} }))).toBe('BODY_UNREADABLE');
    }
    expect(gateway.called('approve')).toEqual([]);
  });

  test('is given by a passkey that signed it, under the name of that one', async () => {
    const { gateway, post, url } = await world();
    gateway.pending();
    const options = await post('/api/approvals/APP000000001/passkey/options', { hash: 'f00d' });
    expect(options.json()).toEqual({ challenge: 'APP000000001 f00d', origin: url });
    const path = '/api/approvals/APP000000001/passkey';
    const refused = await post(path, { hash: 'f00d', answer: { signed: 'another' } });
    expect([refused.status, codeOf(refused)]).toEqual([403, 'PASSKEY_REFUSED']);
    expect(gateway.called('approve')).toEqual([]);
    const given = await post(path, { hash: 'f00d', answer: { signed: 'f00d' } });
    expect(given.json()).toMatchObject({ state: 'approved', channel: 'passkey', decided_by: 'my key' });
  });

  test('that the rules refuse by now is answered with their code', async () => {
    const refuse = async () => {
      throw new Mt5Error('KILL_SWITCH_ON');
    };
    const { gateway, post } = await world({ trading: { approve: refuse } });
    gateway.pending();
    const answer = await post('/api/approvals/APP000000001/approve', { hash: 'f00d' });
    expect([answer.status, codeOf(answer)]).toEqual([409, 'KILL_SWITCH_ON']);
  });

  test('whose order nobody knows the end of is shown so', async () => {
    const { gateway, get } = await world();
    gateway.pending();
    const approval = gateway.gateway.approval('APP000000001');
    const other = await world({
      trading: { approval: () => ({ ...approval, state: 'approved', outcome: { ...unknown, volume_filled: null } }) },
    });
    expect((await other.get('/api/approvals/APP000000001')).json()).toMatchObject({
      outcome: { status: 'unknown', ticket: null, volume_filled: null },
    });
    expect((await get('/api/approvals/APP000000001')).json()).toMatchObject({ outcome: null });
  });

  test('is denied, with a reason or without', async () => {
    const { gateway, post } = await world();
    gateway.pending();
    const answer = await post('/api/approvals/APP000000001/deny', { reason: 'too large' });
    expect(answer.json()).toMatchObject({ state: 'denied', channel: 'dashboard' });
    gateway.pending({ approval_id: 'APP000000002' });
    await post('/api/approvals/APP000000002/deny', {});
    expect(gateway.called('deny')).toEqual([
      ['APP000000001', { channel: 'dashboard', by: 'my phone', reason: 'too large' }],
      ['APP000000002', { channel: 'dashboard', by: 'my phone' }],
    ]);
  });
});

describe('the kill switch', () => {
  test('is pulled by the session', async () => {
    const { gateway, post } = await world();
    const answer = await post('/api/kill-switch', { on: true, reason: 'enough' });
    expect(answer.json()).toMatchObject({ on: true, by: 'my phone', reason: 'enough' });
    expect(gateway.called('pullKillSwitch')).toEqual([[{ kind: 'owner', name: 'my phone' }, 'enough']]);
    expect(codeOf(await post('/api/kill-switch', { on: true }))).toBe('BODY_UNREADABLE');
  });

  test('is released with the passphrase alone, which no answer repeats', async () => {
    const { gateway, post } = await world();
    expect(codeOf(await post('/api/kill-switch', { on: false }))).toBe('BODY_UNREADABLE');
    const wrong = await post('/api/kill-switch', { on: false, passphrase: 'a guess of mine' });
    expect([wrong.status, codeOf(wrong)]).toEqual([403, 'WRONG_PASSPHRASE']);
    expect(wrong.text).not.toContain('a guess of mine');
    expect(gateway.called('releaseKillSwitch')).toEqual([]);
    const right = await post('/api/kill-switch', { on: false, passphrase: 'open sesame' });
    expect(right.json()).toMatchObject({ on: false });
    expect(gateway.called('releaseKillSwitch')).toEqual([[{ kind: 'owner', name: 'my phone' }]]);
  });
});

describe('activity', () => {
  test('comes in pages, filtered, without marks that hide words', async () => {
    const audit: GatewayAnswers['audit'] = async ({ count = 50, before = 8 }) =>
      Array.from({ length: Math.min(count, before - 1) }, (_, n) => ({ ...auditRecord, seq: before - 1 - n }));
    const { gateway, get } = await world({ trading: { audit } });
    const first = (await get('/api/activity?count=4&event=proposal&symbol=EURUSD&request_id=REQ')).json();
    expect(first).toMatchObject({ records: [{ seq: 7, data: { reason: 'line break' } }, {}, {}, { seq: 4 }], next: 4 });
    const last = (await get('/api/activity?count=4&before=4')).json();
    expect(last).toMatchObject({ records: [{ seq: 3 }, { seq: 2 }, { seq: 1 }], next: null });
    expect(gateway.called('audit')).toEqual([
      [{ count: 4, event: 'proposal', symbol: 'EURUSD', request_id: 'REQ' }],
      [{ count: 4, before: 4 }],
    ]);
  });

  test('is refused filters that are none', async () => {
    const { get } = await world();
    for (const query of ['count=1000', 'before=x', 'event=rumour', 'symbol=%00']) {
      expect((await get(`/api/activity?${query}`)).status).toBe(400);
    }
  });
});

describe('the chart', () => {
  test('has bars, and the fills since the first of them', async () => {
    const older = { ...deal, ticket: 1n, type: 'balance' as const };
    const { stub, get } = await world({
      answers: { deals: async () => ({ total: 2, offset: 0, items: [older, deal] }) },
    });
    const chart = (await get('/api/chart?symbol=EURUSD&timeframe=m1&count=3')).json();
    expect(chart).toMatchObject({
      ...{ symbol: 'EURUSD', timeframe: 'M1', digits: 5, time: [NOON - 120_000, NOON - 60_000, NOON] },
      ...{ open: [1.14273, 1.14273, 1.14273], close: [1.14276, 1.14276, 1.14276] },
      fills: [{ ticket: '9', at: NOON, side: 'buy', entry: 'in', volume: 0.1, price: 1.14273, profit: 0 }],
    });
    expect(stub.called('deals')[0]?.[0]).toMatchObject({ symbol: 'EURUSD', from: NOON - 120_000 });
  });

  test('has the newest fills where there are many', async () => {
    const { stub, get } = await world({
      answers: { deals: async (_selection, { offset }) => ({ total: 1_200, offset, items: [deal] }) },
    });
    await get('/api/chart?symbol=EURUSD&timeframe=H1');
    expect(stub.called('deals').map(([, page]) => page)).toEqual([
      { offset: 0, count: 500 },
      { offset: 700, count: 500 },
    ]);
  });

  test('of a symbol that the broker does not have is refused', async () => {
    const refuse = async () => {
      throw new Mt5Error('SYMBOL_NOT_FOUND');
    };
    const { get } = await world({ answers: { rates: refuse } });
    expect(codeOf(await get('/api/chart?symbol=NOSUCH&timeframe=H1'))).toBe('SYMBOL_NOT_FOUND');
    expect(codeOf(await get('/api/chart?symbol=EURUSD&timeframe=H9'))).toBe('INVALID_TIMEFRAME');
    expect(codeOf(await get('/api/chart?symbol=EURUSD&timeframe=H1&count=5000'))).toBe('INVALID_COUNT');
  });
});

test('symbols are found by name or description', async () => {
  const { get } = await world();
  expect((await get('/api/symbols?search=jpy')).json()).toEqual({
    symbols: [{ symbol: 'USDJPY', description: 'Euro vs US Dollar' }],
  });
  expect((await get('/api/symbols')).json().symbols).toHaveLength(3);
});
