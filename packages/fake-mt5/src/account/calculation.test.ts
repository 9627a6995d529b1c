import type { PositionType } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownSymbols } from '../market/symbols/known-symbols.ts';
import { type Prices, ratesInto } from './conversion.ts';
import { heldMargin, type Leg, orderMargin } from './margin.ts';
import { rounded } from './money.ts';
import { profitOf, tickValues } from './profit.ts';
import { rollovers, swapOfDay } from './swap.ts';

const quotes: Record<string, Prices> = {
  EURUSD: { bid: 1.1, ask: 1.1002 },
  GBPUSD: { bid: 1.25, ask: 1.2504 },
  USDJPY: { bid: 150, ask: 150.1 },
  USDCHF: { bid: 0.8, ask: 0.801 },
};
const infos = [...knownSymbols.values()].map(({ info }) => info);
const rateOf = ratesInto('USD', infos)((symbol) => quotes[symbol]);
const info = (name: string) => {
  const spec = knownSymbols.get(name);
  if (spec === undefined) throw new Error(name);
  return spec.info;
};
const cents = (value: Parameters<typeof rounded>[0] | undefined): number | undefined =>
  value === undefined ? undefined : rounded(value, 2);

describe('conversion into the account currency', () => {
  test.each([
    ['USD', 'sell', 1],
    ['USD', 'buy', 1],
    ['EUR', 'sell', 1.1],
    ['EUR', 'buy', 1.1002],
    ['JPY', 'sell', 1 / 150.1],
    ['JPY', 'buy', 1 / 150],
  ] as const)('one %s (%s) is worth %d', (currency, side, worth) => {
    expect(rateOf(currency, side)?.toNumber()).toBeCloseTo(worth, 12);
  });

  test('there is none without a symbol for it, and none while that has no quote', () => {
    expect(rateOf('PLN', 'sell')).toBeUndefined();
    expect(rateOf('CAD', 'sell')).toBeUndefined();
  });

  test('giving a currency away never brings more than buying it costs', () => {
    for (const currency of ['EUR', 'GBP', 'JPY', 'CHF']) {
      expect(rateOf(currency, 'sell')?.lte(rateOf(currency, 'buy') ?? 0)).toBe(true);
    }
  });
});

describe('profit', () => {
  test.each([
    ['EURUSD', 'buy', 0.2, 1.1, 1.10123, 24.6],
    ['EURUSD', 'sell', 0.2, 1.1, 1.10123, -24.6],
    ['XAUUSD', 'buy', 0.05, 2_400.1, 2_399.6, -2.5],
    ['BTCUSD', 'sell', 0.5, 60_000, 59_000.5, 499.75],
    // 15,000 yen won are given away at the ask; lost, they have to be bought at the bid.
    ['USDJPY', 'buy', 0.5, 150, 150.3, 99.93],
    ['USDJPY', 'sell', 0.5, 150, 150.3, -100],
    ['EURGBP', 'buy', 1, 0.85, 0.851, 125],
    ['EURGBP', 'sell', 1, 0.85, 0.851, -125.04],
  ] as const)('%s %s %d lots from %d to %d: %d', (symbol, type, volume, open, close, profit) => {
    expect(cents(profitOf(info(symbol), type, volume, open, close, rateOf))).toBe(profit);
  });

  test('a currency without a rate has no profit in dollars', () => {
    expect(profitOf(info('USDCAD'), 'buy', 1, 1.3, 1.4, rateOf)).toBeUndefined();
  });

  test('what one side wins at the same prices, the other loses, but for the spread of the conversion', () => {
    const price = fc.integer({ min: 90_000, max: 130_000 }).map((points) => points / 100_000);
    fc.assert(
      fc.property(price, price, fc.integer({ min: 1, max: 10_000 }), (open, close, hundredths) => {
        const volume = hundredths / 100;
        const of = (type: PositionType) => profitOf(info('EURUSD'), type, volume, open, close, rateOf);
        expect(
          of('buy')
            ?.plus(of('sell') ?? Number.NaN)
            .toNumber(),
        ).toBe(0);
      }),
    );
  });

  test('tick values are the profit and loss of one tick of one lot', () => {
    const values = tickValues(info('USDJPY'), rateOf);
    expect(values?.profit.toNumber()).toBeCloseTo(100 / 150.1, 12);
    expect(values?.loss.toNumber()).toBeCloseTo(100 / 150, 12);
  });
});

describe('margin', () => {
  const leg = (type: PositionType, volume: number, price: number): Leg => ({ type, volume, price });

  test.each([
    // 100,000 EUR / 100 x 1.1002, bought at the ask; sold at the bid.
    ['EURUSD', leg('buy', 1, 1.1002), 1, 1_100.2],
    ['EURUSD', leg('sell', 1, 1.1), 1, 1_100],
    ['USDJPY', leg('buy', 0.15, 150), 1, 150],
    ['XAUUSD', leg('buy', 0.05, 2_400.1), 1, 120.01],
    ['BTCUSD', leg('sell', 0.5, 60_000), 10, 3_000],
  ] as const)('%s %o at rate %d: %d', (symbol, order, rate, margin) => {
    expect(cents(orderMargin(info(symbol), order, 100, rate, rateOf))).toBe(margin);
  });

  test.each([
    // One lot of 100 units at 2,400 dollars, at a leverage of 100 and a rate of 1.
    ['forex', 1],
    ['forex_no_leverage', 100],
    ['cfd', 240_000],
    ['cfdleverage', 2_400],
    // Times the tick's value by its size, which is the contract size.
    ['cfdindex', 24_000_000],
    ['exch_stocks', 240_000],
    ['exch_stocks_moex', 240_000],
    ['futures', 0],
    ['exch_futures', 0],
  ] as const)('by %s, one lot needs %d', (trade_calc_mode, margin) => {
    const terms = { ...info('XAUUSD'), trade_calc_mode };
    const one = leg('sell', 1, 2_400);
    expect(cents(orderMargin(terms, one, 100, 1, rateOf))).toBe(margin);
    expect(cents(orderMargin(terms, one, 100, 2.5, rateOf))).toBe(margin * 2.5);
    expect(cents(heldMargin(terms, [one], 100, 1, rateOf))).toBe(margin);
  });

  test.each(['futures', 'exch_futures', 'forex', 'cfd'] as const)('a stated margin a lot is it, by %s', (mode) => {
    const terms = { ...info('EURUSD'), trade_calc_mode: mode, margin_initial: 1_000, margin_hedged: 300 };
    expect(cents(orderMargin(terms, leg('sell', 0.5, 1.1), 100, 2, rateOf))).toBe(1_100);
    const held = [leg('sell', 0.5, 1.1)];
    expect(cents(heldMargin(terms, held, 100, 1, rateOf))).toBe(550);
    expect(cents(heldMargin({ ...terms, margin_maintenance: 800 }, held, 100, 1, rateOf))).toBe(440);
    // 0.3 lots in the open at 1,000 euros, 0.2 covered ones at 300.
    const both = [...held, leg('buy', 0.2, 1.2)];
    expect(cents(heldMargin(terms, both, 100, 1, rateOf))).toBe(cents(330 + 60 * 1.1001));
  });

  test('half a cent is rounded up, also behind a leverage that no decimal can divide by', () => {
    const ownRate = ratesInto('USD', infos)(() => ({ bid: 1.09995, ask: 1.1 }));
    expect(cents(orderMargin(info('EURUSD'), leg('sell', 0.01, 1.1), 30, 1, ownRate))).toBe(36.67);
  });

  test('other calculation modes have no answer', () => {
    const terms = { ...info('EURUSD'), trade_calc_mode: 'exch_bonds' as const };
    expect(orderMargin(terms, leg('buy', 1, 1), 100, 1, rateOf)).toBeUndefined();
    expect(heldMargin(terms, [leg('buy', 1, 1)], 100, 1, rateOf)).toBeUndefined();
    expect(orderMargin({ ...terms, margin_initial: 5 }, leg('buy', 1, 1), 100, 1, rateOf)).toBeUndefined();
    expect(profitOf(terms, 'buy', 1, 1, 2, rateOf)).toBeUndefined();
  });

  test('of both sides, the larger one pays for what is not covered, and covered lots pay once', () => {
    const legs = [leg('buy', 0.3, 2_400), leg('buy', 0.1, 2_440), leg('sell', 0.15, 2_500)];
    // 0.25 lots at the buyers' 2,410, and 0.15 covered lots at the 2,434.55 of all.
    const covered = (0.15 * 100 * ((0.3 * 2_400 + 0.1 * 2_440 + 0.15 * 2_500) / 0.55)) / 100;
    expect(cents(heldMargin(info('XAUUSD'), legs, 100, 1, rateOf))).toBe(cents(602.5 + covered));
    const free = { ...info('XAUUSD'), margin_hedged: 0 };
    expect(cents(heldMargin(free, legs, 100, 1, rateOf))).toBe(602.5);
  });

  test('fully covered forex lots are converted at the middle of both sides', () => {
    const legs = [leg('buy', 0.5, 1.2), leg('sell', 0.5, 1.1)];
    expect(cents(heldMargin(info('EURUSD'), legs, 100, 1, rateOf))).toBe(550.05);
  });

  test('one side alone needs what orders for it need; nothing needs nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom<PositionType>('buy', 'sell'), (n, type) => {
        const one = leg(type, n / 100, 2_345.67);
        const held = heldMargin(info('XAUUSD'), [one], 100, 1, rateOf);
        expect(held?.toNumber()).toBe(orderMargin(info('XAUUSD'), one, 100, 1, rateOf)?.toNumber());
      }),
    );
    expect(heldMargin(info('XAUUSD'), [], 100, 1, rateOf)?.toNumber()).toBe(0);
  });
});

describe('swap', () => {
  const friday = Date.UTC(2026, 6, 17, 15);
  const days = (name: string, from: number, to: number) => rollovers(info(name), from, to).map((night) => night.days);

  test('is booked at midnights, on the triple day for the weekend, never at the weekend itself', () => {
    const week = 7 * 86_400_000;
    expect(days('EURUSD', friday, friday + week)).toEqual([1, 1, 1, 3, 1]);
    expect(days('BTCUSD', friday, friday + week)).toEqual([3, 1, 1, 1, 1]);
    expect(days('EURUSD', friday, friday + 3_600_000)).toEqual([]);
    const midnight = Date.UTC(2026, 6, 15);
    expect(rollovers(info('EURUSD'), midnight - 1, midnight)).toEqual([{ time: midnight, days: 1 }]);
    expect(rollovers(info('EURUSD'), midnight, midnight + 1)).toEqual([]);
  });

  test.each([
    ['EURUSD', 'buy', 0.2, 1.1, -1.64],
    ['EURUSD', 'sell', 0.2, 1.1, 0.62],
    // -20 percent of 30,000 USD a year, of 360 days.
    ['BTCUSD', 'buy', 0.5, 60_000, -16.67],
    ['USDJPY', 'buy', 1, 150, 6.46],
    ['USDJPY', 'sell', 1, 150, -12.93],
  ] as const)('%s %s %d lots at %d: %d a day', (symbol, type, volume, price, swap) => {
    expect(cents(swapOfDay(info(symbol), { type, volume, price_open: price }, price, rateOf))).toBe(swap);
  });

  test.each([
    // Half a lot of 100,000 euros, opened at 1.2 dollars, now 1.1: -8.2 or 3.1 of what the mode says.
    ['currency_symbol', 'buy', -4.51],
    ['currency_symbol', 'sell', 1.71],
    ['currency_margin', 'buy', -4.51],
    ['currency_deposit', 'buy', -4.1],
    ['currency_deposit', 'sell', 1.55],
    ['interest_current', 'buy', -12.53],
    ['interest_open', 'buy', -13.67],
  ] as const)('by %s, %s: %d a day', (swap_mode, type, swap) => {
    const terms = { ...info('EURUSD'), swap_mode };
    expect(cents(swapOfDay(terms, { type, volume: 0.5, price_open: 1.2 }, 1.1, rateOf))).toBe(swap);
  });

  test('may be off, and other modes have no answer', () => {
    const off = { ...info('EURUSD'), swap_mode: 'disabled' as const };
    expect(swapOfDay(off, { type: 'buy', volume: 1, price_open: 1.1 }, 1.1, rateOf)?.toNumber()).toBe(0);
    const other = { ...info('EURUSD'), swap_mode: 'reopen_bid' as const };
    expect(swapOfDay(other, { type: 'buy', volume: 1, price_open: 1.1 }, 1.1, rateOf)).toBeUndefined();
  });
});
