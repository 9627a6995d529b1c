import { inflateSync } from 'node:zlib';
import type { Params } from '@mt5-bridge/protocol';
import { unpackRates } from '@mt5-bridge/protocol/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Running, running } from '../testing/running.ts';

const CLOSE = { integer: 1 };
const MINUTE = 60_000;
const every = { symbol: 'EURUSD', timeframe: 'M1', start: 0 } as const;
let r: Running;

beforeEach(async () => {
  r = await running();
});
afterEach(() => r.fake.stop());

/** The answer to the second of two calls; the first one begins the work. */
async function begun<T>(call: () => Promise<T>): Promise<T> {
  await expect(call()).rejects.toMatchObject({ code: 'PENDING' });
  return await call();
}

describe('indicator', () => {
  const average: Params<'indicator'> = {
    ...every,
    type: 'ma',
    inputs: [{ integer: 1 }, { integer: 0 }, { integer: 0 }, CLOSE],
    count: 5,
  };

  test('is computed by the first call, and there at the next and from then on', async () => {
    const { times, buffers, digits } = await begun(() => r.caller.call('indicator', average));
    const { records = new Uint8Array() } = await r.caller.callBulk('rates', { ...every, count: 5 });
    const bars = unpackRates(records);
    expect(times).toEqual([...bars.time]);
    expect(buffers).toEqual([{ name: 'value', values: [...bars.close] }]);
    expect(digits).toBe(5);
    expect(await r.caller.call('indicator', average)).toEqual({ times, buffers, digits });
  });

  test('goes on with the market, and one bar keeps its value however many are asked for', async () => {
    const slow = { ...average, inputs: [{ integer: 500 }, { integer: 0 }, { integer: 1 }, CLOSE], count: 3 };
    const before = await begun(() => r.caller.call('indicator', slow));
    r.clock.advance(MINUTE);
    const after = await r.caller.call('indicator', { ...slow, start: 1, count: 2_000 });
    expect(after.times.slice(-2)).toEqual(before.times.slice(-2));
    expect(after.buffers[0]?.values.slice(-3, -1)).toEqual(before.buffers[0]?.values.slice(0, 2).slice(-2));
    const next = await r.caller.call('indicator', slow);
    expect(next.times.at(-1)).toBe((before.times.at(-1) ?? 0) + MINUTE);
  });

  test('has no bars behind those that are kept', async () => {
    await expect(r.caller.call('indicator', average)).rejects.toMatchObject({ code: 'PENDING' });
    expect(await r.caller.call('indicator', { ...average, start: 50_000 })).toMatchObject({
      times: [],
      buffers: [{ values: [] }],
    });
  });

  test('a custom one answers the buffers that are asked for', async () => {
    const custom: Params<'indicator'> = {
      ...every,
      type: 'custom',
      custom: 'Examples\\Heiken_Ashi',
      inputs: [],
      count: 2,
    };
    expect((await begun(() => r.caller.call('indicator', custom))).buffers.map(({ name }) => name)).toEqual(['0']);
    expect((await r.caller.call('indicator', { ...custom, buffers: 5 })).buffers).toHaveLength(5);
    await expect(r.caller.call('indicator', { ...custom, buffers: 6 })).rejects.toMatchObject({
      code: 'INDICATOR_FAILED',
    });
  });

  test('of an unknown symbol, of a terminal that is offline, of inputs that do not fit', async () => {
    await expect(r.caller.call('indicator', { ...average, symbol: 'NOSUCH' })).rejects.toMatchObject({
      code: 'SYMBOL_NOT_FOUND',
    });
    await expect(r.caller.call('indicator', { ...average, inputs: [] })).rejects.toMatchObject({
      code: 'INDICATOR_FAILED',
    });
    await r.fake.faults.command({ fault: 'terminal-offline' });
    await expect(r.caller.call('indicator', average)).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
  });
});

describe('calendar', () => {
  const day = { from: Date.UTC(2026, 6, 1), to: Date.UTC(2026, 6, 31) };

  test('answers pages of what lies in the range', async () => {
    const whole = await r.caller.call('calendar', day);
    expect(whole.total).toBe(whole.values.length);
    expect(whole.total).toBeGreaterThan(20);
    const page = await r.caller.call('calendar', { ...day, offset: 5, count: 3 });
    expect(page).toEqual({ total: whole.total, values: whole.values.slice(5, 8) });
    expect((await r.caller.call('calendar', { ...day, offset: 10_000 })).values).toEqual([]);
  });

  test('a range that ends before it begins, and more than may be answered', async () => {
    await expect(r.caller.call('calendar', { from: day.to, to: day.from })).rejects.toMatchObject({
      code: 'INVALID_PARAMS',
    });
    await expect(r.caller.call('calendar', { ...day, count: 10_001 })).rejects.toMatchObject({ code: 'TOO_MUCH_DATA' });
  });
});

describe('screenshot', () => {
  const asked = { symbol: 'EURUSD', timeframe: 'H1', width: 320, height: 200 } as const;

  test('is drawn by the first call and answered by the next, as a PNG of the size asked for', async () => {
    const { result, records = new Uint8Array() } = await begun(() => r.caller.callBulk('screenshot', asked));
    expect(result.bytes).toBe(records.byteLength);
    const png = Buffer.from(records);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([320, 200]);
    const end = png.indexOf('IEND');
    const rows = inflateSync(png.subarray(png.indexOf('IDAT') + 4, end - 8));
    expect(rows.byteLength).toBe(200 * (320 * 3 + 1));
    const colors = new Set<string>();
    for (let y = 0; y < 200; y++) {
      for (let x = 0; x < 320; x++) colors.add([...rows.subarray(y * 961 + 1 + x * 3, y * 961 + 4 + x * 3)].join());
    }
    // Plane, grid, ink, and candles of both colours.
    expect(colors.size).toBe(5);
    await begun(() => r.caller.callBulk('screenshot', asked));
  });

  test('of the smallest and the largest size', async () => {
    for (const [width, height] of [
      [160, 120],
      [3_840, 2_160],
    ] as const) {
      const { records = new Uint8Array() } = await begun(() =>
        r.caller.callBulk('screenshot', { ...asked, timeframe: 'MN1', width, height }),
      );
      expect(Buffer.from(records).readUInt32BE(16)).toBe(width);
    }
  });

  test('of an unknown symbol', async () => {
    await expect(r.caller.call('screenshot', { ...asked, symbol: 'NOSUCH' })).rejects.toMatchObject({
      code: 'SYMBOL_NOT_FOUND',
    });
  });
});

describe('what stands on the desk', () => {
  test('charts, one of them with the expert advisor', async () => {
    const { charts } = await r.caller.call('charts', {});
    expect(charts.filter(({ own }) => own)).toMatchObject([{ symbol: 'EURUSD', timeframe: 'H1' }]);
    expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length);
  });

  test('global variables, by the start of their names', async () => {
    const { globals } = await r.caller.call('globals', {});
    expect(globals.length).toBeGreaterThan(1);
    const { globals: grid } = await r.caller.call('globals', { prefix: 'Grid.' });
    expect(grid).toEqual(globals.filter(({ name }) => name.startsWith('Grid.')));
    expect((await r.caller.call('globals', { prefix: 'none' })).globals).toEqual([]);
  });
});
