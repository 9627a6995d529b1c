import { describe, expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { deal, NOON, order, position, StubReads, usdjpy } from '../testing/stub-reads.ts';
import { getBook } from './get-book.ts';
import { getHistory } from './get-history.ts';
import { getHistoryOrders } from './get-history-orders.ts';
import { getMarketHours } from './get-market-hours.ts';
import { getOrders } from './get-orders.ts';
import { getPositions } from './get-positions.ts';
import { getQuotes } from './get-quotes.ts';
import { getSymbolInfo } from './get-symbol-info.ts';
import { getSymbols } from './get-symbols.ts';

describe('get_positions and get_orders', () => {
  it('page through what is open', async () => {
    const many = Array.from({ length: 5 }, (_, i) => ({ ...position, ticket: BigInt(i) }));
    const stub = new StubReads({ positions: async () => many });
    const first = await call(getPositions, { limit: 2 }, stub);
    expect(first.data).toMatchObject({ total: 5, offset: 0, next: { offset: 2 } });
    expect(first.data.positions.map((one: { ticket: number }) => one.ticket)).toEqual([0, 1]);
    const last = await call(getPositions, { limit: 2, offset: 4 }, stub);
    expect(last.data).toMatchObject({ total: 5, offset: 4, next: null, positions: [{ ticket: 4 }] });
    expect((await call(getPositions, { offset: 9 }, stub)).data).toMatchObject({ total: 5, next: null, positions: [] });
  });

  it('write each row in the digits of its own symbol', async () => {
    const yen = { ...position, symbol: 'USDJPY', price_open: 147.12300000000002 };
    const stub = new StubReads({ positions: async () => [position, yen] });
    const { data } = await call(getPositions, {}, stub);
    expect(data.positions.map((one: { price_open: number }) => one.price_open)).toEqual([1.14273, 147.123]);
  });

  it('pass on what narrows them, and only that', async () => {
    const { stub } = await call(getOrders, { symbol: 'USDJPY', magic: '18446744073709551615', ticket: 42 });
    expect(stub.called('orders')).toEqual([[{ symbol: 'USDJPY', ticket: 42n, magic: 2n ** 64n - 1n }]]);
    expect((await call(getOrders)).stub.called('orders')).toEqual([[{}]]);
    expect((await call(getOrders)).data.orders).toMatchObject([{ ticket: Number(order.ticket), price_open: 147.123 }]);
  });
});

describe('get_history and get_history_orders', () => {
  it('select and page on the other side', async () => {
    const stub = new StubReads({
      deals: async (_selection, { offset }) => ({ total: 9, offset, items: [deal, deal] }),
    });
    const range = { from_ts: '2026-07-13T00:00:00Z', to_ts: '2026-07-13T12:00:00Z', offset: 4, limit: 2 };
    const { data } = await call(getHistory, range, stub);
    expect(stub.called('deals')).toEqual([
      [
        { from: NOON - 43_200_000, to: NOON },
        { offset: 4, count: 2 },
      ],
    ]);
    expect(data).toMatchObject({ total: 9, offset: 4, next: { offset: 6 } });
    expect(data.deals[0]).toMatchObject({ price: 1.14273, position_id: 42, entry: 'in' });
  });

  it('take a position or a ticket instead of a range', async () => {
    const { stub, data } = await call(getHistoryOrders, { position: '42' });
    expect(stub.called('historyOrders')).toEqual([[{ position: 42n }, { offset: 0, count: 50 }]]);
    expect(data.orders).toMatchObject([{ state: 'filled', time_done_msc: '2026-07-13T12:00:00.000Z' }]);
  });

  it('show a deposit, which has no symbol', async () => {
    const deposit = { ...deal, symbol: '', type: 'balance' as const, profit: 10_000, price: 0 };
    const stub = new StubReads({ deals: async () => ({ total: 1, offset: 0, items: [deposit] }) });
    const { data } = await call(getHistory, { from_ts: '2026-07-01' }, stub);
    expect(data.deals).toMatchObject([{ type: 'balance', profit: 10_000, symbol: '' }]);
  });
});

describe('get_symbols and get_symbol_info', () => {
  it('find names, page by page', async () => {
    const { data, stub } = await call(getSymbols, { search: 'usd', category: 'Forex', selected: true, limit: 2 });
    expect(stub.called('symbols')).toEqual([[{ search: 'usd', path: 'Forex', selected: true, offset: 0, count: 2 }]]);
    expect(data).toMatchObject({ total: 3, next: { offset: 2 }, untrusted_fields: ['path', 'description'] });
    expect(data.symbols.map((one: { name: string }) => one.name)).toEqual(['EURUSD', 'USDJPY']);
  });

  it("write the specification in the symbol's own digits", async () => {
    const stub = new StubReads({ symbolInfo: async () => ({ ...usdjpy, session_open: 147.12300000000002 }) });
    expect((await call(getSymbolInfo, { symbol: 'USDJPY' }, stub)).data).toMatchObject({
      session_open: 147.123,
      point: 0.001,
      filling_mode: ['fok', 'ioc'],
    });
  });
});

describe('get_quotes', () => {
  it('answers those that have a quote and names those that do not', async () => {
    const { data } = await call(getQuotes, { symbols: ['EURUSD', 'NOPE'] });
    expect(data.quotes).toMatchObject([{ symbol: 'EURUSD', bid: 1.14273, time_msc: '2026-07-13T12:00:00.093Z' }]);
    expect(data.missing).toEqual([{ symbol: 'NOPE', code: 'SYMBOL_NOT_FOUND' }]);
  });
});

describe('get_market_hours', () => {
  it('speaks UTC, and null where there is no next time', async () => {
    expect((await call(getMarketHours, { symbol: 'EURUSD' })).data).toMatchObject({
      is_open: true,
      next_close: '2026-07-13T13:00:00.000Z',
      next_open: null,
      sessions: [{ from: '2026-07-13T12:00:00.000Z', to: '2026-07-13T13:00:00.000Z' }],
    });
  });
});

describe('get_book', () => {
  it('answers levels in clean numbers, or says that there is no book', async () => {
    expect((await call(getBook, { symbol: 'EURUSD' })).data.entries).toEqual([
      { type: 'sell', price: 1.14277, volume: 1.5 },
      { type: 'buy', price: 1.14273, volume: 2 },
    ]);
    expect((await call(getBook, { symbol: 'USDJPY' })).text).toMatchObject({ code: 'BOOK_UNAVAILABLE' });
  });
});
