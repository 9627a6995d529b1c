import { emptyRates, type RatesColumns } from '@mt5-bridge/protocol/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarBuilder } from './bar-builder.ts';
import { ohlcTicks } from './ohlc-ticks.ts';
import { HOUR } from './time.ts';

const START = Date.UTC(2026, 6, 13);
const terms = { length: HOUR, digits: 5, point: 1e-5, typical_spread: 7 };

interface Bar {
  readonly prices: readonly [number, number, number, number];
  readonly spread?: number;
  readonly tick_volume?: number;
  readonly real_volume?: number;
}

/** Hourly bars; `prices` are open, high, low, close in points. */
function hourly(bars: readonly Bar[]): RatesColumns {
  const columns = emptyRates(bars.length);
  for (const [i, { prices, spread = 0, tick_volume = 4, real_volume = 0 }] of bars.entries()) {
    columns.time[i] = START + i * HOUR;
    columns.open[i] = prices[0] / 1e5;
    columns.high[i] = prices[1] / 1e5;
    columns.low[i] = prices[2] / 1e5;
    columns.close[i] = prices[3] / 1e5;
    columns.spread[i] = spread;
    columns.tick_volume[i] = tick_volume;
    columns.real_volume[i] = real_volume;
  }
  return columns;
}

const bids = (...prices: [number, number, number, number]): number[] =>
  Array.from(ohlcTicks(hourly([{ prices }]), terms).bid, (bid) => Math.round(bid * 1e5));

describe('ohlcTicks', () => {
  it('walks a rising bar over its low, a falling one over its high', () => {
    expect(bids(110_000, 110_020, 109_990, 110_010)).toEqual([110_000, 109_990, 110_020, 110_010]);
    expect(bids(110_010, 110_020, 109_990, 110_000)).toEqual([110_010, 110_020, 109_990, 110_000]);
  });

  it('walks an undecided bar over its nearer extreme', () => {
    expect(bids(110_000, 110_020, 109_990, 110_000)).toEqual([110_000, 109_990, 110_020, 110_000]);
    expect(bids(110_000, 110_005, 109_990, 110_000)).toEqual([110_000, 110_005, 109_990, 110_000]);
  });

  it('spreads the ticks over the bar', () => {
    const { time_msc } = ohlcTicks(hourly([{ prices: [1, 1, 1, 1] }]), terms);
    expect(Array.from(time_msc, (time) => time - START)).toEqual([0, 1_200_000, 2_400_000, 3_599_000]);
  });

  it("takes the bar's spread, or the usual one where it has none", () => {
    const { bid, ask } = ohlcTicks(hourly([{ prices: [5, 5, 5, 5], spread: 3 }, { prices: [5, 5, 5, 5] }]), terms);
    expect(Array.from(ask, (price, i) => Math.round((price - (bid[i] as number)) * 1e5))).toEqual([
      3, 3, 3, 3, 7, 7, 7, 7,
    ]);
  });

  it('gives ticks from which the same bars can be built', () => {
    const bar = fc
      .record({
        points: fc.array(fc.integer({ min: 1_000, max: 2_000_000 }), { minLength: 4, maxLength: 4 }),
        spread: fc.integer({ min: 1, max: 500 }),
        tick_volume: fc.integer({ min: 0, max: 100_000 }),
        real_volume: fc.integer({ min: 0, max: 1_000 }),
      })
      .map(({ points, ...rest }): Bar => {
        const [low, open, close, high] = points.toSorted((a, b) => a - b) as [number, number, number, number];
        const [first, last] = points[0] === low ? [open, close] : [close, open];
        return { ...rest, prices: [first, high, low, last] };
      });
    return fc.assert(
      fc.property(fc.array(bar, { minLength: 1, maxLength: 50 }), (list) => {
        const source = hourly(list);
        const ticks = ohlcTicks(source, terms);
        const rebuilt = new BarBuilder('H1', terms.point);
        rebuilt.addTicks(ticks, 0, ticks.length);
        expect(rebuilt.bars()).toEqual(source);
      }),
    );
  });
});
