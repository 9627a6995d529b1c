import { expect, it } from 'vitest';
import { dedupeOf } from './dedupe.ts';
import { readAlert } from './read-alert.ts';

const key = (body: object | string) =>
  dedupeOf(readAlert(new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))));

const order = {
  ticker: 'EURUSD',
  timenow: '2026-07-13T12:00:05Z',
  order_id: 'Long',
  action: 'buy',
  market_position: 'long',
  comment: 'one',
};

it('an order of a strategy is the same by ticker, time, id, action and position', () => {
  const { dedupe_key, repeats_ms } = key(order);
  expect(repeats_ms).toBeNull();
  expect(key({ ...order, comment: 'other', price: 2 }).dedupe_key).toBe(dedupe_key);
  expect(key(`ticker=EURUSD\ntimenow=1783944005\norder_id=Long\naction=BUY\nsentiment=bullish`).dedupe_key).toBe(
    dedupe_key,
  );
  for (const other of [
    { ticker: 'GBPUSD' },
    { timenow: '2026-07-13T12:00:06Z' },
    { order_id: 'Short' },
    { action: 'sell' },
    { market_position: 'flat' },
  ]) {
    expect(key({ ...order, ...other }).dedupe_key).not.toBe(dedupe_key);
  }
});

it('what no order tells apart is told apart by all that it says', () => {
  const { order_id: _, ...plain } = order;
  const { dedupe_key, repeats_ms } = key(plain);
  expect(repeats_ms).toBeNull();
  expect(key(plain).dedupe_key).toBe(dedupe_key);
  expect(key({ ...plain, comment: 'other' }).dedupe_key).not.toBe(dedupe_key);
});

it('without a time the same text is the same for half a minute', () => {
  const { dedupe_key, repeats_ms } = key('EURUSD Crossing 1.08');
  expect(repeats_ms).toBe(30_000);
  expect(key('EURUSD Crossing 1.08').dedupe_key).toBe(dedupe_key);
  expect(key('EURUSD Crossing 1.09').dedupe_key).not.toBe(dedupe_key);
});
