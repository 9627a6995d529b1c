import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnyClient, clientKinds, connectTo } from '../support/clients.ts';
import { type FakeProcess, startFake } from '../support/processes.ts';
import { pause, until } from '../support/wait.ts';

/** MCP client -> built `mt5-bridge serve` -> typed client -> ZeroMQ -> FakeMT5 as a process of its own. */
describe.each(clientKinds)('%s', (kind) => {
  let fake: FakeProcess;
  let client: AnyClient;
  beforeAll(async () => {
    fake = await startFake(['--seed', '7', '--start', '2026-07-15T13:00:00Z', '--speed', '20']);
    client = await connectTo(kind, fake);
  });
  afterAll(async () => {
    await client.close();
    await fake.kill();
  });

  test('every tool is offered', async () => {
    const offered = await client.tools();
    const expected =
      'ping get_terminal_info get_account_info get_quote get_quotes get_symbols get_symbol_info get_market_hours ' +
      'get_positions get_orders get_history get_history_orders get_rates get_ticks get_book get_indicator ' +
      'get_calendar get_chart_image get_charts calc_margin calc_profit ' +
      'check_order place_order modify_order close_position cancel_order close_by close_all get_approval ' +
      'list_approvals get_order_outcome get_policy get_audit kill_switch_on ' +
      'get_market_context get_recent_alerts claim_alert resolve_alert';
    expect(offered.sort()).toEqual(expected.split(' ').sort());
  });

  test('every answer names environment, login and server', async () => {
    const calls: [string, Record<string, unknown>][] = [
      ['ping', {}],
      ['get_terminal_info', {}],
      ['get_account_info', {}],
      ['get_quote', { symbol: 'EURUSD' }],
      ['get_quotes', { symbols: ['EURUSD', 'XAUUSD'] }],
      ['get_symbols', {}],
      ['get_symbol_info', { symbol: 'EURUSD' }],
      ['get_market_hours', { symbol: 'EURUSD' }],
      ['get_positions', {}],
      ['get_orders', {}],
      ['get_history', { from_ts: '2000-01-01T00:00:00Z', to_ts: '2099-01-01T00:00:00Z' }],
      ['get_history_orders', { from_ts: '2000-01-01T00:00:00Z', to_ts: '2099-01-01T00:00:00Z' }],
      ['get_rates', { symbol: 'EURUSD', timeframe: 'H1', count: 10 }],
      ['get_ticks', { symbol: 'EURUSD', count: 10 }],
      ['get_book', { symbol: 'EURUSD' }],
      ['get_indicator', { symbol: 'EURUSD', timeframe: 'H1', type: 'macd' }],
      ['get_calendar', {}],
      ['get_chart_image', { symbol: 'EURUSD', timeframe: 'H1' }],
      ['get_charts', { globals: true }],
      ['calc_margin', { symbol: 'EURUSD', side: 'buy', volume: 0.1 }],
      ['calc_profit', { symbol: 'EURUSD', side: 'buy', volume: 0.1, price_open: 1.1, price_close: 1.2 }],
      ['check_order', { symbol: 'EURUSD', side: 'buy', type: 'market', volume: 0.1 }],
    ];
    for (const [name, args] of calls) {
      const { isError, data, text } = await client.call(name, args);
      expect(isError, `${name}: ${text}`).toBe(false);
      expect(data, name).toMatchObject({ environment: 'fake', login: expect.anything(), server: 'FakeMT5-Demo' });
    }
  });

  test('an indicator is what its bars are, the calendar that of the week, a picture is one', async () => {
    const chart = { symbol: 'XAUUSD', timeframe: 'H4' };
    const last = { ...chart, count: 5, start: 1 };
    const { data: average } = await client.call('get_indicator', { ...last, type: 'ma', inputs: { period: 1 } });
    const { data: bars } = await client.call('get_rates', last);
    const closes = (bars.rows as unknown[][]).map(([time, , , , close]) => [time, close]);
    expect(average).toMatchObject({ rows: closes, inputs: { period: 1, method: 'sma', applied_price: 'close' } });

    const { data: week } = await client.call('get_calendar', { currency: 'USD' });
    const releases = week.releases as { name: string; time: string; actual: number | null }[];
    expect(releases).toContainEqual(expect.objectContaining({ name: 'Initial Jobless Claims', actual: null }));

    const { pictures } = await client.call('get_chart_image', { ...chart, width: 320, height: 200 });
    const png = Buffer.from(pictures[0] ?? '', 'base64');
    expect([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 320, 200]);
  });

  test('resources are listed, completable and readable', async () => {
    expect((await client.resources()).sort()).toEqual(
      [
        ...['account://current', 'positions://current', 'orders://current', 'quotes://{symbol}', 'book://{symbol}'],
        ...['policy://current', 'approvals://pending', 'alerts://recent'],
        ...['ui://mt5-bridge/approval.html', 'ui://mt5-bridge/positions.html'],
      ].sort(),
    );
    expect(await client.complete('quotes://{symbol}', 'EUR')).toEqual(['EURUSD', 'EURGBP'].sort());
    expect(await client.read('account://current')).toMatchObject({ environment: 'fake', currency: 'USD' });
    expect(await client.read('quotes://EURUSD')).toMatchObject({ symbol: 'EURUSD', environment: 'fake' });
  });

  test('a subscribed quote wakes the client, and no longer after it unsubscribed', async () => {
    let updates = 0;
    const end = await client.subscribe('quotes://EURUSD', () => {
      updates++;
    });
    await until(() => updates >= 5, 'five updates');
    await end();
    await pause(300);
    const before = updates;
    await pause(700);
    expect(updates).toBe(before);
  });

  test('floating profit wakes nobody', async () => {
    let updates = 0;
    const end = await client.subscribe('account://current', () => {
      updates++;
    });
    const profit = async () => (await client.call('get_account_info')).data.profit;
    const first = await profit();
    // What was read before the first snapshot came may be out of date: one update may say so.
    await pause(500);
    const atRest = updates;
    await until(async () => (await profit()) !== first, 'the floating profit moves');
    await pause(2_500);
    expect(updates).toBe(atRest);
    await end();
  });

  test('a subscription to a symbol that nobody has is refused', async () => {
    await expect(client.subscribe('quotes://NOSUCHSYMBOL', () => {})).rejects.toThrow(/SYMBOL_NOT_FOUND/);
  });
});
