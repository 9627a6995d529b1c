import { describe, expect, test } from 'vitest';
import { kinds, market, NOON, pending, trading } from '../testing/trading.ts';

const DAY = 86_400_000;

describe('a pending order is taken to the market', () => {
  // EURUSD stands at 1.10000 / 1.10010; buying goes by the ask, selling by the bid.
  test.each([
    ['buy_limit', 1.09, 1.0901, 1.08989, 1.08999],
    ['sell_limit', 1.11, 1.1099, 1.11, 1.11],
    ['buy_stop', 1.11, 1.10985, 1.1099, 1.11],
    ['sell_stop', 1.09, 1.0901, 1.09, 1.09],
  ] as const)('%s at %d: not at a bid of %d, but at %d, for %d', (type, price, early, bid, filled) => {
    const { send, book, tick } = trading();
    send(pending(type, price, { comment: '#tag', magic: 4n, sl: type.startsWith('buy') ? 1.05 : 1.15 }));
    expect(kinds(tick(early))).toEqual([]);
    const changes = tick(bid);
    expect(kinds(changes)).toEqual(['deal_add', 'order_delete', 'history_add']);
    expect(changes).toMatchObject({ positions: true, orders: true, account: true });
    const by = { magic: 4n, comment: '#tag', reason: 'expert' };
    expect(book.positions).toMatchObject([{ ticket: 1n, type: type.split('_')[0], price_open: filled, ...by }]);
    expect(book.historyOrders).toMatchObject([
      { ticket: 1n, type, state: 'filled', price_open: price, position_id: 1n },
    ]);
    expect(book.deals.at(-1)).toMatchObject({ order: 1n, price: filled, entry: 'in', ...by });
    expect(book.orders).toEqual([]);
  });

  test('a gap: a stop at the price behind it, a limit at the better one', () => {
    const { send, book, tick } = trading();
    send(pending('buy_stop', 1.11));
    send(pending('sell_limit', 1.11));
    tick(1.12);
    expect(book.positions).toMatchObject([
      { type: 'buy', price_open: 1.1201 },
      { type: 'sell', price_open: 1.12 },
    ]);
  });

  test('a gap beyond the stop loss as well: opened and closed at the same tick', () => {
    const { send, book, tick } = trading();
    send(pending('buy_limit', 1.09, { sl: 1.08 }));
    tick(1.07);
    expect(book.positions).toEqual([]);
    expect(book.deals.slice(1)).toMatchObject([
      { entry: 'in', price: 1.0701 },
      { entry: 'out', price: 1.07, reason: 'sl', comment: '[sl 1.08000]' },
    ]);
  });

  test('a stop-limit becomes its limit, which waits for its own price', () => {
    const { send, book, tick } = trading();
    send(pending('buy_stop_limit', 1.12, { stoplimit: 1.115, sl: 1.11 }));
    const changes = tick(1.121);
    expect(kinds(changes)).toEqual(['order_update']);
    expect(changes).toMatchObject({ orders: true, positions: false });
    expect(book.orders).toMatchObject([{ ticket: 1n, type: 'buy_limit', price_open: 1.115, price_stoplimit: null }]);
    tick(1.1148);
    expect(book.positions).toMatchObject([{ ticket: 1n, price_open: 1.1149, sl: 1.11 }]);
    expect(book.historyOrders).toMatchObject([{ type: 'buy_limit', state: 'filled' }]);
  });

  test('nothing happens outside the trade sessions, and at the price of the first tick inside', () => {
    const { send, book, tick, setClock } = trading();
    send(pending('buy_stop', 1.11));
    setClock(NOON + 3 * DAY);
    tick(1.12);
    expect(book.orders).toHaveLength(1);
    setClock(NOON + 5 * DAY);
    tick(1.13);
    expect(book.positions).toMatchObject([{ price_open: 1.1301 }]);
  });
});

describe('a pending order that the account can’t open any more is rejected', () => {
  test('for lack of money', () => {
    const { send, book, tick } = trading();
    send(pending('buy_limit', 1.09, { volume: 50 }));
    expect(kinds(tick(1.08))).toEqual(['order_delete', 'history_add']);
    expect(book).toMatchObject({
      orders: [],
      positions: [],
      historyOrders: [{ state: 'rejected', volume_current: 50 }],
    });
  });

  test('for hedging where it is prohibited', () => {
    const { send, book, tick } = trading({ terms: { hedge_allowed: false } });
    send(pending('sell_limit', 1.11));
    send(market('buy'));
    tick(1.112);
    expect(book.positions).toMatchObject([{ type: 'buy' }]);
    expect(book.historyOrders).toMatchObject([{ state: 'filled' }, { type: 'sell_limit', state: 'rejected' }]);
  });
});

test('orders of one tick are taken oldest first', () => {
  const { send, book, tick } = trading();
  send(pending('buy_stop', 1.12));
  send(pending('buy_stop', 1.11));
  tick(1.13);
  expect(book.deals.slice(1).map(({ order }) => order)).toEqual([1n, 2n]);
});
