import type { TradeRequest } from '@mt5-bridge/protocol';
import { describe, expect, test } from 'vitest';
import { kinds, market, NOON, pending, type TradingOptions, trading } from '../testing/trading.ts';

const HOUR = 3_600_000;

describe('a market order', () => {
  test('makes an order, a deal and a position that share numbers, and tells of them in the terminal’s order', () => {
    const { send, book } = trading();
    const { result, changes } = send(market('buy', 0.1, { sl: 1.09, tp: 1.11, magic: 7n, comment: '#abc hello' }));
    expect(result).toEqual({
      retcode: 10009,
      deal: 2n,
      order: 1n,
      volume: 0.1,
      price: 1.1001,
      bid: 1.1,
      ask: 1.1001,
      comment: 'Request executed',
      retcode_external: 0,
    });
    expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'order_delete', 'history_add', 'request']);
    expect(changes).toMatchObject({ positions: true, orders: false, account: true });
    const [added, deal, , history] = changes.transactions;
    expect(added).toMatchObject({ order: 1n, order_state: 'started', order_type: 'buy', volume: 0.1, price_sl: 1.09 });
    expect(deal).toMatchObject({ deal: 2n, order: 1n, deal_type: 'buy', position: 1n, volume: 0.1, price: 1.1001 });
    expect(history).toMatchObject({ order: 1n, order_state: 'filled', volume: 0, position: 1n });

    const told = { magic: 7n, comment: '#abc hello', reason: 'expert', sl: 1.09, tp: 1.11 };
    expect(book.positions).toEqual([
      expect.objectContaining({ ticket: 1n, identifier: 1n, volume: 0.1, price_open: 1.1001, time_msc: NOON, ...told }),
    ]);
    expect(book.historyOrders).toEqual([
      expect.objectContaining({ ticket: 1n, position_id: 1n, state: 'filled', volume_current: 0, ...told }),
    ]);
    expect(book.deals[1]).toMatchObject({ ticket: 2n, order: 1n, position_id: 1n, entry: 'in', ...told });
    expect(book.deals[1]).toMatchObject({ volume: 0.1, commission: -0.35, profit: 0, swap: 0, time_msc: NOON });
  });

  test('costs its commission at once, and its spread as floating loss', () => {
    const { send, account } = trading();
    send(market('sell', 0.1));
    expect(account.info()).toMatchObject({ balance: 9_999.65, profit: -1, equity: 9_998.65, margin: 110 });
  });

  test('that closes a part realises that part, and its share of the swap', () => {
    const { send, book, tick, pass } = trading();
    send(market('buy', 0.3, { sl: 1.05 }));
    pass(24 * HOUR);
    expect(book.positions[0]?.swap).toBe(-7.38);
    tick(1.105);
    const { result, changes } = send(market('sell', 0.1, { position: 1n }));
    expect(result).toMatchObject({ retcode: 10009, volume: 0.1, price: 1.105 });
    expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'order_delete', 'history_add', 'request']);
    expect(book.positions).toMatchObject([{ ticket: 1n, volume: 0.2, swap: -4.92, sl: 1.05, price_open: 1.1001 }]);
    expect(book.deals.at(-1)).toMatchObject({ entry: 'out', type: 'sell', position_id: 1n, profit: 49, swap: -2.46 });
    expect(book.historyOrders.at(-1)).toMatchObject({ ticket: 2n, position_id: 1n, state: 'filled' });
  });

  test('that closes all leaves nothing, and the balance is what the deals say', () => {
    const { send, book, account, tick } = trading();
    send(market('buy', 0.1));
    tick(1.1011);
    send(market('sell', 0.1, { position: 1n }));
    expect(book.positions).toEqual([]);
    expect(account.info()).toMatchObject({ balance: 10_009.3, equity: 10_009.3, margin: 0, margin_level: 0 });
  });

  test('of any position can be as small as what is left of it', () => {
    const { send, book } = trading({ info: { volume_min: 0.1 } });
    send(market('buy', 0.15));
    expect(send(market('sell', 0.1, { position: 1n })).result.retcode).toBe(10009);
    expect(send(market('sell', 0.04, { position: 1n })).result.retcode).toBe(10014);
    expect(send(market('sell', 0.05, { position: 1n })).result.retcode).toBe(10009);
    expect(book.positions).toEqual([]);
  });
});

describe('instant and request execution', () => {
  const at = (price: number, deviation: number) => market('buy', 0.1, { price, deviation });

  test.each([
    ['instant', 10004],
    ['request', 10020],
  ] as const)('%s: a price further away than the deviation is answered with %d', (trade_exemode, retcode) => {
    const { send, book } = trading({ info: { trade_exemode } });
    const { result, changes } = send(at(1.09999, 10));
    expect(result).toMatchObject({ retcode, order: 0n, deal: 0n, volume: 0, price: null, bid: 1.1, ask: 1.1001 });
    expect(changes).toEqual({ transactions: [], positions: false, orders: false, account: false });
    expect(book.historyOrders).toEqual([]);
    expect(send(at(1.1, 10)).result).toMatchObject({ retcode: 10009, price: 1.1001 });
    expect(send(at(1.1002, 10)).result).toMatchObject({ retcode: 10009, price: 1.1001 });
    expect(send(market('buy')).result.retcode).toBe(10009);
  });

  test('market execution goes by neither price nor deviation', () => {
    expect(trading().send(at(1.2, 0)).result).toMatchObject({ retcode: 10009, price: 1.1001 });
  });
});

describe('a pending order', () => {
  test('waits in the book until it is removed', () => {
    const { send, book } = trading();
    const { result, changes } = send(pending('buy_limit', 1.09, { sl: 1.08, tp: 1.1, magic: 3n, comment: 'dip' }));
    expect(result).toMatchObject({ retcode: 10009, order: 1n, deal: 0n, volume: 0, price: null });
    expect(kinds(changes)).toEqual(['order_add', 'request']);
    expect(changes).toMatchObject({ positions: false, orders: true, account: false });
    const asked = { ticket: 1n, type: 'buy_limit', price_open: 1.09, sl: 1.08, tp: 1.1, magic: 3n, comment: 'dip' };
    expect(book.orders).toEqual([expect.objectContaining({ ...asked, state: 'placed', position_id: 0n })]);

    const gone = send({ action: 'remove', order: 1n });
    expect(gone.result).toMatchObject({ retcode: 10009, order: 1n });
    expect(kinds(gone.changes)).toEqual(['order_delete', 'history_add', 'request']);
    expect(book.orders).toEqual([]);
    expect(book.historyOrders).toEqual([expect.objectContaining({ ...asked, state: 'canceled', volume_current: 0.1 })]);
  });

  test('is changed in what the request states', () => {
    const { send, book } = trading();
    send(pending('buy_stop_limit', 1.12, { stoplimit: 1.115, sl: 1.11 }));
    const change: TradeRequest = { action: 'modify', order: 1n, price: 1.13, stoplimit: 1.125 };
    const { result, changes } = send({ ...change, type_time: 'day' });
    expect(result).toMatchObject({ retcode: 10009, order: 1n });
    expect(kinds(changes)).toEqual(['order_update', 'request']);
    expect(changes.transactions[0]).toMatchObject({ price_trigger: 1.13, price: 1.125, price_sl: 0 });
    const end = NOON + 12 * HOUR - 1_000;
    expect(book.orders).toMatchObject([
      { price_open: 1.13, price_stoplimit: 1.125, sl: null, type_time: 'day', time_expiration: end },
    ]);
    expect(send({ ...change, type_time: 'day' }).result.retcode).toBe(10025);
  });
});

describe('stops of a position', () => {
  test('are set and taken away, which is told as a change of the position', () => {
    const { send, book } = trading();
    send(market('buy'));
    const { result, changes } = send({ action: 'sltp', position: 1n, sl: 1.09, tp: 1.12 });
    expect(result.retcode).toBe(10009);
    expect(kinds(changes)).toEqual(['position', 'request']);
    expect(changes.transactions[0]).toMatchObject({ position: 1n, price_sl: 1.09, price_tp: 1.12, volume: 0.1 });
    expect(changes).toMatchObject({ positions: true, orders: false, account: false });
    expect(book.positions).toMatchObject([{ sl: 1.09, tp: 1.12 }]);
    send({ action: 'sltp', position: 1n });
    expect(book.positions).toMatchObject([{ sl: null, tp: null }]);
    expect(send({ action: 'sltp', position: 1n, sl: 1.2 }).result.retcode).toBe(10016);
  });
});

describe('a request that can’t be carried out', () => {
  const asks: readonly (readonly [number, string, TradeRequest, TradingOptions?])[] = [
    [10013, 'of nothing', { action: 'deal' }],
    [10013, 'of an unknown symbol', { ...market('buy'), symbol: 'NOSUCH' }],
    [10021, 'of a symbol without a quote', { ...market('buy'), symbol: 'GBPUSD' }],
    [10014, 'for no number of lots', market('buy', Number.NaN)],
    [10014, 'for endless lots', market('buy', Number.POSITIVE_INFINITY)],
    [10019, 'beyond the money', market('buy', 20)],
    [10017, 'on an account that may not trade', market('buy'), { terms: { trade_allowed: false } }],
    [10026, 'by a program that may not trade', market('buy'), { terms: { trade_expert: false } }],
    [10033, 'beyond the orders allowed', pending('buy_limit', 1.09), { terms: { limit_orders: -1 } }],
    [10035, 'at a market that takes no market orders', market('buy'), { info: { order_mode: ['limit', 'stop'] } }],
    [10016, 'with a stop where none are taken', market('buy', 0.1, { sl: 1 }), { info: { order_mode: ['market'] } }],
    [10017, 'of what has no margin here', market('buy'), { info: { trade_calc_mode: 'exch_bonds' } }],
    [10021, 'of what can’t be converted', market('buy'), { info: { currency_margin: 'PLN' } }],
  ];

  test.each(asks.map(([retcode, what, request, options = {}]) => [retcode, what, request, options] as const))(
    '%d: %s',
    (retcode, _what, request, options) => {
      const { send, book } = trading(options);
      const { result, changes } = send(request);
      expect(result).toMatchObject({ retcode, order: 0n, deal: 0n, volume: 0, price: null });
      expect(changes.transactions).toEqual([]);
      expect(book).toMatchObject({ positions: [], orders: [], historyOrders: [] });
    },
  );

  test('outside the sessions: market closed', () => {
    const { send, setClock, tick } = trading();
    tick(1.1);
    setClock(Date.UTC(2026, 6, 18, 12));
    expect(send(market('buy')).result.retcode).toBe(10018);
  });
});

test('money paid in or out is a deal, and the balance', () => {
  const { broker, account, book } = trading();
  const { deal, changes } = broker.transfer(250.555, 'Deposit');
  expect(deal).toMatchObject({ ticket: 2n, type: 'balance', profit: 250.56, comment: 'Deposit', order: 0n });
  expect(kinds(changes)).toEqual(['deal_add']);
  expect(changes).toMatchObject({ account: true, positions: false });
  broker.transfer(-1_000, 'Withdrawal');
  expect(account.info().balance).toBe(9_250.56);
  expect(book.deals).toHaveLength(3);
});
