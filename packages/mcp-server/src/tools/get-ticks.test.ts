import { describe, expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { NOON, StubReads, ticksAt } from '../testing/stub-reads.ts';
import { getTicks } from './get-ticks.ts';

const answering = (times: readonly number[]) =>
  new StubReads({ ticks: async () => ({ digits: 5, columns: ticksAt(times) }) });

describe('get_ticks', () => {
  it('answers the newest ticks, newest last, without columns that are 0 throughout', async () => {
    const { data, stub } = await call(getTicks, { symbol: 'EURUSD', count: 2 });
    expect(data).toMatchObject({
      columns: ['time', 'bid', 'ask', 'flags'],
      rows: [
        ['2026-07-13T12:00:00.000Z', 1.14273, 1.14277, 6],
        ['2026-07-13T12:00:00.001Z', 1.14273, 1.14277, 6],
      ],
      total: 2,
      truncated: false,
      next: { start: 2 },
    });
    expect(stub.called('ticks')).toEqual([['EURUSD', 'all', { start: 0, count: 2 }]]);
  });

  it('goes forward from a time, looking one tick ahead', async () => {
    const stub = answering([NOON, NOON + 5, NOON + 9]);
    const { data } = await call(getTicks, { symbol: 'EURUSD', from: '2026-07-13T12:00:00Z', count: 2 }, stub);
    expect(stub.called('ticks')).toEqual([['EURUSD', 'all', { from: NOON, count: 3 }]]);
    expect(data).toMatchObject({ truncated: true, next: { from: '2026-07-13T12:00:00.009Z' } });
    expect(data.rows).toHaveLength(2);
    const last = await call(getTicks, { symbol: 'EURUSD', from: '2026-07-13T12:00:00Z', count: 3 }, answering([NOON]));
    expect(last.data).toMatchObject({ truncated: false, next: null });
  });

  it('keeps the newest of a range, whole milliseconds only', async () => {
    const stub = answering([NOON, NOON + 1, NOON + 1, NOON + 2]);
    const range = {
      symbol: 'EURUSD',
      kind: 'Info',
      from: '2026-07-13T12:00:00Z',
      to: '2026-07-13T12:00:01Z',
      count: 2,
    };
    const { data } = await call(getTicks, range, stub);
    expect(stub.called('ticks')).toEqual([['EURUSD', 'info', { from: NOON, to: NOON + 1_000 }]]);
    expect(data).toMatchObject({ total: 4, truncated: true, next: { to: '2026-07-13T12:00:00.001Z' } });
    expect(data.rows.map((row: unknown[]) => row[0])).toEqual(['2026-07-13T12:00:00.002Z']);
  });

  it('writes times as numbers in answers that no model reads', async () => {
    const { data, text } = await call(getTicks, { symbol: 'EURUSD', count: 5_000 });
    expect(data.columns).toEqual(['epoch_ms', 'bid', 'ask', 'flags']);
    expect(data.rows[1]).toEqual([NOON + 1, 1.14273, 1.14277, 6]);
    expect(text).toMatchObject({ rows: data.rows.slice(-100) });
  });

  it.each([
    [{ start: 1, from: '2026-07-13' }, 'INVALID_PARAMS'],
    [{ to: '2026-07-13' }, 'INVALID_TIMESTAMP'],
    [{ from: '2026-07-13', to: '2026-07-12' }, 'INVALID_TIMESTAMP'],
    [{ kind: 'both' }, 'INVALID_PARAMS'],
    [{ count: 0 }, 'INVALID_COUNT'],
  ])('refuses %j with %s', async (args, code) => {
    expect((await call(getTicks, { symbol: 'EURUSD', ...args })).text).toMatchObject({ code });
  });

  it('says so when there are no ticks', async () => {
    expect((await call(getTicks, { symbol: 'EURUSD' }, answering([]))).text).toMatchObject({ code: 'NO_DATA' });
  });
});
