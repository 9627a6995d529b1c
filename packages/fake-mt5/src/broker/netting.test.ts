import { describe, expect, test } from 'vitest';
import { kinds, market, NOON, pending, trading } from '../testing/trading.ts';

const netting = (terms: NonNullable<Parameters<typeof trading>[0]>['terms'] = {}) =>
  trading({ terms: { margin_mode: 'retail_netting', ...terms } });

describe('on a netting account', () => {
  test('a second deal of the same side joins the position, at the average price', () => {
    const { send, book, tick } = netting();
    send(market('buy', 0.1, { sl: 1.09, magic: 1n, comment: 'first' }));
    tick(1.101);
    const { changes } = send(market('buy', 0.3, { tp: 1.2, magic: 2n, comment: 'second' }));
    expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'order_delete', 'history_add', 'request']);
    // The latest order's stops count, none included; who opened it stays.
    expect(book.positions).toEqual([
      expect.objectContaining({ ticket: 1n, identifier: 1n, volume: 0.4, price_open: 1.10085, sl: null, tp: 1.2 }),
    ]);
    expect(book.positions[0]).toMatchObject({ magic: 1n, comment: 'first', time_msc: NOON });
    expect(book.deals.at(-1)).toMatchObject({ order: 2n, position_id: 1n, entry: 'in', profit: 0, magic: 2n });
    expect(book.historyOrders.at(-1)).toMatchObject({ ticket: 2n, position_id: 1n });
  });

  test('an opposite deal reduces it, and its stops stay', () => {
    const { send, book, tick } = netting();
    send(market('buy', 0.3, { sl: 1.09 }));
    tick(1.1021);
    const { result } = send(market('sell', 0.1, { sl: 1.5 }));
    expect(result).toMatchObject({ retcode: 10009, volume: 0.1 });
    expect(book.positions).toMatchObject([{ ticket: 1n, type: 'buy', volume: 0.2, price_open: 1.1001, sl: 1.09 }]);
    expect(book.deals.at(-1)).toMatchObject({ entry: 'out', position_id: 1n, profit: 20 });
  });

  test('or closes it', () => {
    const { send, book } = netting();
    send(market('buy', 0.3));
    send(market('sell', 0.3));
    expect(book.positions).toEqual([]);
    expect(book.deals.at(-1)).toMatchObject({ entry: 'out', position_id: 1n, profit: -3 });
  });

  test('or turns it round in one deal: a new ticket, the same identifier', () => {
    const { send, book, broker, tick } = netting();
    send(market('buy', 0.1, { sl: 1.09, magic: 1n, comment: 'up' }));
    broker.time(NOON + 86_400_000);
    tick(1.1021);
    const { result } = send(market('sell', 0.3, { tp: 1.05, magic: 2n, comment: 'down' }));
    expect(result).toMatchObject({ retcode: 10009, volume: 0.3, order: 2n });
    expect(book.positions).toEqual([
      expect.objectContaining({ ticket: 2n, identifier: 1n, type: 'sell', volume: 0.2, price_open: 1.1021, swap: 0 }),
    ]);
    expect(book.positions[0]).toMatchObject({ sl: null, tp: 1.05, magic: 2n, comment: 'down' });
    expect(book.deals.at(-1)).toMatchObject({ entry: 'inout', volume: 0.3, position_id: 1n, profit: 20, swap: -2.46 });
    expect(book.historyOrders.at(-1)).toMatchObject({ ticket: 2n, position_id: 1n });
    send(market('buy', 0.2));
    expect(book.positions).toEqual([]);
    expect(book.deals.at(-1)).toMatchObject({ entry: 'out', position_id: 1n });
  });

  test('what is named is closed, and never more than it', () => {
    const { send } = netting();
    send(market('buy', 0.3));
    expect(send(market('sell', 0.4, { position: 1n })).result.retcode).toBe(10038);
    expect(send(market('sell', 0.3, { position: 7n })).result.retcode).toBe(10036);
    expect(send(market('sell', 0.3, { position: 1n })).result.retcode).toBe(10009);
  });

  test('a symbol’s stops are set without a ticket, and close-by is unknown', () => {
    const { send, book } = netting();
    send(market('buy', 0.3));
    expect(send({ action: 'sltp', symbol: 'EURUSD', sl: 1.08 }).result.retcode).toBe(10009);
    expect(book.positions).toMatchObject([{ sl: 1.08 }]);
    expect(send({ action: 'close_by', position: 1n, position_by: 1n }).result.retcode).toBe(10035);
  });

  test('pending orders net as well, and symbols are apart', () => {
    const { send, book, tick } = netting();
    send(market('buy', 0.1));
    send({ ...market('sell', 0.1), symbol: 'USDJPY' });
    send(pending('sell_limit', 1.11, { volume: 0.3 }));
    tick(1.1105);
    expect(book.positions).toMatchObject([
      { ticket: 3n, identifier: 1n, symbol: 'EURUSD', type: 'sell', volume: 0.2 },
      { ticket: 2n, symbol: 'USDJPY' },
    ]);
  });

  test('what only reduces needs no money, no permission to open, and no room', () => {
    const { send, book } = trading({
      terms: { margin_mode: 'exchange', hedge_allowed: false },
      info: { volume_limit: 0.5 },
    });
    send(market('buy', 0.5));
    expect(send(market('buy', 0.01)).result.retcode).toBe(10034);
    expect(send(market('sell', 1.01)).result.retcode).toBe(10034);
    expect(send(market('sell', 1)).result.retcode).toBe(10009);
    expect(book.positions).toMatchObject([{ type: 'sell', volume: 0.5 }]);
  });
});
