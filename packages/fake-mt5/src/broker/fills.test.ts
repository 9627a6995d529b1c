import { describe, expect, test } from 'vitest';
import { kinds, market, pending, trading } from '../testing/trading.ts';

/** A broker that has so many lots at its best price, as the test goes on. */
function scarce(lots: number, info: Parameters<typeof trading>[0] = {}) {
  const there = { lots };
  return { there, ...trading({ ...info, broker: { liquidity: () => there.lots } }) };
}

const anyFilling = { info: { trade_exemode: 'exchange' } } as const;

describe('when there is less at the market than asked for', () => {
  test('fill or kill is killed: the order is in the history, rejected', () => {
    const { send, book } = scarce(0.09);
    const { result, changes } = send(market('buy', 0.1, { type_filling: 'fok' }));
    expect(result).toMatchObject({ retcode: 10006, order: 1n, deal: 0n, volume: 0, price: null });
    expect(kinds(changes)).toEqual(['order_add', 'order_delete', 'history_add', 'request']);
    expect(changes).toMatchObject({ positions: false, orders: false, account: false });
    expect(book.historyOrders).toMatchObject([{ state: 'rejected', volume_current: 0.1, position_id: 0n }]);
    expect(book.positions).toEqual([]);
  });

  test('immediate or cancel takes what there is, in whole steps', () => {
    const { send, book } = scarce(0.069);
    const { result, changes } = send(market('buy', 0.1, { type_filling: 'ioc' }));
    expect(result).toMatchObject({ retcode: 10010, deal: 2n, order: 1n, volume: 0.06, price: 1.1001 });
    expect(result.comment).toBe('Request executed partially');
    expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'order_delete', 'history_add', 'request']);
    expect(book.historyOrders).toMatchObject([{ state: 'partial', volume_initial: 0.1, volume_current: 0.04 }]);
    expect(book.positions).toMatchObject([{ volume: 0.06 }]);
    expect(book.orders).toEqual([]);
  });

  test('immediate or cancel with nothing there is rejected', () => {
    const { send } = scarce(0.009);
    expect(send(market('buy', 0.1, { type_filling: 'ioc' })).result).toMatchObject({ retcode: 10006, order: 1n });
  });

  test('return leaves the rest waiting, and the following ticks fill it into the same position', () => {
    const { send, book, tick } = scarce(0.04, anyFilling);
    const { result, changes } = send(market('buy', 0.1, { type_filling: 'return', comment: '#tag' }));
    expect(result).toMatchObject({ retcode: 10010, volume: 0.04, order: 1n });
    expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'order_update', 'request']);
    expect(book.orders).toMatchObject([{ ticket: 1n, type: 'buy', state: 'partial', volume_current: 0.06 }]);
    tick(1.101);
    expect(book.positions).toMatchObject([{ ticket: 1n, volume: 0.08, price_open: 1.1006 }]);
    const last = tick(1.102);
    expect(kinds(last)).toEqual(['deal_add', 'order_delete', 'history_add']);
    expect(book.positions).toMatchObject([{ volume: 0.1, comment: '#tag' }]);
    expect(book.historyOrders).toMatchObject([{ ticket: 1n, state: 'filled', volume_current: 0, position_id: 1n }]);
    expect(book.deals.slice(1).map(({ order, volume }) => [order, volume])).toEqual([
      [1n, 0.04],
      [1n, 0.04],
      [1n, 0.02],
    ]);
  });

  test('return with nothing there is placed', () => {
    const { send, book, there, tick } = scarce(0, anyFilling);
    expect(send(market('buy', 0.1, { type_filling: 'return' })).result).toMatchObject({ retcode: 10008, deal: 0n });
    expect(book.orders).toMatchObject([{ type: 'buy', state: 'placed', volume_current: 0.1 }]);
    expect(kinds(tick(1.1))).toEqual([]);
    there.lots = 1;
    tick(1.1);
    expect(book.positions).toMatchObject([{ volume: 0.1 }]);
  });

  test('return needs a place in the filling modes, which market execution has not', () => {
    expect(scarce(1).send(market('buy', 0.1, { type_filling: 'return' })).result.retcode).toBe(10030);
  });

  test('a second closing order can’t ask for what the first one still waits to close', () => {
    const { send, book, there, tick } = scarce(1, anyFilling);
    send(market('buy', 0.5));
    there.lots = 0.1;
    send(market('sell', 0.4, { position: 1n, type_filling: 'return' }));
    expect(book.orders).toMatchObject([{ ticket: 2n, position_id: 1n, volume_current: 0.3 }]);
    expect(send(market('sell', 0.2, { position: 1n, type_filling: 'ioc' })).result.retcode).toBe(10039);
    there.lots = 1;
    expect(send(market('sell', 0.1, { position: 1n })).result.retcode).toBe(10009);
    tick(1.1);
    expect(book).toMatchObject({ positions: [], orders: [] });
  });

  test('an order that waits to close a position goes with it', () => {
    const { send, book, there, tick } = scarce(1, anyFilling);
    send(market('buy', 0.5, { sl: 1.09 }));
    there.lots = 0;
    send(market('sell', 0.5, { position: 1n, type_filling: 'return' }));
    const changes = tick(1.08);
    expect(kinds(changes).slice(0, 4)).toEqual(['order_add', 'deal_add', 'order_delete', 'history_add']);
    expect(book.historyOrders.find(({ ticket }) => ticket === 2n)).toMatchObject({ state: 'canceled' });
    expect(book).toMatchObject({ positions: [], orders: [] });
  });

  test('a limit fills by parts while its price lasts', () => {
    const { send, book, tick } = scarce(0.06);
    send(pending('buy_limit', 1.09, { type_filling: 'return' }));
    tick(1.0898);
    expect(book.orders).toMatchObject([{ state: 'partial', volume_current: 0.04, position_id: 1n }]);
    tick(1.095);
    expect(book.orders).toHaveLength(1);
    tick(1.0897);
    expect(book).toMatchObject({ orders: [], positions: [{ volume: 0.1 }] });
  });

  test('what a triggered stop has left goes on at any price', () => {
    const { send, book, tick } = scarce(0.06);
    send(pending('buy_stop', 1.11, { type_filling: 'return' }));
    tick(1.1105);
    tick(1.105);
    expect(book).toMatchObject({ orders: [], positions: [{ volume: 0.1 }] });
  });
});
