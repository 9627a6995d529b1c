import { describe, expect, test } from 'vitest';
import { market, pending, trading } from '../testing/trading.ts';

describe('on a hedging account', () => {
  test('every order opens a position of its own', () => {
    const { send, book, account } = trading();
    send(market('buy', 0.1));
    send(market('buy', 0.1));
    send(market('sell', 0.1));
    expect(book.positions.map(({ ticket, identifier, type }) => [ticket, identifier, type])).toEqual([
      [1n, 1n, 'buy'],
      [2n, 2n, 'buy'],
      [3n, 3n, 'sell'],
    ]);
    // 0.1 lots in the open and 0.1 covered ones.
    expect(account.info().margin).toBe(220.02);
  });

  test('a deal without a ticket never closes', () => {
    const { send, book } = trading();
    send(market('buy', 0.1));
    send(market('sell', 0.1));
    expect(book.positions).toHaveLength(2);
  });

  test('where opposite positions are prohibited, neither a deal nor a pending order goes against one', () => {
    const { send } = trading({ terms: { hedge_allowed: false } });
    send(market('buy', 0.1));
    expect(send(market('sell', 0.1)).result.retcode).toBe(10046);
    expect(send(pending('sell_limit', 1.11)).result.retcode).toBe(10046);
    expect(send(market('buy', 0.1)).result.retcode).toBe(10009);
    expect(send({ ...market('sell', 0.1), symbol: 'USDJPY' }).result.retcode).toBe(10009);
    expect(send(market('sell', 0.1, { position: 1n })).result.retcode).toBe(10009);
  });

  test('where the first one in is the first one out, a younger position waits for its turn', () => {
    const { send } = trading({ terms: { fifo_close: true } });
    for (const type of ['buy', 'buy', 'sell'] as const) send(market(type, 0.1));
    send({ ...market('buy', 0.1), symbol: 'USDJPY' });
    const close = (position: bigint, type: 'buy' | 'sell' = 'sell') =>
      send(market(type, 0.1, { position })).result.retcode;
    expect(close(2n)).toBe(10045);
    expect(close(3n, 'buy')).toBe(10045);
    expect(send({ action: 'close_by', position: 2n, position_by: 3n }).result.retcode).toBe(10045);
    expect(send({ action: 'close_by', position: 1n, position_by: 3n }).result.retcode).toBe(10009);
    expect(close(2n)).toBe(10009);
  });
});
