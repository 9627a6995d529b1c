import { describe, expect, it } from 'vitest';
import type { Tool } from '../define-tool.ts';
import { call } from '../testing/call.ts';
import { cancelOrder } from './cancel-order.ts';
import { closeBy } from './close-by.ts';
import { closePosition } from './close-position.ts';
import { modifyOrder } from './modify-order.ts';
import { placeOrder } from './place-order.ts';

const buy = { symbol: 'EURUSD', side: 'buy', volume: 0.1 };
const intentOf = async (tool: Tool, args: object) => (await call(tool, args)).trading.proposal.intent;

describe('place_order', () => {
  it('says the least that an order is', async () => {
    expect(await intentOf(placeOrder, buy)).toEqual({ action: 'place_order', ...buy, type: 'market', deviation: 10 });
  });

  it('takes numbers as the decimal texts that mt5-trading-mcp used', async () => {
    const texts = { volume: '0.10', price: '1.10', stop_limit_price: '1.09', sl: '1.05', tp: '1.20', magic: '7' };
    expect(await intentOf(placeOrder, { ...buy, type: 'STOP_LIMIT', ...texts })).toMatchObject({
      type: 'stop_limit',
      volume: 0.1,
      price: 1.1,
      stop_limit_price: 1.09,
      sl: 1.05,
      tp: 1.2,
      magic: 7n,
    });
  });

  it('passes on how long it waits and how it is filled', async () => {
    const how = { expiration: '2026-07-14T00:00:00Z', time_in_force: 'SPECIFIED', filling: 'IOC', comment: 'mine' };
    expect(await intentOf(placeOrder, { ...buy, type: 'limit', price: 1.1, ...how })).toMatchObject({
      expiration: Date.UTC(2026, 6, 14),
      time_in_force: 'specified',
      filling: 'ioc',
      comment: 'mine',
    });
  });

  it.each([
    ['INVALID_VOLUME', { volume: 0 }],
    ['INVALID_VOLUME', { volume: -0.1 }],
    ['INVALID_VOLUME', { volume: 'NaN' }],
    ['INVALID_VOLUME', { volume: '1e999' }],
    ['INVALID_VOLUME', { volume: null }],
    ['INVALID_PRICE', { type: 'limit', price: -1 }],
    ['INVALID_PRICE', { type: 'stop_limit', price: 1.1, stop_limit_price: 0 }],
    ['INVALID_STOPS', { sl: 0 }],
    ['INVALID_STOPS', { tp: 'high' }],
    ['INVALID_SYMBOL', { symbol: '' }],
    ['INVALID_COMMENT', { comment: 'x'.repeat(32) }],
    ['INVALID_TIMESTAMP', { expiration: 'tomorrow' }],
    ['INVALID_PARAMS', { side: 'long' }],
    ['INVALID_PARAMS', { magic: -1 }],
    ['INVALID_PARAMS', { deviation: -1 }],
    ['INVALID_PARAMS', { approve: true }],
    ['INVALID_APPROVAL', { approval_confirmed: true }],
    ['INVALID_APPROVAL', { approval_request_id: 'APP000000001' }],
  ])('refuses with %s, before the gateway hears of it: %j', async (code, args) => {
    const { isError, text, trading } = await call(placeOrder, { ...buy, ...args });
    expect(isError).toBe(true);
    expect(text).toMatchObject({ code });
    expect(trading.calls).toEqual([]);
  });
});

describe('modify_order', () => {
  it('leaves alone what is not named, null included', async () => {
    expect(await intentOf(modifyOrder, { ticket: '42', sl: 1.1, tp: null })).toEqual({
      action: 'modify_order',
      ticket: 42n,
      sl: 1.1,
    });
  });

  it('takes a stop away with 0', async () => {
    expect(await intentOf(modifyOrder, { ticket: 42, sl: 0, tp: '0' })).toEqual({
      action: 'modify_order',
      ticket: 42n,
      sl: null,
      tp: null,
    });
  });

  it('moves a pending order', async () => {
    const change = { price: 1.1, stop_limit_price: 1.09, expiration: '2026-07-14', time_in_force: 'specified_day' };
    expect(await intentOf(modifyOrder, { ticket: 42, ...change })).toEqual({
      ...{ action: 'modify_order', ticket: 42n, ...change },
      expiration: Date.UTC(2026, 6, 14),
    });
  });
});

describe('tools that name a ticket', () => {
  it('close, in whole or in part', async () => {
    const whole = { action: 'close_position', ticket: 42n, deviation: 10 };
    expect(await intentOf(closePosition, { ticket: 42 })).toEqual(whole);
    expect(await intentOf(closePosition, { ticket: 42, volume: '0.05' })).toEqual({ ...whole, volume: 0.05 });
    expect(await intentOf(closeBy, { ticket: 42, by_ticket: '43' })).toEqual({
      action: 'close_by',
      ticket: 42n,
      by: 43n,
    });
  });

  it('cancel', async () => {
    const largest = '18446744073709551615';
    expect(await intentOf(cancelOrder, { ticket: largest })).toEqual({
      action: 'cancel_order',
      ticket: 2n ** 64n - 1n,
    });
  });

  it.each([{ ticket: -1 }, { ticket: 1.5 }, { ticket: 'all' }, {}])('refuse %j', async (args) => {
    expect((await call(cancelOrder, args)).text).toMatchObject({ code: 'INVALID_PARAMS' });
  });
});
