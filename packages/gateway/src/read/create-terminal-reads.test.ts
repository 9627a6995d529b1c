import { type Deal, Mt5Error, type Order, type Position, type Timeframe } from '@mt5-bridge/protocol';
import { emptyRates, emptyTicks } from '@mt5-bridge/protocol/wire';
import { describe, expect, it } from 'vitest';
import { hello } from '../testing/stub-client.ts';
import { failure, NOW, testReads } from '../testing/test-reads.ts';

const DAY = 86_400_000;
const stamp = { epoch: 1, seq: 1 };

describe('the identity', () => {
  it.each([
    [{ program: 'ea', trade_mode: 'real' }, 'live'],
    [{ program: 'ea', trade_mode: 'demo' }, 'demo'],
    [{ program: 'ea', trade_mode: 'contest' }, 'demo'],
    [{ program: 'ea', trade_mode: 'unknown' }, 'live'],
    [{ program: 'fake-mt5', trade_mode: 'demo' }, 'fake'],
    [{ program: 'fake-mt5', trade_mode: 'real' }, 'fake'],
  ] as const)('of %j is %s', (greeting, environment) => {
    const { reads, client } = testReads();
    client.link = { state: 'up', hello: { ...hello, ...greeting }, since: 0 };
    expect(reads.identity()).toEqual({ environment, login: 5_012_345_678n, server: 'Broker-Demo' });
  });

  it('is that of the terminal at the other end now', () => {
    const { reads, client } = testReads();
    client.link = { state: 'up', hello: { ...hello, login: 2n ** 60n, trade_mode: 'real' }, since: 0 };
    expect(reads.identity()).toMatchObject({ environment: 'live', login: 2n ** 60n });
  });

  it('is refused while there is no terminal, with the reason', async () => {
    const { reads, client } = testReads();
    client.link = { state: 'connecting' };
    expect(await failure((async () => reads.identity())())).toMatchObject({ code: 'TERMINAL_NOT_CONNECTED' });
    const reason = new Mt5Error('VERSION_MISMATCH');
    client.link = { state: 'down', reason, since: 0 };
    expect(await failure((async () => reads.identity())())).toBe(reason);
  });
});

describe('reads of the terminal', () => {
  it('measure a round trip', async () => {
    const { reads, client } = testReads();
    client.answers = { ping: () => ({ epoch: 1 }) };
    expect(await reads.ping()).toEqual({ round_trip_ms: 0.25 });
  });

  it('show link, greeting, state and offset', async () => {
    const { reads, client } = testReads();
    const terminal = { name: 'MetaTrader 5', connected: true } as never;
    client.answers = { terminal_info: () => terminal, hello: () => ({ ...hello, time_server: NOW }) };
    expect(await reads.terminal()).toEqual({ hello, terminal, utc_offset_minutes: 180 });
    expect(reads.link).toBe(client.link);
    const heard: string[] = [];
    const end = reads.onLink(({ state }) => heard.push(state));
    client.setLink({ state: 'connecting' });
    end();
    client.setLink({ state: 'up', hello, since: 0 });
    expect(heard).toEqual(['connecting']);
  });

  it('hand single answers through', async () => {
    const { reads, client } = testReads();
    const answer = { any: 'thing' } as never;
    client.answers = {
      account_info: () => ({ ...stamp, account: answer }),
      quote: () => answer,
      quotes: () => answer,
      symbol_info: () => answer,
      order_check: () => answer,
      book: () => ({ symbol: 'EURUSD', entries: answer }),
    };
    const answers = [
      reads.account(),
      reads.quote('EURUSD'),
      reads.quotes(['EURUSD', 'USDJPY']),
      reads.symbolInfo('EURUSD'),
      reads.checkOrder({ action: 'deal', symbol: 'EURUSD' }),
      reads.book('EURUSD'),
    ];
    expect(await Promise.all(answers)).toEqual(answers.map(() => answer));
    expect(client.calls.map(({ params }) => params)).toEqual([
      {},
      { symbol: 'EURUSD' },
      { symbols: ['EURUSD', 'USDJPY'] },
      { symbol: 'EURUSD' },
      { action: 'deal', symbol: 'EURUSD' },
      { symbol: 'EURUSD' },
    ]);
  });

  it("tell the market hours in UTC, at the moment that the terminal's own clock shows", async () => {
    const { reads, client, clock } = testReads();
    clock.time += 100 * DAY;
    client.answers = {
      hello: () => ({ ...hello, time_server: NOW }),
      symbol_info: () => ({ trade_mode: 'full' }) as never,
      sessions: () => ({ quote: [], trade: [1, 2, 3, 4, 5].map((day) => ({ day, from: 0, to: 86_400 })) }),
    };
    expect(await reads.marketHours('EURUSD')).toMatchObject({
      symbol: 'EURUSD',
      is_open: true,
      next_close: Date.UTC(2026, 6, 17, 21),
      next_open: Date.UTC(2026, 6, 19, 21),
    });
  });
});

describe('positions and orders', () => {
  it('are narrowed by symbol and ticket in the terminal, by magic here', async () => {
    const { reads, client } = testReads();
    const rows = [7n, 8n, 7n].map((magic, i) => ({ ticket: BigInt(i), magic }));
    client.answers = {
      positions: () => ({ ...stamp, positions: rows as Position[] }),
      orders: () => ({ ...stamp, orders: rows as Order[] }),
    };
    expect((await reads.positions({ symbol: 'EURUSD', magic: 7n })).map(({ ticket }) => ticket)).toEqual([0n, 2n]);
    expect((await reads.orders({ ticket: 5n, magic: 8n })).map(({ ticket }) => ticket)).toEqual([1n]);
    expect(await reads.positions({ magic: 0n })).toEqual([]);
    expect(await reads.orders({})).toHaveLength(3);
    expect(client.calls.map(({ params }) => params)).toEqual([{ symbol: 'EURUSD' }, { ticket: 5n }, {}, {}]);
  });
});

describe('history', () => {
  const deal = { ticket: 1n } as Deal;
  const page = { offset: 10, count: 20 };

  it('is a page of what was selected', async () => {
    const { reads, client } = testReads();
    client.answers = {
      history_deals: () => ({ total: 31, deals: [deal] }),
      history_orders: () => ({ total: 11, orders: [] }),
    };
    expect(await reads.deals({ from: 0, to: NOW, symbol: 'EURUSD' }, page)).toEqual({
      total: 31,
      offset: 10,
      items: [deal],
    });
    expect(await reads.historyOrders({ position: 5n }, page)).toEqual({ total: 11, offset: 10, items: [] });
    await reads.deals({ ticket: 7n }, page);
    expect(client.calls.map(({ params }) => params)).toEqual([
      { from: 0, to: NOW, symbol: 'EURUSD', ...page },
      { position: 5n, ...page },
      { ticket: 7n, ...page },
    ]);
  });

  it.each([
    [{ from: 2, to: 1 }, page, 'INVALID_TIMESTAMP'],
    [{ from: -1, to: 1 }, page, 'INVALID_TIMESTAMP'],
    [{ from: 0, to: NOW + 367 * DAY }, page, 'INVALID_TIMESTAMP'],
    [{ from: Number.NaN, to: 1 }, page, 'INVALID_TIMESTAMP'],
    [{ from: 0, to: 1 }, { offset: -1, count: 1 }, 'INVALID_COUNT'],
    [{ from: 0, to: 1 }, { offset: 0, count: 0 }, 'INVALID_COUNT'],
    [{ from: 0, to: 1 }, { offset: 0, count: 1_001 }, 'TOO_MUCH_DATA'],
  ])('is not %j with %j', async (selection, wrong, code) => {
    const { reads, client } = testReads();
    expect((await failure(reads.deals(selection, wrong))).code).toBe(code);
    expect((await failure(reads.historyOrders(selection, wrong))).code).toBe(code);
    expect(client.calls).toEqual([]);
  });
});

describe('bars and ticks', () => {
  it('are what the terminal gives for the selection', async () => {
    const { reads, client } = testReads();
    const [rates, ticks] = [emptyRates(2), emptyTicks(3)];
    client.answers = {
      rates: () => ({ count: 2, digits: 5, columns: rates }),
      ticks: () => ({ count: 3, digits: 2, columns: ticks }),
    };
    expect(await reads.rates('EURUSD', 'M1', { start: 0, count: 5_000 })).toEqual({ digits: 5, columns: rates });
    await reads.rates('EURUSD', 'MN1', { from: 0, to: NOW });
    expect(await reads.ticks('EURUSD', 'all', { from: NOW, count: 20_000 })).toEqual({ digits: 2, columns: ticks });
    await reads.ticks('EURUSD', 'info', { start: 5, count: 1 });
    await reads.ticks('EURUSD', 'trade', { from: NOW, to: NOW });
    expect(client.calls.map(({ params }) => params)).toEqual([
      { symbol: 'EURUSD', timeframe: 'M1', start: 0, count: 5_000 },
      { symbol: 'EURUSD', timeframe: 'MN1', from: 0, to: NOW },
      { symbol: 'EURUSD', flags: 'all', from: NOW, count: 20_000 },
      { symbol: 'EURUSD', flags: 'info', start: 5, count: 1 },
      { symbol: 'EURUSD', flags: 'trade', from: NOW, to: NOW },
    ]);
  });

  it.each([
    [{ start: 0, count: 0 }, 'INVALID_COUNT', { argument: 'count', value: 0 }],
    [{ start: 0, count: 1.5 }, 'INVALID_COUNT', { argument: 'count' }],
    [{ start: 0, count: Number.POSITIVE_INFINITY }, 'INVALID_COUNT', { argument: 'count' }],
    [{ start: -1, count: 1 }, 'INVALID_COUNT', { argument: 'start', value: -1 }],
    [{ start: 0, count: 1e9 }, 'TOO_MUCH_DATA', { argument: 'count', value: 1e9 }],
    [{ from: NOW, to: NOW - 1 }, 'INVALID_TIMESTAMP', { argument: 'from', from: NOW, to: NOW - 1 }],
    [{ from: -1, to: NOW }, 'INVALID_TIMESTAMP', { argument: 'from' }],
    [{ from: 0, to: NOW * 1000 }, 'INVALID_TIMESTAMP', { argument: 'to' }],
  ])('are not %j', async (selection, code, details) => {
    const { reads, client } = testReads();
    for (const answer of [reads.rates('EURUSD', 'M1', selection), reads.ticks('EURUSD', 'all', selection)]) {
      expect(await failure(answer)).toMatchObject({ code, details });
    }
    expect(client.calls).toEqual([]);
  });

  it('keep to the limits that the terminal states, each to its own', async () => {
    const { reads } = testReads();
    const rates = await failure(reads.rates('EURUSD', 'M1', { start: 0, count: 5_001 }));
    expect(rates).toMatchObject({ code: 'TOO_MUCH_DATA', details: { value: 5_001, limit: 5_000 } });
    const ticks = await failure(reads.ticks('EURUSD', 'all', { from: NOW, count: 20_001 }));
    expect(ticks).toMatchObject({ code: 'TOO_MUCH_DATA', details: { value: 20_001, limit: 20_000 } });
  });

  it('are left to the call while the connection is being made', async () => {
    const { reads, client } = testReads();
    client.link = { state: 'connecting' };
    client.answers = { rates: () => ({ count: 0, digits: 5, columns: emptyRates(0) }) };
    expect((await reads.rates('EURUSD', 'M1', { start: 0, count: 5_001 })).columns.length).toBe(0);
  });

  it('have a time that can be, and a timeframe that is', async () => {
    const { reads } = testReads();
    expect((await failure(reads.ticks('EURUSD', 'all', { from: NOW + 367 * DAY, count: 1 }))).code).toBe(
      'INVALID_TIMESTAMP',
    );
    const wrong = await failure(reads.rates('EURUSD', 'M7' as Timeframe, { start: 0, count: 1 }));
    expect(wrong).toMatchObject({ code: 'INVALID_TIMEFRAME', details: { value: 'M7' } });
  });
});

describe('calculations', () => {
  it('ask for what is given', async () => {
    const { reads, client } = testReads();
    const answer = { margin: 1, price: 1, profit: 1, currency: 'USD' };
    client.answers = { calc_margin: () => answer, calc_profit: () => answer };
    await reads.calcMargin('buy', 'EURUSD', 0.1);
    await reads.calcMargin('sell', 'EURUSD', 0.1, 1.17);
    await reads.calcProfit('buy', 'EURUSD', 0.1, 1.16, 1.17);
    expect(client.calls.map(({ params }) => params)).toEqual([
      { type: 'buy', symbol: 'EURUSD', volume: 0.1 },
      { type: 'sell', symbol: 'EURUSD', volume: 0.1, price: 1.17 },
      { type: 'buy', symbol: 'EURUSD', volume: 0.1, price_open: 1.16, price_close: 1.17 },
    ]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuse %s as volume or price', async (wrong) => {
    const { reads } = testReads();
    const refused = [
      [reads.calcMargin('buy', 'EURUSD', wrong), 'volume'],
      [reads.calcMargin('buy', 'EURUSD', 1, wrong), 'price'],
      [reads.calcProfit('buy', 'EURUSD', wrong, 1, 1), 'volume'],
      [reads.calcProfit('buy', 'EURUSD', 1, wrong, 1), 'price_open'],
      [reads.calcProfit('buy', 'EURUSD', 1, 1, wrong), 'price_close'],
    ] as const;
    for (const [answer, argument] of refused) {
      expect(await failure(answer)).toMatchObject({ code: 'INVALID_PARAMS', details: { argument } });
    }
  });
});
