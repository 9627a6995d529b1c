import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OwnerBrowser } from '../support/owner-browser.ts';
import { PageStream } from '../support/page-stream.ts';
import { type Served, serveHttp } from '../support/served.ts';
import { until } from '../support/wait.ts';

const RULES = `[policy]
auto_approve_notional = 5000
max_lots_per_trade = 10
max_notional_per_trade = 0
max_total_notional = 0
max_position_notional_per_symbol = 0
require_stop_loss = false
max_risk_per_trade_percent = 0
`;

/** The longest that no quote comes for, ms, with much to spare. */
const QUIET = 50_000;

let served: Served;
let agent: Client;
let owner: OwnerBrowser;
const pages: PageStream[] = [];

beforeAll(async () => {
  served = await serveHttp(RULES);
  agent = await served.connect(await served.token());
  owner = new OwnerBrowser(served.url);
  await owner.signIn(served.passphrase);
});
afterAll(async () => {
  for (const page of pages) page.close();
  await agent?.close();
  await served?.end();
});

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  return (await owner.post(path, body)).json() as Promise<Record<string, unknown>>;
}

async function open(symbols?: string): Promise<PageStream> {
  const page = await PageStream.open(served.url, owner.proof, symbols);
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
  await until(() => new Set(told().map(({ profit }) => profit)).size >= 2, 'another profit', QUIET);
  const [opened] = told();
  expect(opened).toMatchObject({ symbol: 'EURUSD', side: 'buy', volume: 0.04, digits: 5 });
  const { price_open, opened_at, sl, tp } = opened ?? {};
  for (const each of told()) expect(each).toMatchObject({ volume: 0.04, price_open, opened_at, sl, tp });
  // The account's figures and the quote of what is held come along, unasked.
  await until(() => new Set(page.all('account').map((account) => account?.equity)).size >= 2, 'another equity', QUIET);
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
  expect(wrong.error).toMatchObject({ code: 'INVALID_APPROVAL' });
  const answer = await post(`/api/approvals/${id}/approve`, { hash: shown?.hash });
  expect(answer).toMatchObject({
    ...{ state: 'approved', channel: 'dashboard', decided_by: 'passphrase' },
    outcome: { status: 'done', volume_filled: 0.5 },
  });
  await two.hears('approvals', (all) => all.some((each) => each.approval_id === id && each.outcome?.status === 'done'));
  await two.hears('positions', (positions) => positions.some(({ volume }) => volume === 0.5));
  await two.hears('activity', (all) => all.some((each) => each.event === 'approval_granted'));
  await two.hears('policy', (policy) => policy?.kill_switch.on === false);
  const again = await post(`/api/approvals/${id}/approve`, { hash: shown?.hash });
  expect(again.error).toMatchObject({ code: 'APPROVAL_USED' });
});

test('the kill switch pulled on one page shows on the other, and only the passphrase lets go of it', async () => {
  const page = await open();
  await page.hears('policy');
  await post('/api/kill-switch', { on: true, reason: 'lunch' });
  await page.hears('policy', (policy) => policy?.kill_switch.reason === 'lunch');
  const refused = await post('/api/kill-switch', { on: false, passphrase: 'a guess' });
  expect(refused.error).toMatchObject({ code: 'WRONG_PASSPHRASE' });
  await post('/api/kill-switch', { on: false, passphrase: served.passphrase });
  await until(() => page.all('policy').at(-1)?.kill_switch.on === false, 'the release');
});

test('a restart ends the stream; the session stands, and a new one tells everything anew', async () => {
  const page = await open();
  await page.hears('policy');
  await served.restart();
  await until(() => page.hasEnded, 'the end of the stream');
  const again = await open('USDJPY');
  await again.hears('positions', (positions) => positions.some(({ volume }) => volume === 0.5));
  await again.hears('approvals', ([newest]) => newest?.outcome?.status === 'done');
  await again.hears('activity', (all) => all.length > 5);
  await again.hears('quote', ({ symbol }) => symbol === 'USDJPY');
});

test('signing out ends the stream', async () => {
  const page = await open();
  await page.hears('policy');
  await owner.signOut();
  await until(() => page.hasEnded, 'the end of the stream');
  expect((await open()).status).toBe(401);
});
