import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { configFor, connectBridge } from '../support/bridge.ts';
import { type AnyClient, connectAny } from '../support/clients.ts';
import { type FakeProcess, startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';

/**
 * What a program in this field was seen to do wrong with real money, one test each, through the built server. The
 * numbers are only there to tell them apart.
 */
let fake: FakeProcess;
beforeAll(async () => {
  fake = await startFake(['--seed', '7', '--start', '2026-11-11T13:00:00Z']);
});
afterAll(() => fake.kill());

const OPEN = '[policy]\npreset = "open"\n';
const order = { symbol: 'EURUSD', side: 'buy', volume: 0.01 };

async function serve(rules = OPEN): Promise<AnyClient> {
  const client = await connectAny('sdk 2 modern', ['--config', configFor(fake, rules)]);
  onTestFinished(() => client.close());
  await client.call('ping');
  return client;
}

const data = async (client: AnyClient, tool: string, args: Record<string, unknown> = {}) =>
  (await client.call(tool, args)).data;

interface Position {
  readonly ticket: number;
  readonly symbol: string;
  readonly profit: number;
}

async function positions(client: AnyClient): Promise<readonly Position[]> {
  return (await data(client, 'get_positions')).positions as Position[];
}

describe('money', () => {
  test('1: notional counts the contract size: 100 lots EURUSD ask for approval above 1,000', async () => {
    const client = await serve(`${OPEN}auto_approve_notional = 1000\n`);
    const answer = await data(client, 'place_order', { ...order, volume: 100 });
    expect(answer).toMatchObject({ status: 'pending_approval', success: false });
    expect(JSON.stringify(answer)).toMatch(/"notional":1\d{7}/);
  });

  test('2: an approval is for the whole order: another stop voids it', async () => {
    const client = await serve(`${OPEN}auto_approve_notional = 1000\n[approvals]\nchannels = ["agent"]\n`);
    const { ask } = await data(client, 'get_quote', { symbol: 'EURUSD' });
    const proposed = { ...order, volume: 0.05, sl: Number((Number(ask) - 0.01).toFixed(5)) };
    const { approval_id } = await data(client, 'place_order', proposed);
    const yes = { approval_confirmed: true, approval_request_id: approval_id };
    const other = { ...proposed, ...yes, sl: 0.5 };
    expect(await data(client, 'place_order', other)).toMatchObject({ code: 'INVALID_APPROVAL' });
    expect(await data(client, 'place_order', { ...proposed, ...yes })).toMatchObject({ status: 'done' });
    await data(client, 'close_all', { symbol: 'EURUSD', side: 'buy' });
  });

  test('3: the loss of the day is counted, and stops what adds risk', async () => {
    const client = await serve(`${OPEN}max_daily_loss = 0.01\n`);
    expect(await data(client, 'place_order', order)).toMatchObject({
      code: 'LIMIT_DAILY_LOSS',
      details: { limit: 'max_daily_loss', configured: 0.01 },
    });
  });

  test('4: the loss that a close would realise counts the contract size', async () => {
    const client = await serve(`${OPEN}max_realised_loss_per_close = 1\n`);
    const worst = [...(await positions(client))].sort((a, b) => a.profit - b.profit)[0];
    expect(worst?.profit).toBeLessThan(-10);
    const answer = await data(client, 'close_position', { ticket: worst?.ticket });
    expect(answer).toMatchObject({ code: 'LIMIT_REALISED_LOSS', details: { configured: 1 } });
    const { attempted } = answer.details as { attempted: number };
    expect(Math.abs(attempted - Math.abs(worst?.profit ?? 0))).toBeLessThan(Math.abs(worst?.profit ?? 0) * 0.2);
  });

  test('5: an edited denylist holds within a second', async () => {
    const file = configFor(fake, OPEN);
    const client = await connectAny('sdk 2 modern', ['--config', file]);
    onTestFinished(() => client.close());
    await client.call('ping');
    // More than the account can pay, so that nothing is sent until the list holds.
    const started = Date.now();
    writeFileSync(file, `${readFileSync(file, 'utf8')}[symbols]\ndenylist = ["GBPUSD"]\n`);
    const denied = async () =>
      (await data(client, 'place_order', { ...order, symbol: 'GBPUSD', volume: 40 })).code === 'SYMBOL_DENIED';
    await until(denied, 'the denylist');
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  test('8: a change of price alone keeps stops and expiry of a pending order', async () => {
    const client = await serve();
    const pending = { ...order, type: 'limit', price: 0.9, sl: 0.8, tp: 1.0, expiration: '2026-11-12T13:00:00Z' };
    const { ticket } = await data(client, 'place_order', pending);
    expect(await data(client, 'modify_order', { ticket, price: 0.91 })).toMatchObject({ status: 'done' });
    const { orders } = await data(client, 'get_orders');
    const changed = (orders as { ticket: unknown }[]).find((one) => one.ticket === ticket);
    expect(changed).toMatchObject({ price_open: 0.91, sl: 0.8, tp: 1.0, time_expiration: '2026-11-12T13:00:00.000Z' });
    await data(client, 'cancel_order', { ticket });
  });

  test('13: without a configuration the guards are up', async () => {
    const client = await serve('');
    const { preset, limits } = await data(client, 'get_policy');
    expect(preset).toBe('guarded');
    const up = (limits as { limit: string; configured: unknown }[]).filter(({ configured }) => Boolean(configured));
    expect(up.map(({ limit }) => limit)).toEqual(
      expect.arrayContaining(['auto_approve_notional', 'max_daily_loss', 'max_lots_per_trade', 'require_stop_loss']),
    );
    expect(await data(client, 'place_order', order)).toMatchObject({ code: 'STOP_LOSS_REQUIRED' });
  });
});

describe('answers', () => {
  test('6: an unknown symbol is told as such by every tool that reads', async () => {
    const client = await serve();
    const args = { symbol: 'NOSUCH', timeframe: 'H1', count: 3, side: 'buy', volume: 1 };
    const asked = {
      get_quote: ['symbol'],
      get_symbol_info: ['symbol'],
      get_market_hours: ['symbol'],
      get_rates: ['symbol', 'timeframe', 'count'],
      calc_margin: ['symbol', 'side', 'volume'],
      place_order: ['symbol', 'side', 'volume'],
    } as const;
    for (const [tool, names] of Object.entries(asked)) {
      const given = Object.fromEntries(names.map((name) => [name, args[name]]));
      expect(await data(client, tool, given), tool).toMatchObject({ code: 'SYMBOL_NOT_FOUND' });
    }
  });

  test('7: a misspelt word and a bad volume are the caller’s to correct, not an internal error', async () => {
    const client = await serve();
    const [first] = await positions(client);
    const answers = [
      await data(client, 'place_order', { ...order, side: 'LONG' }),
      await data(client, 'place_order', { ...order, type: 'Market!' }),
      await data(client, 'close_position', { ticket: first?.ticket, volume: 1_000 }),
      await data(client, 'close_position', { ticket: first?.ticket, volume: -1 }),
    ];
    for (const answer of answers) {
      expect(answer.code).toMatch(/^INVALID_(PARAMS|VOLUME)$/);
      expect(answer).toMatchObject({ requires_human: false });
    }
  });

  test('9: bars come in the order that the tool describes', async () => {
    const bridge = await connectBridge(fake, 'modern');
    onTestFinished(() => bridge.close());
    const { tools } = await bridge.client.listTools();
    const described = JSON.stringify(tools.find(({ name }) => name === 'get_rates'));
    expect(described).toMatch(/newest last/);
    const answer = await bridge.client.callTool({
      name: 'get_rates',
      arguments: { symbol: 'EURUSD', timeframe: 'H1', count: 5 },
    });
    const { rows } = answer.structuredContent as { rows: [string][] };
    const times = rows.map(([time]) => time);
    expect(times).toHaveLength(5);
    expect([...times].sort()).toEqual(times);
  });

  test('10: a failed order is an error; tools carry hints; the version is this program’s own', async () => {
    const client = await serve();
    const failed = await client.call('place_order', { ...order, volume: 40 });
    expect(failed.isError).toBe(true);
    const bridge = await connectBridge(fake, 'modern');
    onTestFinished(() => bridge.close());
    const { tools } = await bridge.client.listTools();
    for (const { name, annotations } of tools) {
      expect(Object.keys(annotations ?? {}), name).toEqual(
        expect.arrayContaining(['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint']),
      );
    }
    const own = JSON.parse(readFileSync(new URL('../../packages/cli/package.json', import.meta.url), 'utf8'));
    expect(bridge.client.getServerVersion()).toMatchObject({ name: 'mt5-bridge', version: own.version });
  });

  test('11: a terminal that is slow holds up nobody who does not ask it', async () => {
    const client = await serve();
    await client.call('list_approvals');
    fake.control({ fault: 'delay', ms: 1_500, op: 'rates' });
    let isAnswered = false;
    const slow = client.call('get_rates', { symbol: 'EURUSD', timeframe: 'H1', count: 3 }).then((answer) => {
      isAnswered = true;
      return answer;
    });
    expect((await client.call('list_approvals')).isError).toBe(false);
    expect(isAnswered).toBe(false);
    expect((await slow).isError).toBe(false);
  });

  test('12: times before a change of the clocks have the offset of their own date', async () => {
    const client = await serve();
    const answer = await client.call('get_rates', { symbol: 'EURUSD', timeframe: 'D1', count: 20 });
    const hours = new Set(
      JSON.stringify(answer.data)
        .match(/2026-1[01]-\d\dT\d\d/g)
        ?.map((time) => time.slice(-2)),
    );
    // The broker's midnight is 21:00 UTC in summer and 22:00 in winter, which began on 1 November.
    expect(hours).toEqual(new Set(['21', '22']));
  });
});
