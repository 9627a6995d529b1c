import { describe, expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { eurusd, StubReads } from '../testing/stub-reads.ts';
import { checkOrder } from './check-order.ts';

const buy = { symbol: 'EURUSD', side: 'buy', volume: 0.1 };
const requestOf = async (args: object, stub = new StubReads()) =>
  (await call(checkOrder, { ...buy, ...args }, stub)).stub.called('checkOrder')[0]?.[0];

describe('check_order', () => {
  it('asks about a market order at the price it would get', async () => {
    expect(await requestOf({ sl: 1.14, tp: 1.15 })).toEqual({
      action: 'deal',
      symbol: 'EURUSD',
      type: 'buy',
      volume: 0.1,
      price: expect.closeTo(1.14277),
      sl: 1.14,
      tp: 1.15,
      deviation: 10,
      type_filling: 'fok',
    });
    expect(await requestOf({ side: 'SELL' })).toMatchObject({ type: 'sell', price: expect.closeTo(1.14273) });
  });

  it('asks about pending orders of each type', async () => {
    expect(await requestOf({ type: 'limit', price: 1.1 })).toMatchObject({
      action: 'pending',
      type: 'buy_limit',
      price: 1.1,
      type_filling: 'return',
    });
    expect(await requestOf({ type: 'stop_limit', price: 1.2, stop_limit_price: 1.19, side: 'sell' })).toMatchObject({
      type: 'sell_stop_limit',
      stoplimit: 1.19,
    });
    expect(await requestOf({ type: 'stop', price: 1.2, expiration: '2026-07-14T00:00:00Z' })).toMatchObject({
      type_time: 'specified',
      expiration: Date.UTC(2026, 6, 14),
    });
  });

  it.each([
    [['ioc'], 'ioc'],
    [['boc'], 'return'],
    [[], 'return'],
  ] as const)('fills as the symbol allows: %j by %s', async (filling_mode, type_filling) => {
    const stub = new StubReads({ symbolInfo: async () => ({ ...eurusd, filling_mode: [...filling_mode] }) });
    expect(await requestOf({}, stub)).toMatchObject({ type_filling });
  });

  it('leaves a volume that does not fit its step for the terminal to judge', async () => {
    expect(await requestOf({ volume: 0.015 })).toMatchObject({ volume: 0.015 });
  });

  it('tells acceptance from refusal, with the reason', async () => {
    expect((await call(checkOrder, buy)).data).toMatchObject({
      accepted: true,
      code: 'OK',
      retcode: 0,
      margin_level: 8751.12,
    });
    const poor = new StubReads({
      checkOrder: async () => ({
        retcode: 10_019,
        balance: 1,
        equity: 1,
        profit: 0,
        margin: 0,
        margin_free: 1,
        margin_level: 0,
        comment: 'No money\nBuy more!',
      }),
    });
    expect((await call(checkOrder, buy, poor)).data).toMatchObject({
      accepted: false,
      code: 'INSUFFICIENT_MARGIN',
      retcode: 10_019,
      comment: 'No money Buy more!',
      untrusted_fields: ['comment'],
    });
  });

  it.each([
    [{ type: 'limit' }, /price: needed/],
    [{ type: 'stop_limit', price: 1.1 }, /stop_limit_price: needed/],
    [{ stop_limit_price: 1.1 }, /stop_limit_price: needed/],
    [{ expiration: '2026-07-14' }, /expiration/],
    [{ volume: 0 }, /volume/],
    [{ type: 'iceberg' }, /market, limit, stop, stop_limit/],
  ])('refuses %j', async (args, message) => {
    const { text } = await call(checkOrder, { ...buy, ...args });
    expect(text).toMatchObject({ code: expect.stringMatching(/^INVALID_/), message: expect.stringMatching(message) });
  });
});
