import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnyClient, connectTo } from '../support/clients.ts';
import { type FakeProcess, startFake } from '../support/processes.ts';

let fake: FakeProcess;
let client: AnyClient;
beforeAll(async () => {
  fake = await startFake(['--seed', '7']);
  client = await connectTo('sdk 2 modern', fake);
});
afterAll(async () => {
  await client.close();
  await fake.kill();
});

const symbol = 'EURUSD';
const cases: [code: string, tool: string, args: Record<string, unknown>][] = [
  ['SYMBOL_NOT_FOUND', 'get_quote', { symbol: 'EURUSDX' }],
  ['SYMBOL_NOT_FOUND', 'get_rates', { symbol: 'GOLD', timeframe: 'M1', count: 5 }],
  ['INVALID_TIMEFRAME', 'get_rates', { symbol, timeframe: 'M7', count: 5 }],
  ['INVALID_TIMEFRAME', 'get_rates', { symbol, timeframe: '1 hour', count: 5 }],
  ['INVALID_COUNT', 'get_rates', { symbol, timeframe: 'M1', count: 0 }],
  ['INVALID_COUNT', 'get_rates', { symbol, timeframe: 'M1', count: -5 }],
  ['INVALID_COUNT', 'get_rates', { symbol, timeframe: 'M1', count: 1e12 }],
  ['INVALID_COUNT', 'get_ticks', { symbol, count: 1.5 }],
  [
    'INVALID_TIMESTAMP',
    'get_rates',
    { symbol, timeframe: 'M1', from: '2026-07-14T00:00:00Z', to: '2026-07-13T00:00:00Z' },
  ],
  ['INVALID_TIMESTAMP', 'get_history', { from_ts: 'yesterday', to_ts: '2026-07-13T00:00:00Z' }],
  ['INVALID_TIMESTAMP', 'get_history', { from_ts: '2026-02-30T00:00:00Z', to_ts: '2026-07-13T00:00:00Z' }],
];

test.each(cases)('%s from %s %j', async (code, tool, args) => {
  const { isError, data } = await client.call(tool, args);
  expect(isError).toBe(true);
  expect(data).toMatchObject({ code, message: expect.any(String), what_to_do: expect.any(String) });
});

test('an unknown symbol offers close matches', async () => {
  const { data } = await client.call('get_quote', { symbol: 'eurusd.m' });
  expect(data).toMatchObject({
    code: 'SYMBOL_NOT_FOUND',
    details: { close_matches: expect.arrayContaining(['EURUSD']) },
  });
});

test('wrong types, missing and unknown arguments are refused with a code, and the server lives on', async () => {
  for (const args of [
    {},
    { symbol: 7 },
    { symbol: '' },
    { symbol: 'X'.repeat(10_000) },
    { symbol, colour: 'red' },
    { symbol: null },
  ]) {
    const { isError, data } = await client.call('get_quote', args);
    expect(isError, JSON.stringify(args).slice(0, 80)).toBe(true);
    expect(data.code).toMatch(/^(INVALID_|SYMBOL_NOT_FOUND)/);
  }
  expect((await client.call('get_quote', { symbol })).isError).toBe(false);
});
