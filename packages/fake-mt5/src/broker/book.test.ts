import { describe, expect, test } from 'vitest';
import { demoAccount } from '../account/demo-account.ts';
import { createMarket } from '../market/index.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { market, NOON, newAccount, pending, trading } from '../testing/trading.ts';
import type { RecordChange } from './state.ts';

describe('the broker’s state', () => {
  test('is told change by change, once a call that changed anything', () => {
    const heard: (readonly RecordChange[])[] = [];
    const { send, tick, broker } = trading({ onChange: (changes) => void heard.push(changes) });
    const tables = (): string[] =>
      (heard.splice(0).at(0) ?? []).map((change) =>
        change.table === 'rolled_to' ? change.table : `${change.record ? '+' : '-'}${change.table} ${change.ticket}`,
      );
    send(market('buy', 0.1, { sl: 1.09 }));
    expect(tables()).toEqual(['+positions 1', '+deals 2', '+historyOrders 1']);
    tick(1.1);
    send(market('buy', 0.001));
    expect(heard).toEqual([]);
    send(pending('buy_limit', 1.08));
    expect(tables()).toEqual(['+orders 2']);
    send({ action: 'remove', order: 2n });
    expect(tables()).toEqual(['-orders 2', '+historyOrders 2']);
    tick(1.08);
    expect(tables()).toEqual(['-positions 1', '+deals 3', '+historyOrders 3']);
    broker.time(NOON + 86_400_000);
    expect(tables()).toEqual(['rolled_to']);
  });

  test('makes another broker that goes on where the first one is', () => {
    const first = trading();
    first.send(market('buy', 0.1, { sl: 1.09 }));
    first.send(pending('buy_limit', 1.095));
    first.broker.time(NOON + 86_400_000);
    const second = trading({ state: first.broker.snapshot() });
    expect(second.broker.snapshot()).toEqual(first.broker.snapshot());
    expect(second.account.info()).toEqual(first.account.info());
    second.setClock(NOON + 86_400_000);
    expect(second.send(market('sell', 0.2)).result).toMatchObject({ order: 3n, deal: 3n });
    second.tick(1.08);
    expect(second.book.deals.slice(-2)).toMatchObject([
      { reason: 'sl', position_id: 1n },
      { order: 2n, entry: 'in' },
    ]);
    // What the second one did is none of the first one's, nor of the snapshot's.
    expect(first.book.positions).toHaveLength(1);
  });

  test('a list once read stays as it was', () => {
    const { send, book } = trading();
    send(market('buy', 0.1));
    const { positions } = book;
    send(market('buy', 0.1));
    expect(positions).toHaveLength(1);
    expect(book.positions).toHaveLength(2);
  });

  test('of the demo account goes on with its numbers', () => {
    const clock = new ManualClock(NOON);
    const made = createMarket({ clock, seed: 3, speed: 1, loop: true, toServerTime: (utc) => utc });
    const state = { ...demoAccount({ seed: 3, market: made }), rolled_to: made.start_time };
    const { send, book } = trading({ state });
    const last = [...state.orders, ...state.historyOrders].reduce(
      (max, { ticket }) => (ticket > max ? ticket : max),
      0n,
    );
    const { result } = send(market('buy', 0.1));
    expect(result).toMatchObject({ retcode: 10009, order: last + 1n });
    expect(result.deal).toBe((state.deals.at(-1)?.ticket ?? 0n) + 1n);
    expect(book.positions.at(-1)).toMatchObject({ ticket: last + 1n });
  });

  test('is sound after ten thousand orders', () => {
    const { send, account, book } = trading({ state: newAccount({}, 1_000_000) });
    for (let i = 0; i < 5_000; i++) {
      const position = BigInt(2 * i + 1);
      send(market('buy', 0.01));
      send(market('sell', 0.01, { position }));
    }
    expect(book.historyOrders).toHaveLength(10_000);
    // A spread of 0.1 and twice 0.04 of commission, five thousand times.
    expect(account.info()).toMatchObject({ balance: 999_100, equity: 999_100 });
  });
});
