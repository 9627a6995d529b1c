import { describe, expect, test } from 'vitest';
import { kinds, market, trading } from '../testing/trading.ts';

describe('close by', () => {
  test('one order and two deals: both lose what the smaller one has, without another spread', () => {
    const { send, book, tick, account } = trading();
    send(market('buy', 0.3));
    tick(1.105);
    send(market('sell', 0.1));
    const before = account.info().equity;
    const { result, changes } = send({ action: 'close_by', position: 1n, position_by: 2n, magic: 8n });
    expect(result).toMatchObject({ retcode: 10009, order: 3n, deal: 4n, volume: 0.1, price: 1.105 });
    expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'deal_add', 'order_delete', 'history_add', 'request']);
    expect(book.positions).toMatchObject([{ ticket: 1n, volume: 0.2, price_open: 1.1001 }]);
    const both = { order: 3n, entry: 'out_by', volume: 0.1, price: 1.105, comment: 'close #1 by #2', magic: 8n };
    expect(book.deals.slice(-2)).toMatchObject([
      { ...both, type: 'sell', position_id: 1n, profit: 49 },
      { ...both, type: 'buy', position_id: 2n, profit: 0 },
    ]);
    expect(book.historyOrders.at(-1)).toMatchObject({ type: 'close_by', position_id: 1n, position_by_id: 2n });
    expect(book.historyOrders.at(-1)).toMatchObject({ state: 'filled', volume_initial: 0.1, volume_current: 0 });
    // The spread that closing apart would have cost, less both commissions.
    expect(account.info().equity - before).toBeCloseTo(1 - 0.7, 8);
  });

  test('of equal volumes leaves nothing', () => {
    const { send, book, account } = trading();
    send(market('buy', 0.1));
    send(market('sell', 0.1));
    send({ action: 'close_by', position: 2n, position_by: 1n, comment: '#tag' });
    expect(book.positions).toEqual([]);
    expect(book.deals.at(-1)).toMatchObject({ comment: '#tag' });
    expect(account.info()).toMatchObject({ margin: 0, profit: 0 });
  });

  test('needs two open positions of one symbol and opposite sides', () => {
    const { send } = trading();
    send(market('buy', 0.1));
    send(market('buy', 0.1));
    send({ ...market('sell', 0.1), symbol: 'USDJPY' });
    const by = (position_by: bigint) => send({ action: 'close_by', position: 1n, position_by }).result.retcode;
    expect([by(1n), by(2n), by(3n), by(9n)]).toEqual([10013, 10013, 10013, 10036]);
  });

  test('is refused where the symbol has none', () => {
    const { send } = trading({ info: { order_mode: ['market'] } });
    send(market('buy', 0.1));
    send(market('sell', 0.1));
    expect(send({ action: 'close_by', position: 1n, position_by: 2n }).result.retcode).toBe(10035);
  });
});
