import { describe, expect, test } from 'vitest';
import { kinds, market, NOON, trading } from '../testing/trading.ts';

describe('stop-out', () => {
  test('closes the largest loss first, until the level is above the limit', () => {
    const { send, book, tick, account } = trading({ deposit: 1_000 });
    send(market('buy', 0.3, { comment: 'small' }));
    send(market('buy', 0.5, { comment: 'large' }));
    tick(1.095);
    expect(book.positions).toHaveLength(2);
    expect(account.info().margin_level).toBeGreaterThan(50);
    const changes = tick(1.093);
    expect(kinds(changes)).toEqual(['order_add', 'deal_add', 'order_delete', 'history_add']);
    expect(book.positions).toMatchObject([{ comment: 'small' }]);
    expect(account.info().margin_level).toBeGreaterThan(50);
    const deal = book.deals.at(-1);
    expect(deal).toMatchObject({ reason: 'so', volume: 0.5, price: 1.093, profit: -355 });
    expect(deal?.comment).toBe('so: 49.08%/429.2/874.48');
    expect(book.historyOrders.at(-1)).toMatchObject({ reason: 'so', state: 'filled', comment: deal?.comment });
  });

  test('closes everything when the market has left no money at all', () => {
    const { send, book, tick, account } = trading({ deposit: 1_000 });
    send(market('buy', 0.3));
    send(market('buy', 0.5));
    tick(1.05);
    expect(book.positions).toEqual([]);
    expect(account.info().balance).toBeLessThan(0);
  });

  test('goes by free margin where the account says so', () => {
    const { send, book, tick } = trading({ deposit: 1_000, terms: { margin_so_mode: 'money', margin_so_so: 50 } });
    send(market('buy', 0.5));
    tick(1.0922);
    expect(book.positions).toHaveLength(1);
    tick(1.0917);
    expect(book.positions).toEqual([]);
  });

  test('sides that cover each other at no charge are closed at an equity of zero', () => {
    const { send, book, tick } = trading({ deposit: 100, info: { margin_hedged: 0 } });
    send(market('buy', 0.05));
    send(market('sell', 0.05));
    for (const position of [1n, 2n]) expect(book.positions.some(({ ticket }) => ticket === position)).toBe(true);
    tick(1.1, 1.1202);
    expect(book.positions).toEqual([]);
    expect(book.deals.at(-1)).toMatchObject({ reason: 'so' });
  });

  test('is brought about by a symbol of another market as well', () => {
    const { send, book, tick } = trading({ deposit: 1_000 });
    send({ ...market('buy', 0.3), symbol: 'XAUUSD' });
    send(market('buy', 0.01));
    tick(2_375, 2_375.2, 'XAUUSD');
    expect(book.positions).toMatchObject([{ symbol: 'EURUSD' }]);
  });

  test('leaves alone what can’t be traded now', () => {
    const { send, book, tick, setClock } = trading({ deposit: 1_000 });
    send(market('buy', 0.5));
    setClock(NOON + 3 * 86_400_000);
    tick(1.05);
    expect(book.positions).toHaveLength(1);
  });

  test('is found by the tick that causes it, however slowly the market comes there', () => {
    const { send, book, tick, account } = trading({ deposit: 1_000 });
    send(market('buy', 0.8));
    for (let points = 0; book.positions.length > 0; points++) {
      const level = account.info().margin_level;
      expect(level).toBeGreaterThan(50);
      tick(Number((1.1 - points / 1e5).toFixed(5)));
    }
    expect(book.deals.at(-1)?.comment).toMatch(/^so: 49\.9\d%/);
  });
});
