import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import { OpenPage } from '../../testing/open-page.ts';
import { proofOf, StubDashboard } from '../../testing/stub-dashboard.ts';
import { auditRecord, type GatewayAnswers, policy, StubGateway } from '../../testing/stub-gateway.ts';
import { serveHttp } from '../../testing/stub-http.ts';
import { type Answers, account, NOON, position, StubReads } from '../../testing/stub-reads.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Terms {
  readonly answers?: Answers;
  readonly trading?: GatewayAnswers;
  readonly port?: number;
}

async function world({ answers = {}, trading = {}, port = 0 }: Terms = {}) {
  const stub = new StubReads(answers);
  const gateway = new StubGateway(trading);
  const dashboard = new StubDashboard();
  const clock = new ManualClock(NOON);
  const served = await serveHttp({
    http: { port },
    services: { reads: stub.reads, gateway: gateway.gateway, clock, ...dashboard.services },
  });
  ends.push(() => served.server.close());
  const page = async (token = 'one', symbols?: string) => {
    const opened = await OpenPage.open(served.url, proofOf(token), symbols);
    ends.push(() => opened.close());
    return opened;
  };
  /** Of everything that a page is told of. */
  const listeners = () => stub.listeners + dashboard.listeners + gateway.listeners;
  return { ...served, stub, gateway, dashboard, clock, page, listeners };
}

type World = Awaited<ReturnType<typeof world>>;

/** Lets time pass until something is so. */
async function passing({ clock }: World, ms: number, isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries === 2_000) throw new Error('it never came to that');
    await clock.pass(ms);
  }
}

describe('a page', () => {
  test('hears one of each kind at first', async () => {
    const here = await world();
    const { page, gateway } = here;
    gateway.pending();
    const opened = await page('one', 'USDJPY');
    expect(opened.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    expect(await opened.hears('link')).toMatchObject({ state: 'up', environment: 'fake', login: '1000001', now: NOON });
    expect(await opened.hears('account')).toMatchObject({ equity: 10_000.3, profit: 0.3, margin_level: 8_751.29 });
    expect(await opened.hears('positions')).toMatchObject([
      { ticket: '1152921504606846976', side: 'buy', volume: 0.3, price_open: 1.14273, digits: 5 },
    ]);
    expect(await opened.hears('orders')).toMatchObject([
      { ticket: '42', type: 'buy_limit', price: 147.123, digits: 3 },
    ]);
    expect(await opened.hears('approvals')).toMatchObject([{ approval_id: 'APP000000001', state: 'pending' }]);
    expect(await opened.hears('policy')).toMatchObject({
      ...{ preset: 'guarded', unknown: 1, denylist: ['XAUUSD'] },
      levels: [{ above: 20_000, channels: ['cli'] }],
    });
    const [alert] = await opened.hears('alerts');
    expect(alert).toMatchObject({ alert_id: 'ALERT0000001', comment: 'buy now', text: '-'.repeat(2_000) });
    expect(await opened.hears('activity')).toMatchObject([{ seq: 7, data: { reason: 'line break' } }]);
    expect(await opened.hears('equity')).toMatchObject({ is_whole: true, at: [NOON], equity: [10_000.3] });
    expect(await opened.hears('config')).toMatchObject({ file: 'config.toml', preset: 'guarded' });
    const quoted = await opened.hears('quote', ({ symbol }) => symbol === 'USDJPY');
    expect(quoted).toMatchObject({ bid: 1.143, spread_points: 4, digits: 3, at: NOON + 93 });
    // Of the open position, which nobody asked for.
    await passing(here, 100, () => opened.all('quote').some(({ symbol }) => symbol === 'EURUSD'));
  });

  test('hears each again when it changes, and what did not change never twice', async () => {
    let profit = 1;
    const here = await world({ answers: { account: async () => ({ ...account, profit }) } });
    const opened = await here.page();
    await opened.hears('account');
    here.stub.change('account');
    await here.clock.pass(1_000);
    profit = 2;
    here.stub.change('account');
    await passing(here, 100, () => opened.all('account').length > 1);
    expect(opened.all('account').map((one) => one?.profit)).toEqual([1, 2]);
  });

  test('hears of a kind five times a second at most, the newest at last', async () => {
    let profit = 0;
    const here = await world({ answers: { positions: async () => [{ ...position, profit }] } });
    const opened = await here.page();
    await opened.hears('positions');
    for (let ms = 0; ms < 1_000; ms += 10) {
      profit++;
      here.stub.change('positions');
      await here.clock.pass(10);
    }
    await passing(here, 100, () => opened.all('positions').at(-1)?.[0]?.profit === 100);
    expect(opened.all('positions').length).toBeLessThanOrEqual(1 + 5 + 1);
  });

  test('hears of new records, and of points of the curve alone unless it is another one', async () => {
    const here = await world();
    const opened = await here.page();
    await opened.hears('activity');
    here.dashboard.record({ ...auditRecord, seq: 8 });
    expect(await opened.hears('activity', (records) => records.length === 1 && records[0]?.seq === 8)).toBeDefined();
    here.dashboard.points.push({ at: NOON + 10_000, equity: 9_999, balance: 10_000 });
    here.dashboard.sampled.tell();
    const point = await opened.hears('equity', ({ is_whole }) => !is_whole);
    expect(point).toMatchObject({ at: [NOON + 10_000], equity: [9_999] });
    // A page that opens later has the whole curve, and the records in order.
    const later = await here.page('two');
    expect(await later.hears('equity')).toMatchObject({ is_whole: true, at: [NOON, NOON + 10_000] });
    expect((await later.hears('activity')).map(({ seq }) => seq)).toEqual([7, 8]);
    here.dashboard.account = 7n;
    here.dashboard.sampled.tell();
    await opened.until(() => opened.all('equity').filter(({ is_whole }) => is_whole).length === 2);
  });

  test('hears of a whole day as finely as a picture shows it', async () => {
    const here = await world();
    const [first] = here.dashboard.points.splice(0);
    for (let n = 0; n < 1_080; n++) {
      here.dashboard.points.push({ ...first, at: NOON + n * 10_000, equity: n, balance: 0 });
    }
    const { at, equity } = await (await here.page()).hears('equity');
    // Two hours by the minute, and the last one in full.
    expect(at).toHaveLength(2 * 60 + 360);
    expect(equity.at(-1)).toBe(1_079);
    expect(at.slice(0, 2)).toEqual([NOON, NOON + 60_000]);
    expect(at.slice(-2)).toEqual([NOON + 10_780_000, NOON + 10_790_000]);
  });

  test('is told what cannot be read, by name, and when it can again', async () => {
    let isBroken = true;
    const here = await world({
      answers: {
        orders: async () => {
          if (isBroken) throw new Mt5Error('TIMEOUT');
          return [];
        },
      },
    });
    const opened = await here.page();
    expect(await opened.hears('problem')).toMatchObject({ event: 'orders', error: { code: 'TIMEOUT' } });
    isBroken = false;
    await passing(here, 1_000, () => opened.all('orders').length === 1);
    const later = await here.page();
    await later.hears('orders');
    expect(later.all('problem')).toEqual([]);
  });

  test('is told of a failing ledger, and hears of everything else', async () => {
    const refuse = () => {
      throw new Mt5Error('LEDGER_UNAVAILABLE');
    };
    const here = await world({ trading: { approvals: refuse } });
    const opened = await here.page();
    expect(await opened.hears('problem')).toMatchObject({ event: 'approvals', error: { code: 'LEDGER_UNAVAILABLE' } });
    await opened.hears('positions');
  });

  test('sees no marks that hide words in what an agent says', async () => {
    const kill_switch = { on: true, since: NOON, by: 'agent\u202E', reason: 'fine\nReleased by the owner' };
    const here = await world({ trading: { policy: async () => ({ ...policy, kill_switch }) } });
    const told = await (await here.page()).hears('policy');
    expect(told?.kill_switch).toMatchObject({ by: 'agent ', reason: 'fine Released by the owner' });
  });

  test('hears of a symbol that the broker does not have', async () => {
    const { page } = await world();
    const opened = await page('one', 'NOSUCH');
    const told = await opened.hears('problem');
    expect(told).toMatchObject({ event: 'quote', error: { code: 'SYMBOL_NOT_FOUND', details: { symbol: 'NOSUCH' } } });
  });

  test('hears nothing of quotes that another one asked for', async () => {
    const here = await world();
    const [one, two] = [await here.page('one', 'USDJPY'), await here.page('two', 'BTC%2FUSD')];
    await one.hears('quote', ({ symbol }) => symbol === 'USDJPY');
    await passing(here, 100, () => two.all('quote').some(({ symbol }) => symbol === 'BTC/USD'));
    expect(one.all('quote').some(({ symbol }) => symbol === 'BTC/USD')).toBe(false);
    expect(two.all('quote').some(({ symbol }) => symbol === 'USDJPY')).toBe(false);
  });

  test('is refused symbols that are none, and too many', async () => {
    const { page } = await world();
    expect((await page('one', ',')).status).toBe(200);
    expect((await page('one', 'A%0AB')).status).toBe(400);
    expect((await page('one', Array(21).fill('EURUSD').join(','))).status).toBe(400);
  });
});

/** Enough positions that a few rounds of them are more than sockets hold. */
async function crowded() {
  let round = 0;
  const many = () => Array.from({ length: 2_000 }, (_, n) => ({ ...position, ticket: BigInt(n), profit: round }));
  const here = await world({ answers: { positions: async () => many() } });
  return {
    ...here,
    async rounds(count: number, reader: OpenPage): Promise<void> {
      for (let n = 0; n < count; n++) {
        round++;
        here.stub.change('positions');
        await here.clock.pass(200);
        await reader.until(() => reader.all('positions').at(-1)?.[0]?.profit === round);
      }
    },
  };
}

test('a slow reader hears the newest, not all that it missed', async () => {
  const here = await crowded();
  const [slow, awake] = [await here.page('one'), await here.page('two')];
  await Promise.all([slow.hears('policy'), awake.hears('policy')]);
  slow.sleep();
  await here.rounds(60, awake);
  slow.wakeUp();
  await slow.until(() => slow.all('positions').at(-1)?.[0]?.profit === 60);
  expect(awake.all('positions').length).toBeGreaterThan(60);
  expect(slow.all('positions').length).toBeLessThan(40);
});

describe('pages', () => {
  test('share what they are told, and while none is open nothing is observed or read', async () => {
    const here = await world();
    const before = here.listeners();
    const [one, two] = [await here.page('one'), await here.page('two')];
    await Promise.all([one.hears('policy'), two.hears('policy'), one.hears('quote'), two.hears('quote')]);
    const observed = here.stub.observed.length;
    expect(here.stub.called('positions')).toHaveLength(1);
    expect(here.gateway.called('policy')).toHaveLength(1);
    one.close();
    await passing(here, 100, () => true);
    here.stub.change('positions');
    two.close();
    await vi.waitFor(() => expect(here.listeners()).toBe(before));
    expect(here.stub.observed).toHaveLength(observed);
    const calls = here.stub.calls.length;
    await here.clock.pass(60_000);
    expect(here.stub.calls).toHaveLength(calls);
    const again = await here.page();
    await again.hears('positions');
  });

  test('are no more than a person can open', async () => {
    const { page } = await world();
    for (let n = 0; n < 32; n++) await page();
    expect((await page()).status).toBe(429);
  });

  test('are told that they are heard of, every fifteen seconds', async () => {
    const here = await world();
    const opened = await here.page();
    await opened.hears('policy');
    await passing(here, 1_000, () => opened.beats === 2);
    expect(here.clock.time).toBeGreaterThanOrEqual(NOON + 30_000);
  });
});

describe('a stream ends', () => {
  test('when its owner signs out, and no other one', async () => {
    const here = await world();
    const [one, two] = [await here.page('one'), await here.page('two')];
    await Promise.all([one.hears('policy'), two.hears('policy')]);
    here.dashboard.sessions.delete('one');
    await passing(here, 500, () => one.ended);
    here.dashboard.record({ ...auditRecord, seq: 9 });
    await two.hears('activity', (records) => records.some(({ seq }) => seq === 9));
    expect((await here.page('one')).status).toBe(401);
  });

  test('for a reader who stopped, and others hear on', async () => {
    const here = await crowded();
    const [sleeper, awake] = [await here.page('one'), await here.page('two')];
    await Promise.all([sleeper.hears('policy'), awake.hears('policy')]);
    sleeper.sleep();
    await here.rounds(30, awake);
    await passing(here, 1_000, () => awake.beats > 3);
    awake.close();
    // Nobody is left.
    await vi.waitFor(() => expect(here.dashboard.listeners).toBe(0));
  });

  test('with the server, and the next server at its place tells everything anew', async () => {
    const first = await world();
    const opened = await first.page();
    await opened.hears('policy');
    await first.server.close();
    await opened.until(() => opened.ended, 'end');
    expect(first.listeners()).toBeLessThanOrEqual(1);
    const second = await world({ port: first.server.port });
    expect(second.url).toBe(first.url);
    const again = await second.page();
    await again.hears('policy');
    await again.hears('positions');
  });
});
