import { createMt5Client, type Mt5Client } from '@mt5-bridge/client';
import { Mt5Error, systemClock } from '@mt5-bridge/protocol';
import { assertPng } from '@mt5-bridge/protocol/wire';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeProcess, startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';
import { failure, together } from './setup.ts';

const DAY = 86_400_000;
// Between two bars: at a boundary the next one begins with its first tick.
const START = '2026-07-15T13:02:00Z';
const chart = { symbol: 'EURUSD', timeframe: 'H1', width: 400, height: 300 } as const;
const average = {
  symbol: 'EURUSD',
  timeframe: 'M5',
  type: 'ma' as const,
  inputs: [{ integer: 1 }, { integer: 0 }, { integer: 0 }, { integer: 1 }],
  start: 1,
  count: 10,
} as const;

describe('indicators, calendar, pictures and what is on the desk, of a terminal of its own over real sockets', () => {
  let fake: FakeProcess;
  let client: Mt5Client;

  beforeAll(async () => {
    fake = await startFake(['--seed', '7', '--start', START]);
    client = createMt5Client({
      connect: connectZmq(fake),
      clock: systemClock(),
      random: Math.random,
      serverTimezone: 'auto',
      requestTimeoutMs: 5_000,
      log: () => {},
    });
    await client.ready(5_000);
  });
  afterAll(async () => {
    await client.close();
    await fake.kill();
  });

  /** Asked until it is no longer PENDING. */
  async function patient<T>(call: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof Mt5Error && error.code === 'PENDING')) throw error;
      }
    }
  }

  it('values of bars, their times in UTC', async () => {
    const asked = { ...average, inputs: [...average.inputs] };
    const { times, buffers } = await patient(() => client.call('indicator', asked));
    const { columns } = await client.call('rates', { symbol: 'EURUSD', timeframe: 'M5', start: 1, count: 10 });
    expect(times).toEqual([...columns.time]);
    expect(buffers).toEqual([{ name: 'value', values: [...columns.close] }]);
    expect(times.at(-1)).toBeLessThan(Date.parse(START));
    await failure(client.call('indicator', { ...asked, inputs: [] }), 'INDICATOR_FAILED');
  });

  it('releases, asked and answered in UTC', async () => {
    const [from, to] = [Date.parse('2026-07-03T00:00:00Z'), Date.parse('2026-07-03T23:59:59Z')];
    const { values } = await client.call('calendar', { from, to, currency: 'USD' });
    const payrolls = values.find(({ name }) => name === 'Nonfarm Payrolls');
    // 08:30 in New York.
    expect(payrolls?.time).toBe(Date.parse('2026-07-03T12:30:00Z'));
    expect(payrolls?.actual).toEqual(expect.any(Number));
    expect((await client.call('calendar', { from: to + DAY, to: to + 30 * DAY })).total).toBeGreaterThan(0);
  });

  it('a picture as its bytes', async () => {
    const { bytes, image } = await patient(() => client.call('screenshot', chart));
    expect(image.byteLength).toBe(bytes);
    assertPng(image);
  });

  it('charts and global variables', async () => {
    expect((await client.call('charts', {})).charts.filter(({ own }) => own)).toHaveLength(1);
    expect((await client.call('globals', { prefix: 'Grid.' })).globals.length).toBeGreaterThan(0);
  });

  it.each(['blank', 'half-record'])('a picture that is none is no answer: %s', async (kind) => {
    await expect(client.call('screenshot', chart)).rejects.toMatchObject({ code: 'PENDING' });
    fake.control({ fault: 'garbage', kind, op: 'screenshot', times: 2 });
    // The fault travels beside the call, and may meet the answer that is PENDING first.
    let code: string | undefined;
    await until(async () => {
      code = await patient(() => client.call('screenshot', chart)).then(
        () => undefined,
        (error: Mt5Error) => error.code,
      );
      return code !== undefined;
    }, 'the fault');
    expect(code).toBe('BAD_REPLY');
  });
});

it('a buffer with another number of values than there are bars is no answer', async () => {
  const { client, peer } = await together();
  const times = [1_000, 2_000];
  const values = [1, 2, 3];
  peer.script('indicator', () => ({ result: { digits: 5, times, buffers: [{ name: 'value', values }] } }));
  const { message } = await failure(client.call('indicator', { ...average, inputs: [] }), 'BAD_REPLY');
  expect(message).toContain('3 values for 2 bars');
});
