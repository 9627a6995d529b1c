import { expect, test } from 'vitest';
import { kinds, market, trading } from '../testing/trading.ts';

test('a market order makes an order, a deal and a position with one number', () => {
  const { send, book } = trading();
  const { result, changes } = send(market('buy', 0.1, { sl: 1.09, tp: 1.11, magic: 7n, comment: '#abc hello' }));
  expect(result).toMatchObject({
    retcode: 10009,
    order: 1n,
    deal: 2n,
    volume: 0.1,
    price: 1.1001,
    bid: 1.1,
    ask: 1.1001,
  });
  expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'order_delete', 'history_add', 'request']);
  expect(changes).toMatchObject({ positions: true, orders: false, account: true });
  const told = { magic: 7n, comment: '#abc hello', reason: 'expert', sl: 1.09, tp: 1.11 };
  expect(book.positions).toEqual([expect.objectContaining({ ticket: 1n, identifier: 1n, volume: 0.1, ...told })]);
  expect(book.historyOrders).toEqual([
    expect.objectContaining({ ticket: 1n, position_id: 1n, state: 'filled', volume_current: 0, ...told }),
  ]);
  expect(book.deals[1]).toMatchObject({
    ticket: 2n,
    order: 1n,
    position_id: 1n,
    entry: 'in',
    commission: -0.35,
    ...told,
  });
});
