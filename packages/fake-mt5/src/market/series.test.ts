import { type Timeframe, timeframe, timeframeMs } from '@mt5-bridge/protocol';
import { emptyTicks, type TicksColumns } from '@mt5-bridge/protocol/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarBuilder } from './bar-builder.ts';
import { calibrations, tickModels } from './calibration-data.ts';
import { ReplaySource } from './replay-source.ts';
import { Series } from './series.ts';
import { knownSymbols } from './symbols/known-symbols.ts';
import { ChunkCache } from './synthetic/chunk-cache.ts';
import { SyntheticSource } from './synthetic/synthetic-source.ts';
import { barStart, DAY, HOUR, MINUTE } from './time.ts';

const START = Date.UTC(2026, 6, 13);
const POINT = 1e-5;

/** Ticks at the given ms after START, bids counting up from 1.1 by a point. */
function ticksAt(offsets: readonly number[], flags: readonly number[] = []): TicksColumns {
  const ticks = emptyTicks(offsets.length);
  for (const [i, offset] of offsets.entries()) {
    ticks.time_msc[i] = START + offset;
    ticks.bid[i] = (110_000 + i) / 1e5;
    ticks.ask[i] = (110_003 + i) / 1e5;
    ticks.flags[i] = flags[i] ?? 6;
  }
  return ticks;
}

const replayed = (ticks: TicksColumns, loop = false): Series =>
  new Series(new ReplaySource({ ticks, begin: START, loop, point: POINT }), POINT);

function synthetic(): { series: Series; source: SyntheticSource } {
  const spec = knownSymbols.get('EURUSD');
  const calibration = calibrations.EURUSD;
  const tickModel = tickModels.EURUSD;
  if (spec === undefined || calibration === undefined || tickModel === undefined) throw new Error('no EURUSD');
  const terms = {
    spec,
    calibration,
    tickModel,
    seed: 5,
    historyStart: START - 2_000 * DAY,
    cache: new ChunkCache(5e7),
  };
  const source = new SyntheticSource(terms);
  return { source, series: new Series(source, POINT) };
}

const offsets = (ticks: TicksColumns): number[] => Array.from(ticks.time_msc, (time) => time - START);
const rows = (ticks: TicksColumns): number[] => Array.from(ticks.bid, (bid) => Math.round(bid * 1e5) - 110_000);

describe('bars', () => {
  it.each(timeframe.names)('%s open where the terminal opens them', (name) => {
    const expected: Partial<Record<Timeframe, string>> = {
      W1: '2026-07-12T00:00:00.000Z',
      MN1: '2026-07-01T00:00:00.000Z',
    };
    const time = Date.UTC(2026, 6, 13, 23, 59, 59, 999);
    const floor = Math.floor(time / timeframeMs(name)) * timeframeMs(name);
    expect(new Date(barStart(name, time)).toISOString()).toBe(expected[name] ?? new Date(floor).toISOString());
  });

  it.each(timeframe.names)('%s are those of the ticks up to now, of the forming bar too', (name) => {
    const { series, source } = synthetic();
    return fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * DAY }), (offset) => {
        const now = START + DAY + offset;
        const naive = new BarBuilder(name, POINT);
        const first = barStart(name, START);
        // What came before the three days is taken from the finest bars.
        source.addBars(MINUTE, first, START, naive);
        for (let at = START; at <= now; ) {
          const chunk = source.chunkFrom(at);
          if (chunk === undefined) break;
          const end = chunk.time_msc.findIndex((time) => time > now);
          naive.addTicks(chunk, 0, end < 0 ? chunk.length : end);
          at = (chunk.time_msc.at(-1) as number) + 1;
        }
        expect(series.ratesByRange(name, first, now, now)).toEqual(naive.bars());
        const some = Math.min(3, naive.length);
        expect(series.ratesByPosition(name, 0, some, now)).toEqual(naive.bars(naive.length - some));
      }),
      { numRuns: 6 },
    );
  });

  it('by position: the current one is 0, oldest first, fewer where history ends', () => {
    const series = replayed(ticksAt([0, 30_000, 60_000, 200_000, 200_001]));
    const now = START + 200_000;
    const opens = (start: number, count: number) =>
      Array.from(series.ratesByPosition('M1', start, count, now).time, (time) => (time - START) / MINUTE);
    expect(opens(0, 1)).toEqual([3]);
    expect(opens(0, 2)).toEqual([1, 3]);
    expect(opens(1, 1)).toEqual([1]);
    expect(opens(1, 50)).toEqual([0, 1]);
    expect(opens(3, 5)).toEqual([]);
    expect(series.ratesByPosition('M1', 0, 1, now).tick_volume[0]).toBe(1);
    expect(series.ratesByPosition('M1', 0, 1, now + 1).tick_volume[0]).toBe(2);
  });

  it('by range: both ends inclusive by opening time, whole bars only at the end', () => {
    const series = replayed(ticksAt([0, 59_999, 60_000, 119_999, 120_000, 180_000]));
    const opens = (from: number, to: number) =>
      Array.from(
        series.ratesByRange('M1', START + from, START + to, START + HOUR).time,
        (time) => (time - START) / MINUTE,
      );
    expect(opens(0, 60_000)).toEqual([0, 1]);
    expect(opens(1, 60_000)).toEqual([1]);
    expect(opens(1, 59_999)).toEqual([]);
    expect(opens(-DAY, 10 * DAY)).toEqual([0, 1, 2, 3]);
    expect(series.ratesByRange('M1', START, START + 60_000, START + HOUR).tick_volume[1]).toBe(2);
  });

  it('carry the smallest spread in points and the sum of volumes', () => {
    const ticks = ticksAt([0, 1, 2]);
    ticks.ask[1] = (ticks.bid[1] as number) + 0.00001;
    ticks.volume_real[2] = 4;
    const bar = replayed(ticks).ratesByPosition('H1', 0, 1, START + 10);
    expect([bar.spread[0], bar.tick_volume[0], bar.real_volume[0]]).toEqual([1, 3, 4]);
  });
});

describe('ticks', () => {
  const series = replayed(ticksAt([0, 10, 10, 20, 30, 40], [6, 2, 24, 4, 56, 6]));
  const now = START + 30;

  it('by position: the newest is 0, oldest first, nothing later than now', () => {
    expect(rows(series.ticksByPosition('all', 0, 2, now))).toEqual([3, 4]);
    expect(rows(series.ticksByPosition('all', 1, 3, now))).toEqual([1, 2, 3]);
    expect(rows(series.ticksByPosition('all', 0, 99, now))).toEqual([0, 1, 2, 3, 4]);
    expect(rows(series.ticksByPosition('all', 5, 1, now))).toEqual([]);
  });

  it('from a time and by range: both ends inclusive, all of the same millisecond', () => {
    expect(rows(series.ticksFrom('all', START + 10, Number.POSITIVE_INFINITY, 2, now))).toEqual([1, 2]);
    expect(rows(series.ticksFrom('all', START + 11, Number.POSITIVE_INFINITY, 99, now))).toEqual([3, 4]);
    expect(rows(series.ticksFrom('all', START + 10, START + 20, 99, now))).toEqual([1, 2, 3]);
    expect(rows(series.ticksFrom('all', START + 31, START + 99, 99, now))).toEqual([]);
  });

  it('of the kind asked for', () => {
    expect(rows(series.ticksByPosition('info', 0, 9, now))).toEqual([0, 1, 3]);
    expect(rows(series.ticksByPosition('trade', 0, 9, now))).toEqual([2, 4]);
    expect(rows(series.ticksFrom('trade', START, START + 99, 1, now))).toEqual([2]);
  });

  it('agree however they are asked for, over chunks of a synthetic market', () => {
    const { series: long } = synthetic();
    return fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 * DAY }), fc.integer({ min: 1, max: 30_000 }), (offset, count) => {
        const until = START + offset;
        const byPosition = long.ticksByPosition('all', 0, count, until);
        expect(byPosition.length).toBe(count);
        const from = byPosition.time_msc[0] as number;
        expect(long.ticksFrom('all', from, until, Number.POSITIVE_INFINITY, until)).toEqual(byPosition);
        expect(long.ticksFrom('info', from, Number.POSITIVE_INFINITY, count, until)).toEqual(byPosition);
      }),
      { numRuns: 20 },
    );
  });

  it('reach back over the rounds of a loop', () => {
    const looping = replayed(ticksAt([500, 60_500]), true);
    const round = 2 * MINUTE;
    expect(offsets(looping.ticksByPosition('all', 0, 3, START + round + 700))).toEqual([500, 60_500, round + 500]);
    const bars = looping.ratesByPosition('M1', 0, 4, START + 3 * round);
    expect(Array.from(bars.time, (time) => (time - START) / MINUTE)).toEqual([2, 3, 4, 5]);
  });
});
