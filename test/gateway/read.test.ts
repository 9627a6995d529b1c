import { createMt5Client, type Mt5Client } from '@mt5-bridge/client';
import { createFakeMt5, type FakeMt5 } from '@mt5-bridge/fake-mt5';
import { createTerminalReads, type Observed, type TerminalReads } from '@mt5-bridge/gateway/read';
import { Mt5Error, newYorkCloseZone, systemClock } from '@mt5-bridge/protocol';
import { memoryPair } from '@mt5-bridge/protocol/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** A Wednesday noon of the broker's clock, in summer: 09:00 UTC. */
const START = Date.UTC(2026, 6, 15, 12);
const HOUR = 3_600_000;

let fake: FakeMt5;
let client: Mt5Client;
let reads: TerminalReads;

beforeAll(async () => {
  const { connect, bind } = memoryPair();
  const clock = systemClock({ background: true });
  fake = await createFakeMt5({
    bind,
    clock,
    zone: newYorkCloseZone(),
    seed: 7,
    speed: 60,
    loop: false,
    start: START,
    limits: { heartbeat_ms: 100 },
  });
  client = createMt5Client({
    connect,
    clock,
    random: Math.random,
    serverTimezone: 'auto',
    requestTimeoutMs: 5_000,
    log: () => undefined,
  });
  reads = createTerminalReads({ client, clock, stopwatch: () => performance.now() });
  await client.ready(5_000);
});

afterAll(async () => {
  await client.close();
  await fake.stop();
});

async function failure(promise: Promise<unknown>): Promise<Mt5Error> {
  const thrown = await promise.then(
    () => undefined,
    (error) => error,
  );
  expect(thrown).toBeInstanceOf(Mt5Error);
  return thrown as Mt5Error;
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise<void>((resolve) => void setTimeout(resolve, 5));
  }
}

test('the simulated terminal is never taken for a real one', () => {
  expect(reads.identity()).toMatchObject({ environment: 'fake', login: expect.any(BigInt) });
});

test('every read is answered', async () => {
  const [symbol] = (await reads.symbols({ selected: true, offset: 0, count: 1 })).items;
  const name = symbol?.name ?? '';
  const { bid, ask, time_msc } = await reads.quote(name);
  expect(ask).toBeGreaterThanOrEqual(bid);
  expect((await reads.ping()).round_trip_ms).toBeGreaterThan(0);
  expect((await reads.terminal()).utc_offset_minutes).toBe(180);
  expect((await reads.quotes([name, 'NOSUCH'])).missing).toEqual([{ symbol: 'NOSUCH', code: 'SYMBOL_NOT_FOUND' }]);
  expect((await reads.symbolInfo(name)).digits).toBe(symbol?.digits);
  const bars = (await reads.rates(name, 'M1', { start: 0, count: 10 })).columns;
  expect(bars.length).toBe(10);
  expect(Math.abs((bars.time[9] ?? 0) - time_msc)).toBeLessThan(10 * 60_000);
  expect(
    (await reads.rates(name, 'H1', { from: START - 30 * HOUR, to: START - 10 * HOUR })).columns.length,
  ).toBeGreaterThan(10);
  expect((await reads.ticks(name, 'all', { start: 0, count: 50 })).columns.length).toBe(50);
  expect((await reads.calcMargin('buy', name, 0.1)).margin).toBeGreaterThan(0);
  expect((await reads.calcProfit('buy', name, 0.1, bid, bid * 1.01)).profit).toBeGreaterThan(0);
  expect((await reads.checkOrder({ action: 'deal', symbol: name, type: 'buy', volume: 0.1, price: ask })).retcode).toBe(
    0,
  );
});

test('positions, orders and history agree with the account', async () => {
  const account = await reads.account();
  const positions = await reads.positions({});
  expect(positions.length).toBeGreaterThan(0);
  const [first] = positions;
  expect(await reads.positions({ ticket: first?.ticket ?? 0n })).toMatchObject([{ ticket: first?.ticket }]);
  const everything = { from: 0, to: START + 24 * HOUR };
  const deals = await reads.deals(everything, { offset: 0, count: 1_000 });
  const cents = deals.items.reduce(
    (sum, { profit, swap, commission, fee }) => sum + profit + swap + commission + fee,
    0,
  );
  expect(cents).toBeCloseTo(account.balance, 2);
  const page = await reads.deals(everything, { offset: 1, count: 2 });
  expect(page.items).toEqual(deals.items.slice(1, 3));
  expect(page.total).toBe(deals.total);
  expect((await reads.historyOrders(everything, { offset: 0, count: 1 })).total).toBeGreaterThan(0);
  expect((await failure(reads.positions({ ticket: 1n }))).code).toBe('TICKET_NOT_FOUND');
});

test('an unknown symbol is answered with those that may be meant', async () => {
  const mistyped = [
    reads.symbolInfo('EURUSDD'),
    reads.quote('EURUSDD'),
    reads.rates('EURUSDD', 'M1', { start: 0, count: 1 }),
    reads.ticks('EURUSDD', 'all', { start: 0, count: 1 }),
    reads.book('EURUSDD'),
    reads.marketHours('EURUSDD'),
    reads.positions({ symbol: 'EURUSDD' }),
    reads.calcMargin('buy', 'EURUSDD', 1),
    reads.checkOrder({ action: 'deal', symbol: 'EURUSDD', type: 'buy', volume: 1 }),
  ];
  for (const answer of mistyped) {
    const error = await failure(answer);
    expect(error).toMatchObject({ code: 'SYMBOL_NOT_FOUND', details: { symbol: 'EURUSDD' } });
    expect((error.details.close_matches as string[])[0]).toBe('EURUSD');
  }
  expect((await failure(reads.quote('gold'))).details.close_matches).toEqual(['XAUUSD']);
});

test('a selection past the limits is refused before and behind the wire alike', async () => {
  const wide = { from: 0, to: START };
  expect((await failure(reads.rates('EURUSD', 'M1', { start: 0, count: 1e9 }))).code).toBe('TOO_MUCH_DATA');
  expect((await failure(reads.rates('EURUSD', 'M1', wide))).code).toBe('TOO_MUCH_DATA');
});

test('market hours are open while the market ticks', async () => {
  const hours = await reads.marketHours('EURUSD');
  expect(hours).toMatchObject({ symbol: 'EURUSD', trade_mode: 'full', is_open: true });
  expect(new Date(hours.next_close ?? 0).toISOString()).toMatch(/^2026-07-17T2[01]:\d\d/);
  expect(await reads.marketHours('BTCUSD')).toMatchObject({ is_open: true, next_close: null, next_open: null });
});

describe('observing', () => {
  const observe = (what: Observed) => {
    const notices = { count: 0, end: () => {} };
    notices.end = reads.observe(what, () => notices.count++);
    return notices;
  };

  test('tells of ticks and books, and wakes nobody for floating profit', async () => {
    const quote = observe({ kind: 'quote', symbol: 'EURUSD' });
    const book = observe({ kind: 'book', symbol: 'EURUSD' });
    const silent = (['account', 'positions', 'orders'] as const).map((kind) => observe({ kind }));
    const before = await reads.account();
    await reads.positions({});
    await until(() => quote.count >= 10 && book.count >= 3, 'ticks and books');
    const events = client.stats.events;
    await until(() => client.stats.events > events + 50, 'floating figures among other events');
    expect((await reads.account()).profit).not.toBe(before.profit);
    // At most the first snapshot, which the reads above may have overtaken.
    for (const notices of silent) expect(notices.count).toBeLessThanOrEqual(1);
    for (const notices of [quote, book, ...silent]) notices.end();
    const after = quote.count;
    await new Promise<void>((resolve) => void setTimeout(resolve, 200));
    expect(quote.count).toBe(after);
  });

  test('tells when the terminal goes and when it is back, and goes on', async () => {
    const quote = observe({ kind: 'quote', symbol: 'EURUSD' });
    const orders = observe({ kind: 'orders' });
    await until(() => quote.count > 2, 'ticks');
    const { epoch } = fake;
    const told = orders.count;
    void fake.faults.command({ fault: 'restart', ms: 300 });
    await until(() => reads.link.state === 'down', 'the loss');
    expect(orders.count).toBeGreaterThan(told);
    expect((await failure(reads.quote('EURUSD'))).code).toBe('TERMINAL_NOT_CONNECTED');
    expect((await failure((async () => reads.identity())())).code).toBe('TERMINAL_NOT_CONNECTED');
    await until(() => reads.link.state === 'up', 'the return');
    expect(fake.epoch).not.toBe(epoch);
    const back = { quotes: quote.count, orders: orders.count };
    expect(back.orders).toBeGreaterThan(told + 1);
    await until(() => quote.count > back.quotes + 3, 'ticks of the new start');
    for (const notices of [quote, orders]) notices.end();
  });
});
