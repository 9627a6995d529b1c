import { Mt5Error, type Quote, retcodeOf, type TradeRequest } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knownSymbols } from '../../market/symbols/known-symbols.ts';
import type { SymbolSpec } from '../../market/symbols/symbol-spec.ts';
import { type Running, running } from '../../testing/running.ts';
import { Account, type AccountBook, type AccountTerms, type HeldPosition, type PlacedOrder } from '../account.ts';
import { demoTerms } from '../demo-account.ts';
import { checkOrder } from './check-order.ts';
import type { CheckContext } from './context.ts';

const NOW = Date.UTC(2026, 6, 15, 12);
const quotes: Record<string, { bid: number; ask: number }> = {
  EURUSD: { bid: 1.1, ask: 1.1001 },
  XAUUSD: { bid: 2_400, ask: 2_400.2 },
};
const EURUSD = knownSymbols.get('EURUSD') as SymbolSpec;

function held(ticket: bigint, type: 'buy' | 'sell', volume: number, more: Partial<HeldPosition> = {}): HeldPosition {
  const times = { time_msc: NOW, time_update_msc: NOW };
  const texts = { magic: 0n, reason: 'client', comment: '', external_id: '' } as const;
  const prices = { price_open: 1.1, sl: null, tp: null, swap: 0 };
  return { ticket, identifier: ticket, symbol: 'EURUSD', type, volume, ...prices, ...times, ...texts, ...more };
}

const waiting: PlacedOrder = {
  ticket: 70n,
  symbol: 'EURUSD',
  type: 'buy_limit',
  state: 'placed',
  volume_initial: 0.1,
  volume_current: 0.1,
  price_open: 1.05,
  price_stoplimit: null,
  sl: 1.04,
  tp: null,
  type_filling: 'return',
  type_time: 'gtc',
  time_setup_msc: NOW,
  time_expiration: null,
  magic: 0n,
  reason: 'client',
  position_id: 0n,
  position_by_id: 0n,
  comment: '',
  external_id: '',
};

interface World {
  terms?: Partial<AccountTerms>;
  info?: Partial<SymbolSpec['info']>;
  positions?: HeldPosition[];
  orders?: PlacedOrder[];
  deposit?: number;
  context?: Partial<CheckContext>;
}

function check(request: TradeRequest, world: World = {}) {
  const { positions = [held(50n, 'buy', 0.3), held(51n, 'sell', 0.1)], orders = [waiting], deposit = 10_000 } = world;
  const specs = new Map(knownSymbols);
  specs.set('EURUSD', { ...EURUSD, info: { ...EURUSD.info, ...world.info } });
  const funding = { profit: deposit, swap: 0, commission: 0, fee: 0 } as AccountBook['deals'][number];
  const terms = { ...demoTerms, ...world.terms };
  const book: AccountBook = { terms, positions, orders, historyOrders: [], deals: [funding] };
  const pricesOf = (symbol: string) => quotes[symbol];
  const account = new Account(book, specs, pricesOf);
  return checkOrder(request, {
    account,
    specOf: (symbol) => specs.get(symbol),
    pricesOf,
    now: NOW,
    connected: true,
    algoTrading: true,
    isOpen: () => true,
    ...world.context,
  });
}

const deal: TradeRequest = { action: 'deal', symbol: 'EURUSD', type: 'buy', volume: 0.1 };
const pending = (type: TradeRequest['type'], price: number, more: Partial<TradeRequest> = {}): TradeRequest =>
  ({ action: 'pending', symbol: 'EURUSD', type, volume: 0.1, price, ...more }) as TradeRequest;

const HOUR_AHEAD = NOW + 3_600_000;
const good: readonly (readonly [string, TradeRequest, World?])[] = [
  ['market order', deal],
  ['market order with stops', { ...deal, sl: 1.09, tp: 1.11 }],
  ['sale with stops', { ...deal, type: 'sell', sl: 1.11, tp: 1.09 }],
  ['all or part', { ...deal, type_filling: 'ioc' }],
  ['close of a part', { ...deal, type: 'sell', position: 50n, volume: 0.2 }],
  ['close of all', { ...deal, type: 'sell', position: 50n, volume: 0.3 }],
  ['close while opening is off', { ...deal, type: 'sell', position: 50n }, { info: { trade_mode: 'closeonly' } }],
  ['long while longs only', deal, { info: { trade_mode: 'longonly' } }],
  ['buy limit', pending('buy_limit', 1.09, { sl: 1.08, tp: 1.11, type_filling: 'return' })],
  ['sell limit', pending('sell_limit', 1.11)],
  ['buy stop', pending('buy_stop', 1.11)],
  ['sell stop', pending('sell_stop', 1.09)],
  ['buy stop limit', pending('buy_stop_limit', 1.12, { stoplimit: 1.115, sl: 1.11 })],
  ['sell stop limit', pending('sell_stop_limit', 1.08, { stoplimit: 1.085 })],
  ['passive limit', pending('sell_limit', 1.11, { type_filling: 'boc' }), { info: { filling_mode: ['fok', 'boc'] } }],
  ['order for today, by its date', pending('buy_limit', 1.09, { type_time: 'specified_day', expiration: NOW - 1 })],
  ['order for an hour', pending('buy_limit', 1.09, { type_time: 'specified', expiration: HOUR_AHEAD })],
  ['pending order beyond the money', pending('buy_limit', 1.09, { volume: 100 })],
  ['new stops', { action: 'sltp', position: 50n, sl: 1.09 }],
  ['new price', { action: 'modify', order: 70n, price: 1.06, sl: 1.04 }],
  ['removal', { action: 'remove', order: 70n }],
  ['close by', { action: 'close_by', position: 50n, position_by: 51n }],
];

const bad: readonly (readonly [number, string, TradeRequest, World?])[] = [
  [10013, 'nothing to trade', { action: 'deal' }],
  [10013, 'deal without a type', { action: 'deal', symbol: 'EURUSD', volume: 1 }],
  [10013, 'removal of an unknown order', { action: 'remove', symbol: 'EURUSD', order: 5n }],
  [10013, 'change of an unknown order', { action: 'modify', symbol: 'EURUSD', order: 5n, price: 1 }],
  [10013, 'symbol of another position', { ...deal, symbol: 'XAUUSD', type: 'sell', position: 50n }],
  [10013, 'close in the same direction', { ...deal, position: 50n }],
  [10013, 'close by the same side', { action: 'close_by', position: 50n, position_by: 50n }],
  [10014, 'no volume', { action: 'deal', symbol: 'EURUSD', type: 'buy' }],
  [10014, 'below the minimum', { ...deal, volume: 0.001 }],
  [10014, 'above the maximum', { ...deal, volume: 1_000 }],
  [10014, 'between two steps', { ...deal, volume: 0.015 }],
  [10014, 'negative volume', { ...deal, volume: -0.1 }],
  [10015, 'buy limit above the ask', pending('buy_limit', 1.2)],
  [10015, 'buy limit at the ask', pending('buy_limit', 1.1001)],
  [10015, 'sell limit below the bid', pending('sell_limit', 1.09)],
  [10015, 'buy stop below the ask', pending('buy_stop', 1.09)],
  [10015, 'sell stop above the bid', pending('sell_stop', 1.11)],
  [10015, 'no price', { action: 'pending', symbol: 'EURUSD', type: 'buy_limit', volume: 0.1 }],
  [10015, 'price off its grid', pending('buy_limit', 1.090001)],
  [10015, 'within the stops level', pending('buy_limit', 1.0996), { info: { trade_stops_level: 100 } }],
  [10015, 'stop limit without its limit', pending('buy_stop_limit', 1.12)],
  [10015, 'stop limit with its limit behind', pending('buy_stop_limit', 1.12, { stoplimit: 1.13 })],
  [10015, 'moved over the market', { action: 'modify', order: 70n, price: 1.2 }],
  [10016, 'stop loss over the market', { ...deal, sl: 1.2 }],
  [10016, 'take profit under the market', { ...deal, tp: 1 }],
  [10016, 'stop loss of a sale under the market', { ...deal, type: 'sell', sl: 1 }],
  [10016, 'stop off its grid', { ...deal, sl: 1.090001 }],
  [10016, 'stop within the stops level', { ...deal, sl: 1.0995 }, { info: { trade_stops_level: 100 } }],
  [10016, 'stop of a pending order behind it', pending('buy_limit', 1.09, { sl: 1.095 })],
  [
    10016,
    'stop of a stop limit order behind its limit',
    pending('buy_stop_limit', 1.12, { stoplimit: 1.115, sl: 1.117 }),
  ],
  [10016, 'new stop over the market', { action: 'sltp', position: 50n, sl: 1.2 }],
  [10017, 'disabled symbol', deal, { info: { trade_mode: 'disabled' } }],
  [10018, 'closed market', deal, { context: { isOpen: () => false } }],
  [10018, 'closed market, pending', pending('buy_limit', 1.09), { context: { isOpen: () => false } }],
  [10019, 'no money', { ...deal, volume: 50 }],
  [10022, 'expiration of the past', pending('buy_limit', 1.09, { type_time: 'specified', expiration: NOW - 1 })],
  [10022, 'no expiration', pending('buy_limit', 1.09, { type_time: 'specified' })],
  [
    10022,
    'expiration that the symbol lacks',
    pending('buy_limit', 1.09, { type_time: 'day' }),
    { info: { expiration_mode: ['gtc'] } },
  ],
  [10025, 'the same stops', { action: 'sltp', position: 50n }],
  [10025, 'the same order', { action: 'modify', order: 70n, price: 1.05, sl: 1.04 }],
  [10027, 'no algorithmic trading', deal, { context: { algoTrading: false } }],
  [10029, 'frozen order', { action: 'remove', order: 70n }, { info: { trade_freeze_level: 10_000 } }],
  [10030, 'filling that the symbol lacks', { ...deal, type_filling: 'ioc' }, { info: { filling_mode: ['fok'] } }],
  [10030, 'the rest stays, at the market', { ...deal, type_filling: 'return' }],
  [10030, 'passive, at the market', { ...deal, type_filling: 'boc' }, { info: { filling_mode: ['fok', 'boc'] } }],
  [
    10030,
    'passive stop',
    pending('sell_stop', 1.09, { type_filling: 'boc' }),
    { info: { filling_mode: ['fok', 'boc'] } },
  ],
  [10031, 'no connection', deal, { context: { connected: false } }],
  [10033, 'too many orders', pending('buy_limit', 1.09), { terms: { limit_orders: 1 } }],
  [10034, 'too much on one side', { ...deal, volume: 0.7 }, { info: { volume_limit: 1 } }],
  [
    10035,
    'change of what a market order has left',
    { action: 'modify', order: 70n, price: 1.06 },
    { orders: [{ ...waiting, type: 'buy', state: 'partial' }] },
  ],
  [10035, 'deal with the type of a pending order', { ...deal, type: 'buy_limit' }],
  [10035, 'pending order with the type of a deal', pending('buy', 1.09)],
  [10035, 'order that the symbol lacks', pending('buy_stop', 1.11), { info: { order_mode: ['market', 'limit'] } }],
  [10036, 'unknown position', { ...deal, type: 'sell', position: 5n }],
  [10036, 'stops of an unknown position', { action: 'sltp', symbol: 'EURUSD', position: 5n, sl: 1 }],
  [10036, 'close by an unknown position', { action: 'close_by', position: 50n, position_by: 5n }],
  [10038, 'more than the position has', { ...deal, type: 'sell', position: 50n, volume: 0.31 }],
  [10042, 'short while longs only', { ...deal, type: 'sell' }, { info: { trade_mode: 'longonly' } }],
  [10043, 'long while shorts only', deal, { info: { trade_mode: 'shortonly' } }],
  [10044, 'opening while closing only', deal, { info: { trade_mode: 'closeonly' } }],
];

describe('a request that would be accepted', () => {
  test.each(good.map(([what, request, world = {}]) => [what, request, world] as const))(
    '%s',
    (_what, request, world) => {
      expect(check(request, world)).toMatchObject({ retcode: 0, comment: 'Done' });
    },
  );
});

describe('a request that would be refused', () => {
  test.each(bad.map(([retcode, what, request, world = {}]) => [retcode, what, request, world] as const))(
    '%d: %s',
    (retcode, _what, request, world) => {
      const result = check(request, world);
      expect(result.retcode).toBe(retcode);
      expect(result.comment.length).toBeGreaterThan(5);
      expect(retcodeOf(result.retcode).outcome).not.toBe('done');
      if (retcode !== 10019) expect(result).toMatchObject({ balance: 0, equity: 0, margin: 0, margin_free: 0 });
    },
  );

  test('every return code of a check is a documented one', () => {
    for (const [retcode] of bad) expect(retcodeOf(retcode).code).not.toBe('MT5_UNKNOWN_RETCODE');
  });

  test('a symbol that is unknown or without a quote is an error of the call', () => {
    const code = (request: TradeRequest): string => {
      try {
        return String(check(request).retcode);
      } catch (error) {
        return error instanceof Mt5Error ? error.code : String(error);
      }
    };
    expect(code({ ...deal, symbol: 'NOSUCH' })).toBe('SYMBOL_NOT_FOUND');
    expect(code({ ...deal, symbol: 'GBPUSD' })).toBe('NO_QUOTE');
  });
});

describe('figures', () => {
  // 0.3 lots bought and 0.1 sold at 1.1: 0.2 open ones at the ask, 0.1 covered ones at the middle.
  const margin = 330.03;

  test('of an opening: more margin, and the spread as floating loss', () => {
    const before = { balance: 10_000, profit: -1, equity: 9_999, margin };
    expect(check({ action: 'sltp', position: 50n, sl: 1.09 })).toMatchObject(before);
    const after = check(deal);
    expect(after).toMatchObject({ balance: 10_000, profit: -2, equity: 9_998, margin: 440.04 });
    expect(after.margin_free).toBeCloseTo(after.equity - after.margin, 8);
    expect(after.margin_level).toBeCloseTo((after.equity / after.margin) * 100, 2);
  });

  test('of a close: profit and its share of the swap become balance', () => {
    const positions = [held(50n, 'buy', 0.3, { price_open: 1.09, swap: -3 })];
    const request: TradeRequest = { ...deal, type: 'sell', position: 50n, volume: 0.1 };
    expect(check(request, { positions })).toMatchObject({
      balance: 10_099,
      profit: 198,
      equity: 10_297,
      margin: 220.02,
    });
    expect(check({ ...request, volume: 0.3 }, { positions })).toMatchObject({ profit: 0, margin: 0, margin_level: 0 });
  });

  test('of a close by the other side: both lose what the smaller one has', () => {
    const positions = [held(50n, 'buy', 0.3, { price_open: 1.09 }), held(51n, 'sell', 0.1, { price_open: 1.11 })];
    const result = check({ action: 'close_by', position: 50n, position_by: 51n }, { positions });
    expect(result).toMatchObject({ balance: 10_200, profit: 200, margin: 220.02 });
  });

  test('of a lack of money: what would be missing', () => {
    const result = check({ ...deal, volume: 50 });
    expect(result.retcode).toBe(10019);
    expect(result.margin_free).toBeLessThan(0);
    expect(result.balance).toBe(10_000);
  });

  test('equity never grows by opening, margin never shrinks by more than is covered', () => {
    const volume = fc.integer({ min: 1, max: 200 }).map((steps) => steps / 100);
    fc.assert(
      fc.property(volume, fc.constantFrom('buy' as const, 'sell' as const), (lots, type) => {
        const result = check({ ...deal, volume: lots, type });
        expect(result.retcode).toBe(0);
        expect(result.equity).toBeLessThan(9_999);
        expect(result.margin).toBeGreaterThanOrEqual(margin - 0.11);
      }),
    );
  });
});

describe('over the wire', () => {
  let r: Running;
  beforeAll(async () => {
    r = await running();
  });
  afterAll(() => r.fake.stop());

  test('the positions and orders of the account can be checked as they are', async () => {
    const { positions } = await r.caller.call('positions', {});
    const { orders } = await r.caller.call('orders', {});
    const ask = (request: TradeRequest) => r.caller.call('order_check', request);
    for (const { ticket, symbol, type, volume, sl, tp } of positions) {
      const opposite = type === 'buy' ? 'sell' : 'buy';
      const close = await ask({ action: 'deal', symbol, type: opposite, volume, position: ticket });
      expect(close).toMatchObject({ retcode: 0, comment: 'Done' });
      const same = await ask({ action: 'sltp', position: ticket, sl: sl ?? 0, tp: tp ?? 0 });
      expect(same.retcode).toBe(10025);
    }
    for (const { ticket } of orders)
      expect(await ask({ action: 'remove', order: ticket })).toMatchObject({ retcode: 0 });
    const { ask: price }: Quote = await r.caller.call('quote', { symbol: 'EURUSD' });
    const opened = await ask({ action: 'deal', symbol: 'EURUSD', type: 'buy', volume: 0.1, price, deviation: 10 });
    const { account } = await r.caller.call('account_info', {});
    expect(opened.retcode).toBe(0);
    expect(opened.margin).toBeGreaterThan(account.margin);
  });
});
