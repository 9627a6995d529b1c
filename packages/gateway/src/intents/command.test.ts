import { Mt5Error, type SymbolInfo } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TradeIntent } from '../api.ts';
import { account, order, position, quoteOf, symbolInfo } from '../testing/records.ts';
import { NOW } from '../testing/test-reads.ts';
import { commandOf, type IntentFacts, summaryOf } from './index.ts';

const defaults = { request_id: 'ABCDEFGHJKMN', magic: 7n, deviation: 10 };
const TAG = '#ABCDEFGHJKMN';

function facts(more: Partial<IntentFacts> = {}, info: Partial<SymbolInfo> = {}): IntentFacts {
  return {
    account: account(),
    positions: [position(), position({ ticket: 51n, type: 'sell', volume: 0.1 })],
    orders: [order()],
    market: new Map([['EURUSD', { info: symbolInfo(info), quote: quoteOf(), rate: 1 }]]),
    terminal_time: NOW,
    ...more,
  };
}

type Place = Extract<TradeIntent, { action: 'place_order' }>;
const place = (more: Partial<Place> = {}): Place => ({
  action: 'place_order',
  symbol: 'EURUSD',
  side: 'buy',
  type: 'market',
  volume: 0.1,
  ...more,
});
const pending = (type: Place['type'], price: number, more: Partial<Place> = {}): Place =>
  place({ type, price, ...more });

const make = (intent: TradeIntent, known = facts()) => commandOf(intent, known, defaults);

function refusal(intent: TradeIntent, known = facts()): Mt5Error {
  try {
    make(intent, known);
  } catch (error) {
    if (error instanceof Mt5Error) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('place_order', () => {
  test('at the market states every field', () => {
    expect(make(place({ sl: 1.08, comment: 'breakout' }))).toEqual({
      operation: 'order_send',
      params: {
        request_id: 'ABCDEFGHJKMN',
        symbol: 'EURUSD',
        type: 'buy',
        volume: 0.1,
        price: 1.085,
        stoplimit: null,
        sl: 1.08,
        tp: null,
        deviation: 10,
        type_filling: 'fok',
        type_time: 'gtc',
        expiration: null,
        magic: 7n,
        comment: `${TAG} breakout`,
      },
    });
    const sale = make(place({ side: 'sell', deviation: 0, magic: 2n ** 64n - 1n, filling: 'ioc' }));
    const own = { type: 'sell', price: 1.0849, deviation: 0, magic: 2n ** 64n - 1n, type_filling: 'ioc' };
    expect(sale.params).toMatchObject(own);
  });

  test.each([
    ['buy', 'limit', 1.08, undefined],
    ['sell', 'limit', 1.09, undefined],
    ['buy', 'stop', 1.09, undefined],
    ['sell', 'stop', 1.08, undefined],
    ['buy', 'stop_limit', 1.09, 1.088],
    ['sell', 'stop_limit', 1.08, 1.082],
  ] as const)('%s %s waits on its own side of the market', (side, type, price, limit) => {
    const at = (where: number) =>
      pending(type, where, { side, ...(limit !== undefined && { stop_limit_price: limit }) });
    const expected = { type: `${side}_${type}`, price, stoplimit: limit ?? null, type_time: 'gtc', expiration: null };
    expect(make(at(price)).params).toMatchObject(expected);
    const wrong = price > 1.085 ? 1.08 : 1.09;
    expect(refusal(at(wrong))).toMatchObject({ code: 'INVALID_PRICE', details: { argument: 'price' } });
  });

  test('a stop-limit waits for its limit on the better side of its stop', () => {
    const wrong = refusal(pending('stop_limit', 1.09, { stop_limit_price: 1.091 }));
    expect(wrong).toMatchObject({ code: 'INVALID_PRICE', details: { argument: 'stop_limit_price' } });
  });

  test.each([
    ['price', place({ price: 1.08 })],
    ['stop_limit_price', place({ stop_limit_price: 1.08 })],
    ['expiration', place({ expiration: NOW + 1 })],
    ['time_in_force', place({ time_in_force: 'day' })],
    ['price', place({ type: 'limit' })],
    ['stop_limit_price', pending('stop_limit', 1.09)],
    ['stop_limit_price', pending('limit', 1.08, { stop_limit_price: 1.07 })],
    ['deviation', place({ deviation: 1.5 })],
    ['deviation', place({ deviation: -1 })],
    ['deviation', place({ deviation: Number.NaN })],
    ['magic', place({ magic: -1n })],
    ['magic', place({ magic: 2n ** 64n })],
  ])('%s that does not fit is named', (argument, intent) => {
    expect(refusal(intent)).toMatchObject({ code: 'INVALID_PARAMS', details: { argument } });
    expect(refusal(intent).message).toContain(argument);
  });

  test.each([
    ['volume', 'INVALID_VOLUME'],
    ['price', 'INVALID_PRICE'],
    ['sl', 'INVALID_STOPS'],
    ['tp', 'INVALID_STOPS'],
  ] as const)('%s that is no positive number of a sensible size is %s', (argument, code) => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0, -0, 1e300, 5e-324]) {
      const error = refusal({ ...pending('limit', 1.08), [argument]: value });
      expect(error).toMatchObject({ code, details: { argument } });
      expect(error.message).toContain(argument);
    }
  });

  test('a volume off the step is refused with the nearest ones', () => {
    const nearest = (volume: number) => refusal(place({ volume })).details.nearest;
    expect(nearest(0.015)).toEqual([0.01, 0.02]);
    expect(nearest(0.001)).toEqual([0.01]);
    expect(nearest(1_000)).toEqual([100]);
    expect(nearest(0.1 + 0.2)).toEqual([0.3, 0.31]);
  });

  test('a price is never moved: off the grid is refused with the nearest ones, noise of arithmetic is not', () => {
    expect(make(pending('limit', 1.0799999999999998)).params).toMatchObject({ price: 1.08 });
    const error = refusal(pending('limit', 1.080004));
    expect(error).toMatchObject({ code: 'INVALID_PRICE', details: { nearest: [1.08, 1.08001], tick_size: 0.00001 } });
    const quarter = facts({}, { digits: 2, point: 0.01, trade_tick_size: 0.25 });
    expect(refusal(pending('limit', 1.1), quarter).details.nearest).toEqual([1, 1.25]);
  });

  test.each([
    ['sl', place({ sl: 1.0849 })],
    ['tp', place({ tp: 1.0849 })],
    ['sl', place({ side: 'sell', sl: 1.085 })],
    ['tp', place({ side: 'sell', tp: 1.09 })],
    ['sl', pending('limit', 1.08, { sl: 1.081 })],
    ['tp', pending('stop', 1.09, { tp: 1.09 })],
    ['sl', pending('stop_limit', 1.09, { stop_limit_price: 1.088, sl: 1.089 })],
    ['sl', place({ sl: 1.080004 })],
  ])('%s on the wrong side or off the grid', (argument, intent) => {
    expect(refusal(intent)).toMatchObject({ code: 'INVALID_STOPS', details: { argument } });
  });

  test('nothing may be nearer than the stops level, and exactly at it is far enough', () => {
    const level = facts({}, { trade_stops_level: 100 });
    expect(refusal(place({ sl: 1.08391 }), level)).toMatchObject({ code: 'INVALID_STOPS' });
    expect(make(place({ sl: 1.0839 }), level).params).toMatchObject({ sl: 1.0839 });
    expect(refusal(pending('limit', 1.08401), level)).toMatchObject({ code: 'INVALID_PRICE' });
    expect(make(pending('limit', 1.084), level).params).toMatchObject({ price: 1.084 });
  });

  test('the comment carries the tag first, then as much text as fits', () => {
    const comment = (text?: string) => make(place(text === undefined ? {} : { comment: text })).params;
    expect(comment()).toMatchObject({ comment: TAG });
    expect(comment('  ')).toMatchObject({ comment: TAG });
    expect(comment('x'.repeat(100))).toMatchObject({ comment: `${TAG} ${'x'.repeat(17)}` });
    for (const text of ['Käufe', 'a\nb', '\u0000', '買']) {
      expect(refusal(place({ comment: text }))).toMatchObject({ code: 'INVALID_COMMENT' });
    }
  });

  test('without a quote or a specification there is no command', () => {
    const market = new Map([['EURUSD', { info: symbolInfo(), quote: undefined, rate: 1 }]]);
    expect(refusal(place(), facts({ market }))).toMatchObject({ code: 'NO_QUOTE' });
    expect(refusal(place({ symbol: 'XAUUSD' }))).toMatchObject({ code: 'DATA_MISSING' });
  });
});

describe('filling', () => {
  const filled = (info: Partial<SymbolInfo>, intent: Place) => make(intent, facts({}, info)).params;

  test.each([
    ['market', ['fok', 'ioc'], 'fok', 'fok'],
    ['market', ['ioc'], 'ioc', 'ioc'],
    ['market', [], undefined, 'return'],
    ['exchange', ['fok', 'ioc'], 'fok', 'return'],
    ['exchange', [], 'return', 'return'],
    ['instant', ['fok'], 'fok', 'fok'],
    ['request', [], 'fok', 'return'],
  ] as const)('in %s execution with %j', (trade_exemode, filling_mode, ofDeal, ofPending) => {
    const info = { trade_exemode, filling_mode: [...filling_mode] };
    if (ofDeal === undefined) expect(refusal(place(), facts({}, info)).details).toMatchObject({ argument: 'filling' });
    else expect(filled(info, place())).toMatchObject({ type_filling: ofDeal });
    expect(filled(info, pending('limit', 1.08))).toMatchObject({ type_filling: ofPending });
  });

  test('that is asked for must be allowed', () => {
    const info = { filling_mode: ['fok', 'boc'] as ('fok' | 'boc')[] };
    expect(refusal(place({ filling: 'ioc' }), facts({}, info)).details).toMatchObject({ allowed: ['fok'] });
    expect(refusal(place({ filling: 'return' }))).toMatchObject({ code: 'INVALID_PARAMS' });
    expect(filled(info, pending('limit', 1.08, { filling: 'boc' }))).toMatchObject({ type_filling: 'boc' });
    expect(refusal(pending('stop', 1.09, { filling: 'boc' }), facts({}, info))).toMatchObject({
      code: 'INVALID_PARAMS',
    });
  });
});

describe('the lifetime of a pending order', () => {
  const at = (more: Partial<Place>, info: Partial<SymbolInfo> = {}) =>
    make(pending('limit', 1.08, more), facts({}, info)).params;
  const wrong = (more: Partial<Place>, info: Partial<SymbolInfo> = {}) =>
    refusal(pending('limit', 1.08, more), facts({}, info));

  test('by date, by kind, or by what the symbol knows', () => {
    expect(at({ expiration: NOW + 60_500 })).toMatchObject({ type_time: 'specified', expiration: NOW + 60_000 });
    expect(at({ time_in_force: 'day' })).toMatchObject({ type_time: 'day', expiration: null });
    expect(at({ time_in_force: 'specified_day', expiration: NOW + 1_000 })).toMatchObject({
      type_time: 'specified_day',
    });
    expect(at({}, { expiration_mode: ['day'] })).toMatchObject({ type_time: 'day' });
  });

  test('is refused where it contradicts itself, the symbol or the clock', () => {
    expect(wrong({ time_in_force: 'specified' })).toMatchObject({ details: { argument: 'expiration' } });
    expect(wrong({ time_in_force: 'gtc', expiration: NOW + 1_000 })).toMatchObject({ code: 'INVALID_PARAMS' });
    expect(wrong({ expiration: NOW })).toMatchObject({ code: 'INVALID_PARAMS' });
    expect(wrong({ expiration: Number.NaN })).toMatchObject({ code: 'INVALID_PARAMS' });
    expect(wrong({ expiration: -1e300 })).toMatchObject({ code: 'INVALID_PARAMS' });
    expect(wrong({ time_in_force: 'day' }, { expiration_mode: ['gtc'] }).message).toContain('allowed: gtc');
    expect(wrong({}, { expiration_mode: ['specified'] })).toMatchObject({ details: { argument: 'expiration' } });
  });
});

describe('modify_order', () => {
  const modify = (more: Omit<Extract<TradeIntent, { action: 'modify_order' }>, 'action'>): TradeIntent => ({
    action: 'modify_order',
    ...more,
  });

  test('of a position repeats the stop that is not named, and takes away what is null', () => {
    const command = (more: { sl?: number | null; tp?: number | null }) => make(modify({ ticket: 50n, ...more })).params;
    expect(command({ tp: 1.1 })).toEqual({ request_id: defaults.request_id, position: 50n, sl: 1.07, tp: 1.1 });
    expect(command({ sl: null })).toMatchObject({ sl: null, tp: null });
  });

  test('a change of the price alone keeps stops and expiry of a pending order', () => {
    expect(make(modify({ ticket: 70n, price: 1.081 }))).toEqual({
      operation: 'order_modify',
      params: {
        request_id: defaults.request_id,
        order: 70n,
        price: 1.081,
        stoplimit: null,
        sl: 1.07,
        tp: 1.1,
        type_time: 'specified',
        expiration: NOW + 3_600_000,
      },
    });
  });

  test('of the lifetime alone keeps prices', () => {
    const command = (more: object) => make(modify({ ticket: 70n, ...more })).params;
    const kept = { price: 1.08, sl: 1.07, tp: 1.1 };
    expect(command({ expiration: null })).toMatchObject({ ...kept, type_time: 'gtc', expiration: null });
    expect(command({ time_in_force: 'day' })).toMatchObject({ ...kept, type_time: 'day', expiration: null });
    const day = { type_time: 'specified_day', expiration: NOW + 3_600_000 };
    expect(command({ time_in_force: 'specified_day' })).toMatchObject(day);
    const later = NOW + 7_200_000;
    expect(command({ expiration: later })).toMatchObject({ ...kept, type_time: 'specified', expiration: later });
  });

  test('of a stop-limit keeps its limit', () => {
    const orders = [order({ type: 'buy_stop_limit', price_open: 1.09, price_stoplimit: 1.088, sl: null, tp: null })];
    const known = facts({ orders });
    expect(make(modify({ ticket: 70n, price: 1.091 }), known).params).toMatchObject({ price: 1.091, stoplimit: 1.088 });
    expect(make(modify({ ticket: 70n, stop_limit_price: 1.087 }), known).params).toMatchObject({
      price: 1.09,
      stoplimit: 1.087,
    });
  });

  test('a stop that stays is not in the way, though the market has come near it', () => {
    const positions = [position({ sl: 1.0848 })];
    const level = facts({ positions }, { trade_stops_level: 100 });
    expect(make(modify({ ticket: 50n, tp: 1.1 }), level).params).toMatchObject({ sl: 1.0848, tp: 1.1 });
  });

  test.each([
    ['INVALID_PARAMS', { ticket: 50n }],
    ['INVALID_PARAMS', { ticket: 50n, sl: 1.07 }],
    ['INVALID_PARAMS', { ticket: 50n, price: 1.08 }],
    ['INVALID_PARAMS', { ticket: 50n, expiration: null }],
    ['INVALID_PARAMS', { ticket: 70n }],
    ['INVALID_PARAMS', { ticket: 70n, price: 1.08, sl: 1.07 }],
    ['INVALID_PARAMS', { ticket: 70n, stop_limit_price: 1.08 }],
    ['INVALID_PRICE', { ticket: 70n, price: 1.09 }],
    ['INVALID_STOPS', { ticket: 70n, price: 1.065 }],
    ['INVALID_STOPS', { ticket: 70n, sl: 0 }],
    ['INVALID_STOPS', { ticket: 50n, sl: 1.09 }],
    ['INVALID_STOPS', { ticket: 50n, tp: Number.NaN }],
    ['TICKET_NOT_FOUND', { ticket: 5n, sl: 1 }],
  ] as const)('%s: %o', (code, more) => {
    expect(refusal(modify(more)).code).toBe(code);
  });
});

describe('close_position', () => {
  const close = (ticket: bigint, volume?: number): TradeIntent => ({
    action: 'close_position',
    ticket,
    ...(volume !== undefined && { volume }),
  });

  test('all of it, or a part', () => {
    const params = { position: 50n, deviation: 10, type_filling: 'fok', magic: 7n, comment: TAG };
    expect(make(close(50n))).toMatchObject({ operation: 'position_close', params: { ...params, volume: 0.3 } });
    expect(make(close(50n, 0.1)).params).toMatchObject({ volume: 0.1 });
  });

  test('all of a position that its symbol would not take any more', () => {
    const positions = [position({ volume: 0.005 })];
    expect(make(close(50n), facts({ positions })).params).toMatchObject({ volume: 0.005 });
  });

  test.each([0.31, 0.015, 0.001, 0, -0.1, Number.NaN, Number.POSITIVE_INFINITY])('not %d of 0.3', (volume) => {
    expect(refusal(close(50n, volume))).toMatchObject({ code: 'INVALID_VOLUME', details: { argument: 'volume' } });
  });

  test('not so much that less than the minimum stays', () => {
    const known = facts({}, { volume_min: 0.1 });
    expect(refusal(close(50n, 0.25), known).message).toContain('0.05 would stay open');
    expect(make(close(50n, 0.2), known).params).toMatchObject({ volume: 0.2 });
  });

  test('not a pending order, and nothing that is not there', () => {
    expect(refusal(close(70n))).toMatchObject({ code: 'TICKET_NOT_FOUND', details: { ticket: '70' } });
    expect(refusal(close(70n)).message).toContain('cancel_order');
    expect(refusal(close(5n)).code).toBe('TICKET_NOT_FOUND');
  });
});

describe('close_by', () => {
  const both = (ticket: bigint, by: bigint): TradeIntent => ({ action: 'close_by', ticket, by });

  test('two opposite positions of a symbol', () => {
    const params = { request_id: defaults.request_id, position: 50n, position_by: 51n, magic: 7n, comment: TAG };
    expect(make(both(50n, 51n))).toEqual({ operation: 'position_close_by', params });
  });

  test('and no others', () => {
    const positions = [position(), position({ ticket: 52n, type: 'sell', symbol: 'XAUUSD' })];
    expect(refusal(both(50n, 52n), facts({ positions })).code).toBe('INVALID_PARAMS');
    expect(refusal(both(50n, 50n)).code).toBe('INVALID_PARAMS');
    expect(refusal(both(50n, 5n)).code).toBe('TICKET_NOT_FOUND');
    const netting = facts({ account: account({ margin_mode: 'retail_netting' }) });
    expect(refusal(both(50n, 51n), netting).code).toBe('INVALID_PARAMS');
  });
});

describe('cancel_order', () => {
  test('removes a pending order, and nothing else', () => {
    const params = { request_id: defaults.request_id, order: 70n };
    expect(make({ action: 'cancel_order', ticket: 70n })).toEqual({ operation: 'order_cancel', params });
    expect(refusal({ action: 'cancel_order', ticket: 50n }).message).toContain('close_position');
    expect(refusal({ action: 'cancel_order', ticket: 5n }).code).toBe('TICKET_NOT_FOUND');
  });
});

test('any volume and any prices are taken as they are or refused', () => {
  const number = fc.oneof(
    fc.double(),
    fc.integer({ min: 0, max: 300_000 }).map((n) => n / 100_000),
    fc.constant(0.1),
  );
  const kind = fc.constantFrom('market', 'limit', 'stop', 'stop_limit');
  fc.assert(
    fc.property(kind, fc.constantFrom('buy', 'sell'), number, number, number, (type, side, volume, price, sl) => {
      const stop_limit_price = side === 'buy' ? price - 0.001 : price + 0.001;
      const prices = type === 'market' ? {} : { price, ...(type === 'stop_limit' && { stop_limit_price }) };
      const intent = place({ type, side, volume, sl, ...prices } as Partial<Place>);
      let command: ReturnType<typeof make>;
      try {
        command = make(intent);
      } catch (error) {
        expect(error).toBeInstanceOf(Mt5Error);
        return;
      }
      expect(command.params).toMatchObject({ volume, comment: TAG });
      const sent = command.params as { price: number; sl: number };
      if (type !== 'market') expect(Math.abs(sent.price - price)).toBeLessThan(1e-9);
      expect(Math.abs(sent.sl - sl)).toBeLessThan(1e-9);
    }),
    { numRuns: 2_000 },
  );
});

describe('the sentence', () => {
  const said = (intent: TradeIntent, known = facts()): string => summaryOf(make(intent, known), known);

  test.each([
    [place({ sl: 1.08 }), 'Buy 0.10 EURUSD at market (ask 1.08500), stop loss 1.08000, take profit none'],
    [place({ side: 'sell', volume: 1 }), 'Sell 1.00 EURUSD at market (bid 1.08490), stop loss none, take profit none'],
    [
      pending('limit', 1.08, { expiration: NOW + 3_600_000 }),
      'Buy limit 0.10 EURUSD at 1.08000, stop loss none, take profit none, until 2026-07-15T13:00:00Z',
    ],
    [
      pending('stop_limit', 1.09, { stop_limit_price: 1.088 }),
      'Buy stop limit 0.10 EURUSD at 1.08800 once 1.09000 is reached, stop loss none, take profit none, until cancelled',
    ],
    [
      { action: 'modify_order', ticket: 50n, sl: 1.075 },
      'Position 50 (buy 0.30 EURUSD from 1.08000): stop loss from 1.07000 to 1.07500, take profit none (unchanged)',
    ],
    [
      { action: 'modify_order', ticket: 70n, tp: null, time_in_force: 'day' },
      'Order 70 (buy limit 0.20 EURUSD at 1.08000): price 1.08000 (unchanged), stop loss 1.07000 (unchanged), take profit from 1.10000 to none, for the day',
    ],
    [{ action: 'close_position', ticket: 50n }, 'Close position 50 (buy 0.30 EURUSD from 1.08000) at market'],
    [
      { action: 'close_position', ticket: 50n, volume: 0.1 },
      'Close 0.10 of position 50 (buy 0.30 EURUSD from 1.08000) at market',
    ],
    [
      { action: 'close_by', ticket: 50n, by: 51n },
      'Close position 50 (buy 0.30 EURUSD from 1.08000) by position 51 (sell 0.10 EURUSD from 1.08000)',
    ],
    [{ action: 'cancel_order', ticket: 70n }, 'Cancel order 70 (buy limit 0.20 EURUSD at 1.08000)'],
  ] satisfies [TradeIntent, string][])('%o', (intent, sentence) => {
    expect(said(intent)).toBe(sentence);
  });

  test('of something that is gone meanwhile names its ticket', () => {
    const gone = facts({ positions: [], orders: [], market: new Map() });
    expect(summaryOf(make({ action: 'cancel_order', ticket: 70n }), gone)).toBe('Cancel order 70');
  });
});
