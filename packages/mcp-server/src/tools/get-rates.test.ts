import { describe, expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { barsOf, NOON, StubReads } from '../testing/stub-reads.ts';
import { getRates } from './get-rates.ts';

const bars = { symbol: 'EURUSD', timeframe: 'M1' };

describe('get_rates', () => {
  it('answers the newest bars, newest last, in rows of the columns named', async () => {
    const { data, stub } = await call(getRates, { ...bars, count: 2 });
    expect(data).toMatchObject({
      columns: ['time', 'open', 'high', 'low', 'close', 'tick_volume', 'spread'],
      rows: [
        ['2026-07-13T11:59Z', 1.14273, 1.14281, 1.14265, 1.14276, 100, 4],
        ['2026-07-13T12:00Z', 1.14273, 1.14282, 1.14265, 1.14276, 101, 4],
      ],
      time_first: '2026-07-13T11:59:00.000Z',
      time_last: '2026-07-13T12:00:00.000Z',
      total: 2,
      truncated: false,
      next: { start: 2 },
    });
    expect(stub.called('rates')).toEqual([['EURUSD', 'M1', { start: 0, count: 2 }]]);
  });

  it('answers 100 bars when nobody says how many', async () => {
    expect((await call(getRates, bars)).data.rows).toHaveLength(100);
  });

  it('pages back by position until history begins', async () => {
    const first = await call(getRates, { ...bars, count: 3, start: 10 });
    expect(first.data.next).toEqual({ start: 13 });
    const stub = new StubReads({ rates: async () => ({ digits: 5, columns: barsOf(2) }) });
    expect((await call(getRates, { ...bars, count: 3 }, stub)).data.next).toBeNull();
  });

  it('keeps the newest of a range that is too long, and says how to get the older ones', async () => {
    const range = { ...bars, from: '2026-07-10T00:00:00Z', to: '2026-07-13T12:00:00Z' };
    const { data } = await call(getRates, { ...range, count: 2 });
    expect(data).toMatchObject({ total: 3_000, truncated: true, next: { to: '2026-07-13T11:58:59.999Z' } });
    expect(data.rows.at(-1)[0]).toBe('2026-07-13T12:00Z');
    expect((await call(getRates, range)).data.rows).toHaveLength(1_000);
    expect((await call(getRates, { ...range, count: 5_000 })).data).toMatchObject({ truncated: false, next: null });
  });

  it('lets a range end now', async () => {
    const { stub } = await call(getRates, { ...bars, from: '2026-07-13T11:00:00Z' });
    expect(stub.called('rates')[0]?.[2]).toEqual({ from: NOON - 3_600_000, to: NOON + 86_400_000 });
  });

  it('writes traded volume only where there is any', async () => {
    const columns = barsOf(2);
    columns.real_volume[1] = 7;
    const stub = new StubReads({ rates: async () => ({ digits: 5, columns }) });
    const { data } = await call(getRates, { ...bars, count: 2 }, stub);
    expect(data.columns.at(-1)).toBe('real_volume');
    expect(data.rows.map((row: unknown[]) => row.at(-1))).toEqual([0, 7]);
  });

  it('gives 5,000 bars in at most 300 KB, text included, with times as numbers', async () => {
    const { data, text } = await call(getRates, { ...bars, count: 5_000 });
    expect(data.columns[0]).toBe('epoch_s');
    expect(data.rows).toHaveLength(5_000);
    expect(data.rows.at(-1)[0]).toBe(NOON / 1000);
    expect(text).toMatchObject({ rows: data.rows.slice(-100), excerpt: expect.stringContaining('structuredContent') });
    expect(JSON.stringify(data).length + JSON.stringify(text).length).toBeLessThan(300_000);
  });

  it.each([
    [{ start: 5, from: '2026-07-13' }, 'INVALID_PARAMS'],
    [{ to: '2026-07-13' }, 'INVALID_TIMESTAMP'],
    [{ from: '2026-07-13', to: '2026-07-12' }, 'INVALID_TIMESTAMP'],
    [{ count: 5_001 }, 'INVALID_COUNT'],
    [{ start: -1 }, 'INVALID_COUNT'],
  ])('refuses %j with %s', async (args, code) => {
    expect((await call(getRates, { ...bars, ...args })).text).toMatchObject({ code });
  });

  it('says so when there are no bars', async () => {
    const stub = new StubReads({ rates: async () => ({ digits: 5, columns: barsOf(0) }) });
    expect((await call(getRates, bars, stub)).text).toMatchObject({ code: 'NO_DATA' });
  });
});
