import { Mt5Error } from '@mt5-bridge/protocol';
import { expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { StubReads } from '../testing/stub-reads.ts';
import { getMarketContext } from './get-market-context.ts';

const EURUSD = { symbol: 'EURUSD' };

it('shows a symbol at a glance', async () => {
  const { data, alerts } = await call(getMarketContext, EURUSD);
  expect(data).toMatchObject({
    environment: 'fake',
    symbol: 'EURUSD',
    quote: { bid: 1.14273, ask: 1.14277 },
    session: { is_open: true, next_close: '2026-07-13T13:00:00.000Z', next_open: null },
    positions: [{ symbol: 'EURUSD' }],
    alerts: [{ alert_id: 'ALR000000001' }],
    problems: [],
  });
  expect(data.spread.ratio).toBeCloseTo(data.spread.points / data.spread.usual, 2);
  expect(data.day.high).toBeGreaterThanOrEqual(data.day.low);
  expect(data.atr).toBeGreaterThan(0);
  expect(data.orders).toHaveLength(1);
  expect(data.releases.length).toBeGreaterThan(0);
  expect(data.untrusted_fields).toEqual(expect.arrayContaining(['comment', 'name', 'fields']));
  expect(alerts.asked).toEqual({ symbol: 'EURUSD', count: 5 });
});

it('of whole bars: the one that still forms would make volatility small', async () => {
  const { stub } = await call(getMarketContext, EURUSD);
  const asked = stub.calls
    .filter(([name]) => name === 'rates')
    .map(([, , timeframe, selection]) => [timeframe, selection]);
  expect(Object.fromEntries(asked as [string, unknown][])).toEqual({
    M1: { start: 1, count: 240 },
    D1: { start: 0, count: 1 },
    H1: { start: 1, count: 15 },
  });
});

it.each(['quote', 'rates', 'marketHours', 'positions', 'orders', 'calendar'] as const)(
  'says which part could not be read: %s',
  async (name) => {
    const fail = async () => {
      throw new Mt5Error('TIMEOUT');
    };
    const { isError, data } = await call(getMarketContext, EURUSD, new StubReads({ [name]: fail }));
    expect(isError).toBe(false);
    expect(data.problems.length).toBeGreaterThan(0);
    for (const { part, code } of data.problems) {
      expect(data[part]).toBeNull();
      expect(code).toBe('TIMEOUT');
    }
    expect(data.alerts).toHaveLength(1);
  },
);

it('still shows alerts without a terminal', async () => {
  const down = new Mt5Error('TERMINAL_NOT_CONNECTED');
  const fail = async () => {
    throw down;
  };
  const parts = {
    quote: fail,
    rates: fail,
    marketHours: fail,
    positions: fail,
    orders: fail,
    calendar: fail,
    symbolInfo: fail,
  };
  const { data } = await call(
    getMarketContext,
    EURUSD,
    new StubReads({ ...parts, link: { state: 'down', reason: down, since: 0 } }),
  );
  expect(data).toMatchObject({ environment: null, quote: null, atr: null, alerts: [{ alert_id: 'ALR000000001' }] });
  expect(data.problems).toHaveLength(8);
});

it('knows only what the broker has', async () => {
  expect((await call(getMarketContext, { symbol: 'NOPE' })).text).toMatchObject({ code: 'SYMBOL_NOT_FOUND' });
});
