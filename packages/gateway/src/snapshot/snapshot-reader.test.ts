import { type CalendarValue, type Deal, Mt5Error, type SymbolInfo } from '@mt5-bridge/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TradeIntent } from '../api.ts';
import type { EquityMark, EquityStore } from '../ports.ts';
import { account, deal, order, position, quoteOf, symbolInfo } from '../testing/records.ts';
import { hello, type StubClient } from '../testing/stub-client.ts';
import { symbol } from '../testing/symbols.ts';
import { failure, list, NOW, testReads } from '../testing/test-reads.ts';
import { createSnapshotReader } from './index.ts';

const HOUR = 3_600_000;
/** The server is three hours ahead: its midnight is at 21:00 UTC. */
const MIDNIGHT = Date.UTC(2026, 6, 14, 21);

let client: StubClient;
let mark: EquityMark | undefined;
let writes: number;
let minutes: number;
let clock: { time: number };
let deals: Deal[];
let infos: Record<string, SymbolInfo>;
let quotes: Record<string, [bid: number, ask: number]>;

const equity: EquityStore = {
  mark: () => mark,
  update: (_of, change) => {
    writes++;
    mark = change(mark);
    return mark;
  },
};

function reader() {
  const test = testReads();
  client = test.client;
  clock = test.clock;
  return createSnapshotReader({ ...test, equity, newsMinutes: () => minutes });
}

function answer(): void {
  list(client, [
    symbol('EURUSD', '', { select: true }),
    symbol('EURUSD.m'),
    symbol('US500', '', { currency_base: 'USD', currency_profit: 'JPY' }),
    symbol('USDJPY', '', { currency_base: 'USD', currency_profit: 'JPY' }),
  ]);
  client.answers = {
    ...client.answers,
    hello: () => ({ ...hello, time_server: NOW }),
    account_info: () => ({ account: account(), ...stamp }),
    positions: () => ({ positions: [position()], ...stamp }),
    orders: () => ({ orders: [order()], ...stamp }),
    symbol_info: ({ symbol: name }) => {
      const info = infos[name];
      if (info === undefined) throw new Mt5Error('SYMBOL_NOT_FOUND');
      return info;
    },
    quote: ({ symbol: name }) => quoted(name),
    quotes: ({ symbols }) => ({ quotes: symbols.filter((name) => quotes[name]).map(quoted), missing: [] }),
    history_deals: ({ from = 0, offset = 0, count = 1_000 }) => {
      const found = deals.filter(({ time_msc }) => time_msc >= from);
      return { total: found.length, deals: found.slice(offset, offset + count) };
    },
    order_check: () => ({ ...figures, retcode: 0, comment: 'Done' }),
    calc_margin: () => ({ margin: 108.5, price: 1.085, currency: 'USD' }),
  };
}

const stamp = { epoch: 1, seq: 1 };
const figures = { balance: 0, equity: 0, profit: 0, margin: 0, margin_free: 0, margin_level: 0 };

function quoted(name: string) {
  const prices = quotes[name];
  if (prices === undefined) throw new Mt5Error('NO_QUOTE');
  return quoteOf(name, ...prices);
}

const buy: TradeIntent = { action: 'place_order', symbol: 'EURUSD', side: 'buy', type: 'market', volume: 0.1 };
const asked = (operation: string) =>
  client.calls.filter((call) => call.operation === operation).map(({ params }) => params);

let read: ReturnType<typeof reader>['read'];
beforeEach(() => {
  mark = undefined;
  writes = 0;
  minutes = 0;
  deals = [];
  infos = { EURUSD: symbolInfo(), USDJPY: symbolInfo({ name: 'USDJPY', currency_profit: 'JPY', digits: 3 }) };
  quotes = { EURUSD: [1.0849, 1.085], USDJPY: [150, 150.01] };
  read = reader().read;
  answer();
});

describe('a reading', () => {
  test('sees an order that is filled while it reads', async () => {
    let isFilled = false;
    /** Filled right after the first of the two lists was answered. */
    const then = <T>(now: T): T => {
      isFilled = true;
      return now;
    };
    client.answers = {
      ...client.answers,
      orders: () => then({ orders: isFilled ? [] : [order()], ...stamp }),
      positions: () => then({ positions: isFilled ? [position()] : [], ...stamp }),
    };
    const { snapshot } = await read(buy);
    expect([...snapshot.orders, ...snapshot.positions]).not.toHaveLength(0);
  });

  test('holds account, market, clock and the verdict of the terminal', async () => {
    const { identity, snapshot, check, started_at } = await read(buy);
    expect(identity).toEqual({ environment: 'demo', login: hello.login, server: hello.server });
    expect(started_at).toBe(NOW);
    expect(check).toEqual({ retcode: 0, comment: 'Done' });
    expect(snapshot).toMatchObject({ environment: 'demo', terminal_time: NOW, margin: 108.5, news: undefined });
    expect(snapshot.positions).toHaveLength(1);
    expect(snapshot.orders).toHaveLength(1);
    expect(snapshot.market.get('EURUSD')).toMatchObject({ info: { name: 'EURUSD' }, quote: { bid: 1.0849 }, rate: 1 });
    const request = {
      action: 'deal',
      symbol: 'EURUSD',
      type: 'buy',
      volume: 0.1,
      price: 1.085,
      deviation: 10,
      type_filling: 'fok',
      magic: 0n,
    };
    expect(asked('order_check')).toEqual([request]);
  });

  test('of the account alone asks nothing of an order', async () => {
    const { snapshot, check } = await read();
    expect(check).toBeUndefined();
    expect(snapshot.margin).toBeUndefined();
    expect([...snapshot.market.keys()]).toEqual(['EURUSD']);
    expect(asked('order_check')).toEqual([]);
  });

  test('tells why the terminal would refuse', async () => {
    client.answers = {
      ...client.answers,
      order_check: () => ({ ...figures, retcode: 10_018, comment: 'Market closed' }),
    };
    expect((await read(buy)).check).toEqual({ retcode: 10_018, comment: 'Market closed' });
  });

  test.each([
    [
      { action: 'close_position', ticket: 50n },
      { action: 'deal', type: 'sell', position: 50n, volume: 0.3, price: 1.0849 },
    ],
    [
      { action: 'modify_order', ticket: 50n, tp: 1.1 },
      { action: 'sltp', position: 50n, sl: 1.07, tp: 1.1 },
    ],
    [
      { action: 'modify_order', ticket: 70n, price: 1.081 },
      { action: 'modify', order: 70n, price: 1.081, sl: 1.07, tp: 1.1, expiration: NOW + HOUR },
    ],
    [
      { action: 'cancel_order', ticket: 70n },
      { action: 'remove', order: 70n },
    ],
  ] satisfies [TradeIntent, object][])('asks the terminal of %o', async (intent, request) => {
    await read(intent);
    expect(asked('order_check')).toMatchObject([request]);
  });

  test('asks nothing of an intent that cannot be one', async () => {
    expect((await read({ ...buy, volume: 0.001 })).check).toBeUndefined();
    expect((await read({ action: 'cancel_order', ticket: 5n })).check).toBeUndefined();
    expect(asked('order_check')).toEqual([]);
  });

  test('of a command asks of exactly that', async () => {
    await read({ operation: 'order_cancel', params: { request_id: 'ABCDEFGHJKMN', order: 70n } });
    expect(asked('order_check')).toEqual([{ action: 'remove', order: 70n }]);
  });

  test.each(['EURUSD', 'USDJPY'])('takes two rounds of calls for a new order of %s', async (name) => {
    const intent: TradeIntent = { ...buy, symbol: name };
    await read(intent);
    let rounds = 0;
    let isBetween = true;
    const call = client.call.bind(client);
    client.call = async (operation, params) => {
      if (isBetween) rounds++;
      isBetween = false;
      const reply = await call(operation, params);
      await new Promise<void>((resolve) => setImmediate(resolve));
      isBetween = true;
      return reply;
    };
    await read(intent);
    expect(rounds).toBe(2);
    expect(asked('order_check')).toHaveLength(2);
  });
});

describe('rates', () => {
  test('by the pair of the two currencies, never by what only shares them; the dearer side', async () => {
    const positions = [position(), position({ ticket: 51n, symbol: 'USDJPY' })];
    client.answers = { ...client.answers, positions: () => ({ positions, ...stamp }) };
    quotes.US500 = [6_000, 6_001];
    const { snapshot } = await read();
    expect(snapshot.market.get('USDJPY')?.rate).toBe(1 / 150);
    await read();
    expect(asked('symbols')).toHaveLength(1);
  });

  test('into another account currency', async () => {
    client.answers = { ...client.answers, account_info: () => ({ account: account({ currency: 'EUR' }), ...stamp }) };
    expect((await read()).snapshot.market.get('EURUSD')?.rate).toBe(1 / 1.0849);
    infos.EURUSD = symbolInfo({ currency_profit: 'SEK' });
    clock.time += 60_000;
    expect((await read()).snapshot.market.get('EURUSD')?.rate).toBeUndefined();
  });
});

test('the terms of what is only held are asked for once a minute, those of the symbol named every time', async () => {
  await read();
  await read();
  expect(asked('symbol_info')).toHaveLength(1);
  await read(buy);
  expect(asked('symbol_info')).toHaveLength(2);
  clock.time += 60_000;
  await read();
  expect(asked('symbol_info')).toHaveLength(3);
  client.setLink({ state: 'up', hello: { ...hello, epoch: 2 }, since: NOW });
  client.answers = { ...client.answers, hello: () => ({ ...hello, epoch: 2, time_server: NOW }) };
  await read();
  expect(asked('symbol_info')).toHaveLength(4);
});

describe('what fails', () => {
  test('of the market or the history is left out', async () => {
    const none = () => {
      throw new Mt5Error('PENDING');
    };
    client.answers = { ...client.answers, history_deals: none, order_check: none, calc_margin: none, quotes: none };
    const { snapshot, check } = await read(buy);
    expect(check).toBeUndefined();
    expect(snapshot).toMatchObject({ day: { realised: undefined }, equity_peak: undefined, margin: undefined });
    delete quotes.EURUSD;
    delete infos.EURUSD;
    clock.time += 60_000;
    expect((await read()).snapshot.market.size).toBe(0);
  });

  test.each(['TERMINAL_NOT_CONNECTED', 'TIMEOUT'] as const)('as %s is thrown', async (code) => {
    const lost = () => {
      throw new Mt5Error(code);
    };
    client.answers = { ...client.answers, history_deals: lost };
    expect(await failure(read(buy))).toMatchObject({ code });
  });

  test('of the symbol asked for is thrown, with what may have been meant', async () => {
    const error = await failure(read({ ...buy, symbol: 'EURUSDD' }));
    expect(error).toMatchObject({
      code: 'SYMBOL_NOT_FOUND',
      details: { close_matches: expect.arrayContaining(['EURUSD']) },
    });
  });

  test('as the account changes is thrown', async () => {
    client.answers = { ...client.answers, account_info: () => ({ account: account({ login: 1n }), ...stamp }) };
    expect(await failure(read())).toMatchObject({ code: 'ACCOUNT_MISMATCH' });
    answer();
    client.answers = { ...client.answers, hello: () => ({ ...hello, epoch: 2, time_server: NOW }) };
    expect(await failure(read())).toMatchObject({ code: 'TERMINAL_NOT_CONNECTED' });
  });
});

describe("the server's day", () => {
  test('begins at its own midnight and sums what trading brought', async () => {
    const before = deal({ time_msc: MIDNIGHT - 1, profit: -1_000 });
    const trade = deal({ ticket: 91n, time_msc: MIDNIGHT, profit: 0.1, swap: 0.2, commission: -1, fee: -0.5 });
    const deposit = deal({ ticket: 92n, time_msc: NOW, type: 'balance', profit: 5_000, commission: 0 });
    deals = [before, trade, deposit, deal({ ticket: 93n, time_msc: NOW, type: 'charge', profit: -2, commission: 0 })];
    const { day } = (await read()).snapshot;
    expect(day).toEqual({ started_at: MIDNIGHT, resets_at: MIDNIGHT + 24 * HOUR, realised: -3.2 });
  });

  test('is read to its end, page by page', async () => {
    deals = Array.from({ length: 2_345 }, (_, i) => deal({ ticket: BigInt(i), time_msc: NOW, commission: -1 }));
    expect((await read()).snapshot.day.realised).toBe(-2_345);
  });
});

describe('the highest equity', () => {
  const at = async (equityNow: number, time = NOW): Promise<number | undefined> => {
    client.answers = {
      ...client.answers,
      hello: () => ({ ...hello, time_server: time }),
      account_info: () => ({ account: account({ equity: equityNow }), ...stamp }),
    };
    return (await read()).snapshot.equity_peak;
  };
  const transfer = (profit: number, time_msc: number): Deal =>
    deal({ ticket: BigInt(deals.length + 100), type: 'balance', profit, commission: 0, time_msc });

  test('stays when equity falls, and is written only when it moves', async () => {
    expect(await at(10_000)).toBe(10_000);
    expect(await at(9_000)).toBe(10_000);
    expect(await at(9_500)).toBe(10_000);
    expect(writes).toBe(1);
    expect(await at(10_500)).toBe(10_500);
    expect(writes).toBe(2);
  });

  test('moves with deposits and withdrawals, counted once, whenever they become visible', async () => {
    await at(10_000);
    deals.push(transfer(-4_000, NOW + 1_000));
    expect(await at(5_000, NOW + 1_000)).toBe(6_000);
    expect(await at(5_500, NOW + 30_000)).toBe(6_000);
    expect(await at(5_500, NOW + 10 * HOUR)).toBe(6_000);
    deals.push(transfer(1_000, NOW + 11 * HOUR));
    expect(await at(6_500, NOW + 11 * HOUR)).toBe(7_000);
    expect(await at(6_500, NOW + 30 * HOUR)).toBe(7_000);
    expect(await at(7_200, NOW + 31 * HOUR)).toBe(7_200);
  });

  test('of a simulated account that was started anew is that of its new life', async () => {
    const FUNDED = NOW - 1_000 * HOUR;
    const simulated = (epoch: number) => {
      const greeting = { ...hello, program: 'fake-mt5' as const, time_server: NOW, epoch };
      client.link = { state: 'up', hello: greeting, since: 0 };
      client.answers = { ...client.answers, hello: () => greeting };
    };
    const peak = async () => (await read()).snapshot.equity_peak;
    mark = { peak: 50_000, as_of: NOW - HOUR, born: FUNDED };
    expect(await at(10_000)).toBe(50_000);

    deals.push(transfer(10_000, FUNDED));
    simulated(2);
    expect(await peak()).toBe(50_000);
    mark = { ...mark, as_of: NOW + HOUR };
    expect(await peak()).toBe(10_000);

    mark = { ...mark, peak: 50_000 };
    deals.splice(0, 1, transfer(10_000, FUNDED + HOUR));
    simulated(3);
    expect(await peak()).toBe(10_000);
    expect(mark).toMatchObject({ born: FUNDED + HOUR });
    const asked = () => client.calls.filter(({ operation }) => operation === 'history_deals').length;
    const before = asked();
    await peak();
    expect(asked()).toBe(before + 1);
  });
});

describe('the economic calendar', () => {
  const MINUTE = 60_000;
  const release = (minute: number, importance: CalendarValue['importance'] = 'high'): CalendarValue => ({
    id: BigInt(1_000 + minute),
    event_id: 840_010_000n,
    time: NOW + minute * MINUTE,
    country: 'US',
    currency: 'USD',
    name: `News ${minute}`,
    importance,
    impact: 'na',
    unit: 'none',
    multiplier: 'none',
    digits: 0,
  });
  let releases: CalendarValue[];

  const told = async () => (await read(buy)).snapshot.news;
  const at = (time: number): void => {
    clock.time = time;
    client.answers = { ...client.answers, hello: () => ({ ...hello, time_server: time }) };
  };
  beforeEach(() => {
    minutes = 30;
    releases = [release(-20), release(10, 'moderate'), release(32, 'none'), release(34, 'unknown')];
    client.answers = {
      ...client.answers,
      calendar: ({ from, to, offset = 0, count = 1_000 }) => {
        const found = releases.filter(({ time }) => time >= from && time <= to);
        return { total: found.length, values: found.slice(offset, offset + Math.min(count, 2)) };
      },
    };
  });

  test('is read where the rules look at it, all pages of it; what is unknown may matter', async () => {
    expect(await told()).toEqual([
      { time: NOW - 20 * MINUTE, currency: 'USD', importance: 'high', name: 'News -20' },
      { time: NOW + 10 * MINUTE, currency: 'USD', importance: 'moderate', name: 'News 10' },
      { time: NOW + 32 * MINUTE, currency: 'USD', importance: 'low', name: 'News 32' },
      { time: NOW + 34 * MINUTE, currency: 'USD', importance: 'high', name: 'News 34' },
    ]);
    minutes = 0;
    expect(await told()).toBeUndefined();
  });

  test('is told in times of this machine, whatever the clock of the terminal shows', async () => {
    clock.time = NOW + 7 * HOUR;
    expect((await told())?.[0]?.time).toBe(NOW + 7 * HOUR - 20 * MINUTE);
  });

  test('is kept for minutes of the terminal, and read anew then, for more minutes, and of another start', async () => {
    const reads = () => asked('calendar').length;
    await told();
    const pages = reads();
    at(NOW + 5 * MINUTE);
    expect(await told()).toHaveLength(4);
    expect(reads()).toBe(pages);

    releases.push(release(6));
    at(NOW + 5 * MINUTE + 1);
    expect((await told())?.map(({ name }) => name)).toContain('News 6');
    const again = reads();
    minutes = 60;
    await told();
    expect(reads()).toBeGreaterThan(again);
    const wider = reads();
    client.link = { state: 'up', hello: { ...hello, epoch: 2 }, since: 0 };
    client.answers = { ...client.answers, hello: () => ({ ...hello, epoch: 2, time_server: NOW + 5 * MINUTE + 1 }) };
    await told();
    expect(reads()).toBeGreaterThan(wider);
  });

  test.each(['CALENDAR_UNAVAILABLE', 'PENDING'] as const)(
    'is not known while the terminal says %s, and asked for again',
    async (code) => {
      await told();
      const { calendar: answers } = client.answers;
      at(NOW + 6 * MINUTE);
      client.answers = {
        ...client.answers,
        calendar: () => {
          throw new Mt5Error(code);
        },
      };
      expect(await told()).toBeUndefined();
      if (answers !== undefined) client.answers = { ...client.answers, calendar: answers };
      expect(await told()).toBeDefined();
    },
  );
});
