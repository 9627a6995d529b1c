import { describe, expect, test } from 'vitest';
import { kinds, market, NOON, trading } from '../testing/trading.ts';

describe('a position is closed by the tick that reaches its stop', () => {
  test.each([
    ['buy', { sl: 1.09 }, 1.09001, 1.09, 1.09, '[sl 1.09000]'],
    ['buy', { tp: 1.11 }, 1.10999, 1.11, 1.11, '[tp 1.11000]'],
    ['sell', { sl: 1.11 }, 1.10989, 1.1099, 1.11, '[sl 1.11000]'],
    ['sell', { tp: 1.09 }, 1.08991, 1.0899, 1.09, '[tp 1.09000]'],
  ] as const)('%s with %o: not at a bid of %d, but at %d, for %d', (type, stops, early, bid, price, comment) => {
    const { send, book, tick } = trading();
    send(market(type, 0.1, { ...stops, magic: 5n, comment: '#tag' }));
    expect(kinds(tick(early))).toEqual([]);
    const changes = tick(bid);
    expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'order_delete', 'history_add']);
    expect(book.positions).toEqual([]);
    const reason = 'sl' in stops ? 'sl' : 'tp';
    const opposite = type === 'buy' ? 'sell' : 'buy';
    expect(book.deals.at(-1)).toMatchObject({
      order: 2n,
      position_id: 1n,
      entry: 'out',
      type: opposite,
      price,
      reason,
    });
    expect(book.deals.at(-1)).toMatchObject({ comment, magic: 5n, ...stops });
    expect(book.historyOrders.at(-1)).toMatchObject({ ticket: 2n, position_id: 1n, state: 'filled', reason, comment });
  });

  test('behind a gap at the price of the market, for better or worse', () => {
    const { send, book, tick } = trading();
    send(market('buy', 0.1, { sl: 1.09 }));
    send(market('sell', 0.1, { tp: 1.09 }));
    tick(1.07);
    expect(book.deals.slice(-2)).toMatchObject([
      { price: 1.07, reason: 'sl', profit: -301 },
      { price: 1.0701, reason: 'tp', profit: 299 },
    ]);
  });

  test('only while the symbol is traded', () => {
    const { send, book, tick, setClock } = trading();
    send(market('buy', 0.1, { sl: 1.09 }));
    setClock(NOON + 3 * 86_400_000);
    tick(1.05);
    expect(book.positions).toHaveLength(1);
    setClock(NOON + 5 * 86_400_000);
    tick(1.06);
    expect(book.deals.at(-1)).toMatchObject({ price: 1.06, reason: 'sl', comment: '[sl 1.09000]' });
  });
});
