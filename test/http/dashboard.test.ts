import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OpenPage } from '../../packages/mcp-server/src/testing/open-page.ts';
import { type RawAnswer, rawRequest } from '../../packages/mcp-server/src/testing/raw-request.ts';
import { type Served, serveHttp } from '../support/served.ts';

const RULES = `[policy]
auto_approve_notional = 5000
max_lots_per_trade = 10
max_notional_per_trade = 0
max_total_notional = 0
max_position_notional_per_symbol = 0
require_stop_loss = false
max_risk_per_trade_percent = 0
`;

let served: Served;
let agent: Client;
let cookie: string;
const pages: OpenPage[] = [];

beforeAll(async () => {
  served = await serveHttp(RULES);
  agent = await served.connect(await served.token());
  const signedIn = await post('/api/session', { passphrase: served.passphrase });
  cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});
afterAll(async () => {
  for (const page of pages) page.close();
  await agent?.close();
  await served?.end();
});

function post(path: string, body: unknown, method = 'POST'): Promise<RawAnswer> {
  const headers = { cookie: cookie ?? '', origin: served.url, 'x-mt5-bridge': 'dashboard' };
  return rawRequest(served.url, { method, path, body, headers });
}

async function open(symbols?: string): Promise<OpenPage> {
  const page = await OpenPage.open(served.url, cookie, symbols);
  pages.push(page);
  return page;
}

async function place(volume: number): Promise<Record<string, unknown>> {
  const args = { symbol: 'EURUSD', side: 'buy', type: 'market', volume };
  const { structuredContent } = await agent.callTool({ name: 'place_order', arguments: args });
  return structuredContent as Record<string, unknown>;
}

test('floating profit moves on the page though no position opens, closes or changes', async () => {
  const page = await open();
  await page.hears('positions');
  const ticket = String((await place(0.04)).ticket);
  const told = () => page.all('positions').flatMap((all) => all.filter((one) => one.ticket === ticket));
  await page.until(() => new Set(told().map(({ profit }) => profit)).size >= 2);
  const [opened] = told();
  expect(opened).toMatchObject({ symbol: 'EURUSD', side: 'buy', volume: 0.04, digits: 5 });
  const { price_open, opened_at, sl, tp } = opened ?? {};
  for (const each of told()) expect(each).toMatchObject({ volume: 0.04, price_open, opened_at, sl, tp });
  // The account's figures and the quote of what is held come along, unasked.
  await page.until(() => new Set(page.all('account').map((account) => account?.equity)).size >= 2);
  await page.hears('quote', ({ symbol }) => symbol === 'EURUSD');
});

test('an order that waits is told to every page, approved by its hash alone, and its end is told too', async () => {
  const [one, two] = [await open(), await open()];
  const waiting = await place(0.5);
  expect(waiting.status).toBe('pending_approval');
  const id = String(waiting.approval_id);
  const pending = await Promise.all(
    [one, two].map((page) => page.hears('approvals', (all) => all.some(({ approval_id }) => approval_id === id))),
  );
  const shown = pending[0]?.find(({ approval_id }) => approval_id === id);
  expect(shown).toMatchObject({ state: 'pending', side: 'buy', volume: 0.5, environment: 'fake', currency: 'USD' });

  const wrong = await post(`/api/approvals/${id}/approve`, { hash: `${shown?.hash}0` });
  expect(wrong.json().error).toMatchObject({ code: 'INVALID_APPROVAL' });
  const answer = await post(`/api/approvals/${id}/approve`, { hash: shown?.hash });
  expect(answer.json()).toMatchObject({
    ...{ state: 'approved', channel: 'dashboard', decided_by: 'passphrase' },
    outcome: { status: 'done', volume_filled: 0.5 },
  });
  await two.hears('approvals', (all) => all.some((each) => each.approval_id === id && each.outcome?.status === 'done'));
  await two.hears('positions', (positions) => positions.some(({ volume }) => volume === 0.5));
  await two.hears('activity', (all) => all.some((each) => each.event === 'approval_granted'));
  await two.hears('policy', (policy) => policy?.kill_switch.on === false);
  const again = await post(`/api/approvals/${id}/approve`, { hash: shown?.hash });
  expect(again.json().error).toMatchObject({ code: 'APPROVAL_USED' });
});

test('the kill switch pulled on one page shows on the other, and only the passphrase lets go of it', async () => {
  const page = await open();
  await page.hears('policy');
  await post('/api/kill-switch', { on: true, reason: 'lunch' });
  await page.hears('policy', (policy) => policy?.kill_switch.reason === 'lunch');
  const refused = await post('/api/kill-switch', { on: false, passphrase: 'a guess' });
  expect(refused.json().error).toMatchObject({ code: 'WRONG_PASSPHRASE' });
  await post('/api/kill-switch', { on: false, passphrase: served.passphrase });
  await page.until(() => page.all('policy').at(-1)?.kill_switch.on === false);
});

test('a restart ends the stream; the session stands, and a new one tells everything anew', async () => {
  const page = await open();
  await page.hears('policy');
  await served.restart();
  await page.until(() => page.ended, 'end');
  const again = await open('USDJPY');
  await again.hears('positions', (positions) => positions.some(({ volume }) => volume === 0.5));
  await again.hears('approvals', ([newest]) => newest?.outcome?.status === 'done');
  await again.hears('activity', (all) => all.length > 5);
  await again.hears('quote', ({ symbol }) => symbol === 'USDJPY');
});

test('signing out ends the stream', async () => {
  const page = await open();
  await page.hears('policy');
  expect((await post('/api/session', undefined, 'DELETE')).json()).toMatchObject({ signed_in: false });
  await page.until(() => page.ended, 'end');
  expect((await open()).status).toBe(401);
});
