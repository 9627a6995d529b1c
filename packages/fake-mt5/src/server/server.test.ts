import { operations, type Params, timeframe } from '@mt5-bridge/protocol';
import { decodeReply, encodeRequest, MAX_FRAME_BYTES, pack, unpackRates, unpackTicks } from '@mt5-bridge/protocol/wire';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseMarketFile } from '../market/export-file.ts';
import { NOON, type Running, running } from '../testing/running.ts';

const HOUR = 3_600_000;
const NOBODY = 18_446_744_073_709_551_615n;
let r: Running;
const logged: string[] = [];

beforeEach(async () => {
  logged.length = 0;
  r = await running({ log: (_level, message) => void logged.push(message) });
});
afterEach(() => r.fake.stop());

describe('frames', () => {
  test('no frame, garbage and another version get one answer each, to the id that can be read', async () => {
    const codes: unknown[] = [];
    for (const frames of [
      [],
      [new Uint8Array()],
      [Uint8Array.of(0xc1)],
      [encodeRequest({ id: 9, op: 2, ttl: 0, a: {} }, 7)],
      [pack({ v: 1, id: 10, op: 'ping', ttl: 0, a: {} })],
      [encodeRequest({ id: 11, op: 9_999, ttl: 0, a: {} })],
      [encodeRequest({ id: 12, op: 2, ttl: NOON - 1, a: {} })],
      [encodeRequest({ id: 13, op: 7, ttl: 0, a: { symbol: '' } })],
    ]) {
      const [head, ...rest] = await r.caller.exchange(...frames);
      const reply = decodeReply(head ?? new Uint8Array());
      expect(rest).toEqual([]);
      codes.push([reply.id, reply.ok ? 'ok' : reply.e.code]);
    }
    expect(codes).toEqual([
      [0, 'BAD_FRAME'],
      [0, 'BAD_FRAME'],
      [0, 'BAD_FRAME'],
      [9, 'VERSION_MISMATCH'],
      [10, 'BAD_FRAME'],
      [11, 'UNKNOWN_OPERATION'],
      [12, 'EXPIRED'],
      [13, 'INVALID_PARAMS'],
    ]);
    expect(logged).toEqual([]);
  });

  test('a request past the limit is refused by its size, frames together', async () => {
    const { max_request_bytes } = await r.caller.call('hello', {});
    expect(max_request_bytes).toBeLessThan(MAX_FRAME_BYTES);
    const request = encodeRequest({ id: 5, op: 2, ttl: 0, a: {} });
    const [head = request] = await r.caller.exchange(request, new Uint8Array(max_request_bytes));
    expect(decodeReply(head)).toMatchObject({ id: 5, ok: false, e: { code: 'BAD_FRAME' } });
  });

  test('arguments are refused by the path of the first that is wrong', async () => {
    expect((await r.caller.refusal('quotes', { symbols: ['EURUSD', 5] })).message).toMatch(/^a\.symbols\[1\]: /);
    expect((await r.caller.refusal('rates', { symbol: 'EURUSD', timeframe: 7 })).message).toMatch(/^a\.timeframe: /);
    expect((await r.caller.refusal('ping', 5)).message).toMatch(/^a: expected a map/);
  });

  test('a handler that fails is answered with INTERNAL and logged, and the next request is served', async () => {
    const broken = vi.spyOn(r.fake.market, 'symbol').mockImplementation(() => {
      throw new RangeError('the roof is on fire');
    });
    expect(await r.caller.refusal('quote', { symbol: 'EURUSD' })).toEqual({
      code: 'INTERNAL',
      message: 'the roof is on fire',
    });
    expect(logged).toEqual(['an operation failed unexpectedly: the roof is on fire']);
    broken.mockRestore();
    expect((await r.caller.call('quote', { symbol: 'EURUSD' })).symbol).toBe('EURUSD');
  });
});

describe('identity', () => {
  test('hello tells the account, the limits, and both clocks three hours apart', async () => {
    const hello = await r.caller.call('hello', {});
    expect(hello).toMatchObject({ login: 5_012_345n, server: 'FakeMT5-Demo', trade_mode: 'demo', epoch: r.fake.epoch });
    expect(hello).toMatchObject({ program: 'fake-mt5', margin_mode: 'retail_hedging', currency: 'USD' });
    expect(hello.operations).toEqual(Object.keys(operations));
    expect(hello.time_server_raw - hello.time_gmt_raw).toBe(3 * HOUR);
    expect(await r.caller.call('ping', {})).toEqual({ epoch: r.fake.epoch });
  });
});

describe('symbols', () => {
  test('a symbol is in Market Watch once somebody asked for its quote', async () => {
    const selected = async () =>
      (await r.caller.call('symbols', { selected: true, offset: 0, count: 100 })).symbols.map(({ name }) => name);
    expect(await selected()).not.toContain('EURGBP');
    expect((await r.caller.call('symbol_info', { symbol: 'EURGBP' })).select).toBe(false);
    await r.caller.call('quote', { symbol: 'EURGBP' });
    expect(await selected()).toContain('EURGBP');
    expect((await r.caller.call('symbol_info', { symbol: 'EURGBP' })).select).toBe(true);
  });

  test('pages and path narrow the list', async () => {
    const all = await r.caller.call('symbols', { offset: 0, count: 100 });
    expect(all.total).toBe(8);
    const second = await r.caller.call('symbols', { offset: 3, count: 2 });
    expect(second).toEqual({ total: 8, symbols: all.symbols.slice(3, 5) });
    const forex = await r.caller.call('symbols', { path: 'Forex\\', offset: 0, count: 100 });
    expect(forex.total).toBe(6);
  });

  test('tick values follow the quotes, for gain and loss apart', async () => {
    const { bid, ask } = await r.caller.call('quote', { symbol: 'USDJPY' });
    const info = await r.caller.call('symbol_info', { symbol: 'USDJPY' });
    expect(info.trade_tick_value_profit).toBeCloseTo(100 / ask, 7);
    expect(info.trade_tick_value_loss).toBeCloseTo(100 / bid, 7);
    expect(info.trade_tick_value).toBe(info.trade_tick_value_profit);
    expect(info.session_open).toBeGreaterThan(0);
    expect(info.session_close).toBeGreaterThan(0);
  });
});

describe('history of prices', () => {
  test('ticks come as records that say what the columns of the market say', async () => {
    const symbol = r.fake.market.symbol('EURUSD');
    const { result, records } = await r.caller.callBulk('ticks', {
      symbol: 'EURUSD',
      flags: 'all',
      start: 3,
      count: 500,
    });
    expect(result).toEqual({ count: 500, digits: 5 });
    expect(unpackTicks(records ?? new Uint8Array()).bid).toEqual(symbol?.ticksByPosition('all', 3, 500).bid);
    const none = await r.caller.callBulk('ticks', { symbol: 'EURUSD', flags: 'trade', start: 0, count: 10 });
    expect(none).toEqual({ result: { count: 0, digits: 5 }, records: new Uint8Array() });
  });

  test.each([
    ['rates', { timeframe: timeframe.numbers.M1, start: 0, count: 100_001 }],
    ['rates', { timeframe: timeframe.numbers.M1, from: 0, to: NOON }],
    ['ticks', { flags: -1, start: 0, count: 1_000_001 }],
    ['ticks', { flags: -1, start: 999_999_999, count: 1 }],
    ['ticks', { flags: -1, from: 0, count: 1_000_001 }],
    ['ticks', { flags: -1, from: 0, to: NOON }],
  ] as const)('%s %o is too much', async (name, selection) => {
    expect((await r.caller.refusal(name, { symbol: 'EURUSD', ...selection })).code).toBe('TOO_MUCH_DATA');
  });

  test('behind the oldest bar that is kept there are none', async () => {
    const bars = (start: number, count: number) =>
      r.caller.callBulk('rates', { symbol: 'EURUSD', timeframe: 'M1', start, count });
    expect((await bars(99_998, 10)).result.count).toBe(2);
    expect((await bars(100_000, 10)).result.count).toBe(0);
    expect((await bars(Number.MAX_SAFE_INTEGER, 1)).result.count).toBe(0);
  });

  test('bars by range are those by position', async () => {
    const { records } = await r.caller.callBulk('rates', { symbol: 'XAUUSD', timeframe: 'H4', start: 0, count: 30 });
    const { time } = unpackRates(records ?? new Uint8Array());
    const [from = 0, to = 0] = [time.at(0), time.at(-1)];
    const range = await r.caller.callBulk('rates', { symbol: 'XAUUSD', timeframe: 'H4', from, to });
    expect(range.records).toEqual(records);
  });
});

describe('account', () => {
  const cents = (value: number): number => Math.round(value * 100);

  test('follows the market to the cent', async () => {
    const before = (await r.caller.call('account_info', {})).account;
    await r.clock.pass(10_000);
    const { account } = await r.caller.call('account_info', {});
    const { positions } = await r.caller.call('positions', {});
    expect(account.profit).not.toBe(before.profit);
    expect(account.balance).toBe(before.balance);
    expect(cents(account.profit)).toBe(cents(positions.reduce((sum, p) => sum + p.profit + p.swap, 0)));
    expect(cents(account.equity)).toBe(cents(account.balance + account.profit));
    for (const { symbol, type, price_current } of positions) {
      const { bid, ask } = await r.caller.call('quote', { symbol });
      expect(price_current).toBe(type === 'buy' ? bid : ask);
    }
  });

  test('has prices from the start, also where a replay has not brought the first one yet', async () => {
    const header = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>';
    const rows = (...lines: string[]) => Buffer.from([header, ...lines].join('\n'));
    const replay = [
      parseMarketFile('EURUSD_a.csv', rows('2026.07.13\t12:00:00.000\t1.14273\t1.14275\t\t\t6')),
      parseMarketFile('XAUUSD_a.csv', rows('2026.07.13\t13:00:00.000\t2400.00\t2400.20\t\t\t6')),
    ];
    const late = await running({ replay });
    expect((await late.caller.refusal('quote', { symbol: 'XAUUSD' })).code).toBe('NO_QUOTE');
    const { positions } = await late.caller.call('positions', {});
    expect(positions.find(({ symbol }) => symbol === 'XAUUSD')?.price_current).toBe(2_400);
    await late.fake.stop();
  });

  test('unknown tickets are TICKET_NOT_FOUND, pages past the limit TOO_MUCH_DATA', async () => {
    for (const name of ['positions', 'orders', 'history_deals', 'history_orders'] as const) {
      expect((await r.caller.refusal(name, { ticket: NOBODY })).code).toBe('TICKET_NOT_FOUND');
    }
    expect((await r.caller.refusal('history_deals', { position: NOBODY })).code).toBe('TICKET_NOT_FOUND');
    const range = { from: 0, to: NOON };
    expect((await r.caller.refusal('history_deals', { ...range, count: 10_001 })).code).toBe('TOO_MUCH_DATA');
    const { total } = await r.caller.call('history_deals', range);
    const behind: Params<'history_deals'> = { ...range, offset: total + 5 };
    expect(await r.caller.call('history_deals', behind)).toEqual({ total, deals: [] });
  });

  test('calculations refuse what has no meaning and what no double can hold', async () => {
    const margin = { type: 0, symbol: 'EURUSD', volume: 1 };
    expect((await r.caller.refusal('calc_margin', { ...margin, type: 8 })).code).toBe('CALC_FAILED');
    expect((await r.caller.refusal('calc_margin', { ...margin, volume: 1e306 })).code).toBe('CALC_FAILED');
    const profit = { type: 0, symbol: 'EURUSD', volume: 1, price_open: 1, price_close: 1.1 };
    expect((await r.caller.refusal('calc_profit', { ...profit, price_open: 0 })).code).toBe('CALC_FAILED');
    expect((await r.caller.refusal('calc_profit', { ...profit, type: 2 })).message).toMatch(/^a\.type: /);
    const calculated = await r.caller.call('calc_profit', { ...profit, type: 'sell' });
    expect(calculated).toEqual({ profit: -10_000, currency: 'USD' });
  });
});
