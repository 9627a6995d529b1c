import { describe, expect, test } from 'vitest';
import { kinds, market, NOON, pending, trading } from '../testing/trading.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('lifetimes', () => {
  test.each([
    ['specified', 5 * HOUR, NOON + 5 * HOUR],
    ['day', undefined, NOON + 12 * HOUR - 1_000],
    ['specified_day', 30 * HOUR, NOON + 36 * HOUR - 1_000],
  ] as const)('%s: the order expires when it says, and not before', (type_time, after, end) => {
    const { send, book, broker } = trading();
    const expiration = after === undefined ? {} : { expiration: NOON + after };
    send(pending('buy_limit', 1.09, { type_time, ...expiration }));
    expect(book.orders).toMatchObject([{ type_time, time_expiration: end }]);
    expect(broker.time(end - 1).transactions).toEqual([]);
    const changes = broker.time(end);
    expect(kinds(changes)).toEqual(['order_delete', 'history_add']);
    expect(changes).toMatchObject({ orders: true, positions: false });
    expect(book.historyOrders).toMatchObject([{ state: 'expired', time_done_msc: end, volume_current: 0.1 }]);
  });

  test('a tick of any symbol, or a request, finds it expired as well', () => {
    const { send, book, tick, setClock } = trading();
    send(pending('buy_limit', 1.09, { type_time: 'specified', expiration: NOON + HOUR }));
    send(pending('buy_limit', 1.09, { type_time: 'specified', expiration: NOON + 2 * HOUR }));
    setClock(NOON + HOUR);
    expect(kinds(tick(2_400, 2_400.2, 'XAUUSD'))).toEqual(['order_delete', 'history_add']);
    setClock(NOON + 3 * HOUR);
    expect(kinds(send(market('buy')).changes).slice(0, 2)).toEqual(['order_delete', 'history_add']);
    expect(book.orders).toEqual([]);
  });

  test('an order that expires can’t be filled by the tick that comes too late', () => {
    const { send, book, tick, setClock } = trading();
    send(pending('buy_limit', 1.09, { type_time: 'specified', expiration: NOON + HOUR }));
    setClock(NOON + HOUR);
    tick(1.08);
    expect(book).toMatchObject({ positions: [], historyOrders: [{ state: 'expired' }] });
  });

  test.each([
    ['gtc', 1, 1.09],
    ['daily', 0, null],
    ['daily_excluding_stops', 0, 1.09],
  ] as const)('of a symbol whose orders are good %s, over midnight', (order_gtc_mode, orders, sl) => {
    const { send, book, broker } = trading({ info: { order_gtc_mode } });
    send(market('buy', 0.1, { sl: 1.09 }));
    send(pending('buy_limit', 1.08));
    const changes = broker.time(NOON + 12 * HOUR);
    expect(book.orders).toHaveLength(orders);
    expect(book.positions).toMatchObject([{ sl }]);
    expect(kinds(changes).includes('position')).toBe(sl === null);
  });
});

describe('interest', () => {
  test('is booked at midnight, three days of it at the end of the triple day', () => {
    const { send, book, broker } = trading();
    send(market('buy', 0.1));
    // Wednesday: -8.2 points a lot, three times.
    expect(broker.time(NOON + 12 * HOUR - 1)).toMatchObject({ positions: false });
    expect(broker.time(NOON + 12 * HOUR)).toMatchObject({ positions: true, account: false, orders: false });
    expect(book.positions).toMatchObject([{ swap: -2.46 }]);
    broker.time(NOON + 12 * HOUR + DAY);
    expect(book.positions).toMatchObject([{ swap: -3.28 }]);
    broker.time(NOON + 12 * HOUR + 4 * DAY);
    expect(book.positions).toMatchObject([{ swap: -4.1 }]);
  });

  test('of many nights is booked at once when time has leapt, each by its own day', () => {
    const { send, book, broker } = trading();
    send(market('sell', 1));
    broker.time(NOON + 7 * DAY);
    expect(book.positions).toMatchObject([{ swap: 21.7 }]);
    expect(broker.snapshot().rolled_to).toBe(NOON + 6.5 * DAY);
  });

  test('never comes twice, whatever the clock does', () => {
    const { send, book, broker } = trading();
    send(market('buy', 0.1));
    broker.time(NOON + DAY);
    broker.time(NOON);
    broker.time(NOON + DAY);
    expect(book.positions).toMatchObject([{ swap: -2.46 }]);
  });

  test('counts for equity, and is realised with the position', () => {
    const { send, book, broker, account } = trading();
    send(market('buy', 0.1));
    broker.time(NOON + DAY);
    expect(account.info()).toMatchObject({ balance: 9_999.65, profit: -3.46 });
    send(market('sell', 0.1, { position: 1n }));
    expect(book.deals.at(-1)).toMatchObject({ profit: -1, swap: -2.46 });
    expect(account.info().balance).toBe(9_995.84);
  });
});
