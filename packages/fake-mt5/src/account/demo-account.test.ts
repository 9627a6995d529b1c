import type { Deal } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MarketFile, parseMarketFile } from '../market/export-file.ts';
import { createMarket, type Market } from '../market/index.ts';
import { isInSession } from '../market/sessions.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { Account, type AccountBook, closingPrice, openingPrice, sideOf } from './account.ts';
import { commissionOf } from './commission.ts';
import type { Prices } from './conversion.ts';
import { demoAccount } from './demo-account.ts';
import { exact, rounded, sum } from './money.ts';
import { profitOf } from './profit.ts';

const NOON = Date.UTC(2026, 6, 15, 12);
const RUNS = 8;

function market(seed: number, replay: MarketFile[] = []): Market {
  const clock = new ManualClock(NOON);
  return createMarket({ clock, seed, replay, speed: 1, loop: true, toServerTime: (utc) => utc });
}

/** A recorded hour of one symbol, which has no history before it. */
const recorded = parseMarketFile(
  'EURUSD_recorded.csv',
  Buffer.from(
    [
      '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>',
      '2026.07.13\t12:00:00.093\t1.14273\t1.14275\t\t\t6',
      '2026.07.13\t12:59:59.000\t1.14300\t1.14303\t\t\t6',
    ].join('\n'),
  ),
);

const markets = {
  synthetic: (seed: number) => market(seed),
  'replayed, without a past': (seed: number) => market(seed, [recorded]),
};

function eachSeed(make: (seed: number) => Market, check: (book: AccountBook, of: Market) => void): void {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const of = make(seed);
      check(demoAccount({ seed, market: of }), of);
    }),
    { numRuns: RUNS },
  );
}

const pricesOf =
  (of: Market, time: number) =>
  (symbol: string): Prices | undefined =>
    of.symbol(symbol)?.tickAround(time);
const account = (book: AccountBook, of: Market, time: number): Account =>
  new Account(book, new Map(of.symbols.map(({ name, spec }) => [name, spec])), pricesOf(of, time));

describe.each(Object.entries(markets))('the account of a %s market', (_name, make) => {
  test('agrees with itself to the cent', () => {
    eachSeed(make, (book, of) => {
      const total = sum(book.deals.flatMap((deal) => [deal.profit, deal.swap, deal.commission, deal.fee]));
      const info = account(book, of, of.start_time).info();
      const positions = account(book, of, of.start_time).positions();
      expect(info.balance).toBe(total.toNumber());
      expect(info.profit).toBe(sum(positions.flatMap((position) => [position.profit, position.swap])).toNumber());
      expect(info.equity).toBe(exact(info.balance).plus(info.profit).toNumber());
      expect(info.margin_free).toBe(exact(info.equity).minus(info.margin).toNumber());
      expect(info.margin_level).toBe(rounded(exact(info.equity).div(info.margin).times(100), 2));
      for (const deal of book.deals) {
        for (const amount of [deal.profit, deal.swap, deal.commission]) expect(rounded(amount, 2)).toBe(amount);
      }
      expect(info.margin_level).toBeGreaterThan(500);
    });
  });

  test('earned on each closed trade what its two prices give', () => {
    eachSeed(make, (book, of) => {
      let closed = 0;
      for (const deal of book.deals) {
        const spec = of.symbol(deal.symbol)?.spec;
        if (spec === undefined) continue;
        expect(deal.commission).toBe(commissionOf(spec, deal.volume));
        if (deal.entry !== 'out') continue;
        closed++;
        const opening = book.deals.find((other) => other.position_id === deal.position_id) as Deal;
        const { rateOf } = account(book, of, deal.time_msc);
        const type = opening.type === 'buy' ? 'buy' : 'sell';
        const gain = profitOf(spec.info, type, deal.volume, opening.price, deal.price, rateOf);
        // Before its first record a symbol has no prices but the made up ones, so its rate is not known here.
        if (of.symbol('EURUSD')?.replayed !== true) expect(deal.profit).toBe(rounded(gain ?? Number.NaN, 2));
        expect(Math.sign(deal.profit) * (gain?.toNumber() ?? Number.NaN)).toBeGreaterThanOrEqual(0);
      }
      expect(closed).toBeGreaterThanOrEqual(10);
    });
  });

  test('links orders, deals and positions by their numbers', () => {
    eachSeed(make, (book) => {
      const orders = new Map(book.historyOrders.map((order) => [order.ticket, order]));
      expect(orders.size).toBe(book.historyOrders.length);
      expect(new Set(book.deals.map(({ ticket }) => ticket)).size).toBe(book.deals.length);
      for (const deal of book.deals.filter(({ type }) => type !== 'balance')) {
        const order = orders.get(deal.order);
        expect(order).toMatchObject({ state: 'filled', position_id: deal.position_id, volume_current: 0 });
        expect(order).toMatchObject({ symbol: deal.symbol, type: deal.type, volume_initial: deal.volume });
        expect(order?.magic).toBe(deal.magic);
      }
      for (const position of book.positions) {
        const deals = book.deals.filter((deal) => deal.position_id === position.identifier);
        expect(deals).toHaveLength(1);
        expect(deals[0]).toMatchObject({ entry: 'in', type: position.type, price: position.price_open });
        expect(deals[0]).toMatchObject({
          order: position.ticket,
          volume: position.volume,
          time_msc: position.time_msc,
        });
      }
      const closed = book.deals.filter(({ entry, type }) => entry === 'out' && type !== 'balance');
      for (const { position_id } of closed) {
        const [opening, ...rest] = book.deals.filter((deal) => deal.position_id === position_id);
        expect(opening?.entry).toBe('in');
        expect(rest).toHaveLength(1);
      }
      for (const { ticket } of book.orders) expect(orders.has(ticket)).toBe(false);
      expect(book.deals.map(({ time_msc }) => time_msc)).toEqual(
        book.deals.map(({ time_msc }) => time_msc).toSorted((a, b) => a - b),
      );
    });
  });

  test('has stops and pending orders on their side of the market, at least the stops level away', () => {
    eachSeed(make, (book, of) => {
      expect(book.positions.length).toBeGreaterThanOrEqual(3);
      expect(book.orders.length).toBeGreaterThanOrEqual(3);
      for (const { symbol, type, sl, tp, price_open } of book.positions) {
        const prices = pricesOf(of, of.start_time)(symbol) as Prices;
        const sign = type === 'buy' ? 1 : -1;
        for (const price of [closingPrice(type, prices), price_open]) {
          if (sl !== null) expect((price - sl) * sign).toBeGreaterThan(price * 0.02);
          if (tp !== null) expect((tp - price) * sign).toBeGreaterThan(price * 0.02);
        }
      }
      for (const { symbol, type, price_open, price_stoplimit, sl } of book.orders) {
        const market = openingPrice(sideOf(type), pricesOf(of, of.start_time)(symbol) as Prices);
        const below = type === 'buy_limit' || type === 'sell_stop' || type === 'sell_stop_limit';
        expect((market - price_open) * (below ? 1 : -1)).toBeGreaterThan(market * 0.02);
        const sign = type.startsWith('buy') ? 1 : -1;
        expect((price_open - (sl ?? 0)) * sign).toBeGreaterThan(0);
        if (price_stoplimit !== null) expect((price_open - price_stoplimit) * sign).toBeGreaterThan(0);
      }
      for (const { type, price, sl, tp } of book.deals.filter(
        ({ entry, type }) => entry === 'in' && type !== 'balance',
      )) {
        const sign = type === 'buy' ? 1 : -1;
        if (sl !== null) expect((price - sl) * sign).toBeGreaterThan(0);
        if (tp !== null) expect((tp - price) * sign).toBeGreaterThan(0);
      }
    });
  });

  test('was traded in the past only, while the market was open, on whole steps of volume', () => {
    eachSeed(make, (book, of) => {
      for (const { symbol, time_msc, volume } of book.deals) {
        expect(time_msc).toBeLessThanOrEqual(of.start_time);
        const spec = of.symbol(symbol)?.spec;
        if (spec === undefined) continue;
        expect(isInSession(spec.sessions.trade, time_msc)).toBe(true);
        expect(volume).toBeGreaterThanOrEqual(spec.info.volume_min);
        expect(exact(volume).mod(spec.info.volume_step).toNumber()).toBe(0);
      }
    });
  });

  test('never held two positions of a symbol at a time where they would have been netted', () => {
    const modes = ['retail_netting', 'exchange'] as const;
    for (const [seed, marginMode] of modes.entries()) {
      const book = demoAccount({ seed, market: make(seed), marginMode });
      expect(book.terms).toMatchObject({ margin_mode: marginMode, hedge_allowed: false });
      expect(book.positions.length).toBeGreaterThanOrEqual(2);
      const held = new Map<string, bigint>();
      for (const { symbol, entry, position_id } of book.deals.filter(({ type }) => type !== 'balance')) {
        expect(held.get(symbol)).toBe(entry === 'in' ? undefined : position_id);
        if (entry === 'in') held.set(symbol, position_id);
        else held.delete(symbol);
      }
      expect([...held].sort()).toEqual(book.positions.map((one) => [one.symbol, one.identifier]).sort());
      expect(book.deals.filter(({ entry }) => entry === 'out').length).toBeGreaterThanOrEqual(5);
    }
  });

  test('is the same for the same seed, whenever it is made, and another for another', () => {
    const [a, b, c] = [demoAccount({ seed: 3, market: make(3) }), make(3), demoAccount({ seed: 4, market: make(4) })];
    b.start();
    expect(demoAccount({ seed: 3, market: b })).toEqual(a);
    b.stop();
    expect(c.deals).not.toEqual(a.deals);
  });
});
