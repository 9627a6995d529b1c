import { barTopic, bookTopic, tickTopic } from '@mt5-bridge/protocol';
import { unpackRates, unpackTicks } from '@mt5-bridge/protocol/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Heard } from '../testing/caller.ts';
import { settled } from '../testing/manual-clock.ts';
import { type Running, running } from '../testing/running.ts';

const MINUTE = 60_000;
const EURUSD = tickTopic('EURUSD');
let r: Running;

beforeEach(async () => {
  r = await running();
  await r.clock.pass(100);
});
afterEach(() => r.fake.stop());

const numbers = (events: readonly Heard[]): number[] => events.map(({ seq }) => seq);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
/** Watches for a while, renewing the lease. */
async function watched(ms: number, ...topics: string[]): Promise<void> {
  for (let left = ms; left > 0; left -= 2_000) {
    await r.caller.call('watch', { client: 1, topics });
    await r.clock.pass(Math.min(left, 2_000));
  }
}
const unwatch = (...topics: string[]) => r.caller.call('unwatch', { client: 1, topics });
const times = (events: readonly Heard<'tick'>[]): number[] =>
  events.flatMap(({ data }) => [...unpackTicks(data.ticks).time_msc]);

describe('ticks', () => {
  test('flow while they are watched, every one once, as history has them', async () => {
    r.caller.subscribe(EURUSD);
    await r.clock.pass(5_000);
    expect(r.caller.of('tick', EURUSD)).toEqual([]);
    const from = r.fake.market.time() + 1;
    await watched(40_000, EURUSD);
    await unwatch(EURUSD);
    const to = r.fake.market.time();
    await r.clock.pass(20_000);

    const heard = r.caller.of('tick', EURUSD);
    expect(numbers(heard)).toEqual(upTo(heard.length));
    const { records } = await r.caller.callBulk('ticks', { symbol: 'EURUSD', flags: 'all', from, to });
    expect(times(heard)).toEqual([...unpackTicks(records ?? new Uint8Array()).time_msc]);
    expect(times(heard).length).toBeGreaterThan(5);
  });

  test('that arrive together come in one event', async () => {
    const fast = await running({ speed: 100 });
    await fast.clock.pass(100);
    fast.caller.subscribe(EURUSD);
    await fast.caller.call('watch', { client: 1, topics: [EURUSD] });
    fast.clock.leap(4_000);
    await settled();
    const heard = fast.caller.of('tick', EURUSD);
    expect(heard).toHaveLength(1);
    expect(times(heard).length).toBeGreaterThan(20);
    await fast.fake.stop();
  });

  test('are numbered on after a pause of the watch', async () => {
    r.caller.subscribe(EURUSD);
    await watched(20_000, EURUSD);
    await unwatch(EURUSD);
    const before = r.caller.of('tick', EURUSD).length;
    await r.clock.pass(20_000);
    await watched(20_000, EURUSD);
    const heard = r.caller.of('tick', EURUSD);
    expect(before).toBeGreaterThan(0);
    expect(heard.length).toBeGreaterThan(before);
    expect(numbers(heard)).toEqual(upTo(heard.length));
  });
});

describe('watches', () => {
  test('belong to their client, and last while one of them is left', async () => {
    r.caller.subscribe(EURUSD);
    await r.caller.call('watch', { client: 2, topics: [EURUSD] });
    await watched(10_000, EURUSD);
    await r.caller.call('watch', { client: 2, topics: [EURUSD] });
    await r.clock.pass(1_000);
    await unwatch(EURUSD);
    const shared = r.caller.of('tick', EURUSD).length;
    for (let i = 0; i < 10; i++) {
      await r.caller.call('watch', { client: 2, topics: [EURUSD] });
      await r.clock.pass(2_000);
    }
    const before = r.caller.of('tick', EURUSD).length;
    expect(before).toBeGreaterThan(shared);
    await r.caller.call('unwatch', { client: 2, topics: [EURUSD, 'tick.NEVER'] });
    await r.clock.pass(20_000);
    expect(r.caller.of('tick', EURUSD)).toHaveLength(before);
  });

  test('end with a lease that is not renewed, and last with one that is', async () => {
    r.caller.subscribe(EURUSD, tickTopic('XAUUSD'));
    const { watch_lease_ms } = await r.caller.call('hello', {});
    await r.caller.call('watch', { client: 2, topics: [EURUSD] });
    await watched(watch_lease_ms + 2_000, tickTopic('XAUUSD'));
    const [dead, alive] = [r.caller.of('tick', EURUSD).length, r.caller.of('tick', tickTopic('XAUUSD')).length];
    await watched(20_000, tickTopic('XAUUSD'));
    expect(r.caller.of('tick', EURUSD)).toHaveLength(dead);
    expect(r.caller.of('tick', tickTopic('XAUUSD')).length).toBeGreaterThan(alive);
  });

  test('are refused by topic', async () => {
    const topics = ['tick.NOSUCH', 'nonsense', 'account', 'bar.EURUSD.M7', 'bar.EURUSD.M1'];
    const { refused, epoch } = await r.caller.call('watch', { client: 1, topics });
    expect(epoch).toBe(r.fake.epoch);
    expect(refused).toEqual([
      { topic: 'tick.NOSUCH', code: 'SYMBOL_NOT_FOUND' },
      { topic: 'nonsense', code: 'INVALID_PARAMS' },
      { topic: 'account', code: 'INVALID_PARAMS' },
      { topic: 'bar.EURUSD.M7', code: 'INVALID_PARAMS' },
    ]);
  });
});

describe('bars and books', () => {
  test('each closed bar is told once, as history has it', async () => {
    const topic = barTopic('EURUSD', 'M1');
    r.caller.subscribe(topic);
    await watched(3.9 * MINUTE, topic);
    const heard = r.caller.of('bar', topic);
    expect(numbers(heard)).toEqual([1, 2, 3]);
    const told = heard.flatMap(({ data }) => [...unpackRates(data.rates).time]);
    const [from = 0, to = 0] = [told.at(0), told.at(-1)];
    expect(told).toEqual([from, from + MINUTE, from + 2 * MINUTE]);
    const { records } = await r.caller.callBulk('rates', { symbol: 'EURUSD', timeframe: 'M1', from, to });
    expect(Buffer.concat(heard.map(({ data }) => data.rates))).toEqual(Buffer.from(records ?? []));
  });

  test('the book comes whole with the ticks', async () => {
    const topic = bookTopic('BTCUSD');
    r.caller.subscribe(topic);
    await watched(10_000, topic);
    const heard = r.caller.of('book', topic);
    expect(heard.length).toBeGreaterThan(3);
    expect(heard.at(-1)?.data.entries).toEqual((await r.caller.call('book', { symbol: 'BTCUSD' })).entries);
  });
});

describe('plain topics', () => {
  test('heartbeats come at their interval with the numbers of the other topics', async () => {
    r.caller.subscribe('hb', 'account');
    await r.clock.pass(10_500);
    const beats = r.caller.of('hb');
    expect(numbers(beats)).toEqual(upTo(beats.length));
    expect(beats.slice(1).map(({ clock }, i) => clock - (beats[i]?.clock ?? 0))).toEqual(
      beats.slice(1).map(() => 1_000),
    );
    const last = beats.at(-1);
    expect(last?.data.seq).toEqual({
      hb: beats.length,
      account: r.caller.heard
        .slice(0, r.caller.heard.lastIndexOf(last as Heard))
        .filter(({ topic }) => topic === 'account').length,
      positions: expect.any(Number),
      orders: 0,
      trade: 0,
      status: 0,
    });
    expect(last?.data).toMatchObject({ connected: true, time_server_raw: (last?.clock ?? 0) + 3 * 3_600_000 });
  });

  test('floating figures are told at most once a second, only when they moved, as the snapshots have them', async () => {
    r.caller.subscribe('account', 'positions', 'orders', 'trade');
    await r.clock.pass(30_000);
    for (const kind of ['account', 'positions'] as const) {
      const heard = r.caller.of(kind);
      expect(numbers(heard)).toEqual(upTo(heard.length));
      expect(heard.length).toBeGreaterThan(10);
      expect(heard.length).toBeLessThanOrEqual(30);
      expect(new Set(heard.map(({ data }) => data.cause))).toEqual(new Set(['floating']));
    }
    expect(r.caller.heard.filter(({ topic }) => topic === 'orders' || topic === 'trade')).toEqual([]);
    const { seq } = await r.caller.call('account_info', {});
    expect(seq).toBe(r.caller.of('account').length);
    r.fake.market.stop();
    await r.clock.pass(1_000);
    const before = r.caller.heard.length;
    await r.clock.pass(5_000);
    expect(r.caller.heard).toHaveLength(before);
  });
});

describe('a terminal that lost the broker', () => {
  test('says so, stands still, and tells the missed ticks and bars when it is back', async () => {
    const M1 = barTopic('EURUSD', 'M1');
    r.caller.subscribe(EURUSD, M1, 'status', 'hb', 'account');
    const from = r.fake.market.time() + 1;
    await watched(10_000, EURUSD, M1);
    await r.fake.faults.command({ fault: 'terminal-offline' });
    await r.fake.faults.command({ fault: 'terminal-offline' });
    await settled();
    const quote = await r.caller.call('quote', { symbol: 'EURUSD' });
    const { account } = await r.caller.call('account_info', {});
    const heard = r.caller.of('tick', EURUSD).length;
    await watched(80_000, EURUSD, M1);
    expect(r.caller.of('tick', EURUSD)).toHaveLength(heard);
    expect(await r.caller.call('quote', { symbol: 'EURUSD' })).toEqual(quote);
    expect((await r.caller.call('account_info', {})).account).toEqual(account);
    expect((await r.caller.call('terminal_info', {})).connected).toBe(false);
    expect(r.caller.of('hb').at(-1)?.data.connected).toBe(false);
    const prices = { symbol: 'EURUSD' };
    expect((await r.caller.refusal('ticks', { ...prices, flags: -1, start: 0, count: 1 })).code).toBe('NOT_CONNECTED');
    expect((await r.caller.refusal('rates', { ...prices, timeframe: 1, start: 0, count: 1 })).code).toBe(
      'NOT_CONNECTED',
    );
    expect((await r.caller.refusal('book', prices)).code).toBe('NOT_CONNECTED');
    const check = await r.caller.call('order_check', { action: 'deal', type: 'buy', symbol: 'EURUSD', volume: 0.1 });
    expect(check.retcode).toBe(10031);

    await r.fake.faults.command({ fault: 'terminal-online' });
    await settled();
    await watched(10_000, EURUSD, M1);
    const to = r.fake.market.time();
    await unwatch(EURUSD);
    const { records } = await r.caller.callBulk('ticks', { symbol: 'EURUSD', flags: 'all', from, to });
    expect(times(r.caller.of('tick', EURUSD))).toEqual([...unpackTicks(records ?? new Uint8Array()).time_msc]);
    expect(r.caller.of('bar', M1).length).toBeGreaterThan(0);
    expect(r.caller.of('status').map(({ data }) => data.connected)).toEqual([false, true]);
  });
});
