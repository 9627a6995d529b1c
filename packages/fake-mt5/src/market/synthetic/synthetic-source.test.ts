import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarBuilder } from '../bar-builder.ts';
import { type Calibration, quantile, type TickModel } from '../calibration.ts';
import { calibrations, tickModels } from '../calibration-data.ts';
import type { TickChunk } from '../ohlc-ticks.ts';
import { isInSession } from '../sessions.ts';
import { knownSymbols } from '../symbols/known-symbols.ts';
import type { SymbolSpec } from '../symbols/symbol-spec.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';
import { ChunkCache } from './chunk-cache.ts';
import { SyntheticSource } from './synthetic-source.ts';

const WEDNESDAY = Date.UTC(2026, 6, 15);
const names = [...knownSymbols.keys()];

interface Subject {
  readonly spec: SymbolSpec;
  readonly calibration: Calibration;
  readonly model: TickModel;
  readonly source: SyntheticSource;
}

function subject(name: string, seed = 1, cacheBytes = 1e8): Subject {
  const spec = knownSymbols.get(name) as SymbolSpec;
  const calibration = calibrations[name] as Calibration;
  const model = tickModels[calibration.tick_model] as TickModel;
  const source = new SyntheticSource({
    spec,
    calibration,
    tickModel: model,
    seed,
    historyStart: WEDNESDAY - 2_000 * DAY,
    cache: new ChunkCache(cacheBytes),
  });
  return { spec, calibration, model, source };
}

/** All ticks from `from` until before `to`, in one piece. */
function ticksBetween(source: SyntheticSource, from: number, to: number) {
  const rows: { time: number; bid: number; ask: number; flags: number }[] = [];
  for (let at = from; ; ) {
    const chunk = source.chunkFrom(at) as TickChunk;
    for (let i = 0; i < chunk.length; i++) {
      const time = chunk.time_msc[i] as number;
      if (time >= to) return rows;
      if (time < at) continue;
      rows.push({ time, bid: chunk.bid[i] as number, ask: chunk.ask[i] as number, flags: chunk.flags[i] as number });
    }
    at = (chunk.time_msc.at(-1) as number) + 1;
  }
}

function bars(source: SyntheticSource, resolution: number, from: number, to: number, point: number) {
  const built = new BarBuilder(resolution === DAY ? 'D1' : resolution === HOUR ? 'H1' : 'M1', point);
  source.addBars(resolution, from, to, built);
  return built.bars();
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('SyntheticSource', () => {
  it.each(names)('%s: ticks, minutes, hours and days add up to each other', (name) => {
    const { source, spec } = subject(name);
    return fc.assert(
      fc.property(fc.integer({ min: -1_900, max: 400 }), (offset) => {
        const day = WEDNESDAY + offset * DAY;
        const whole = bars(source, DAY, day, day + DAY, spec.info.point);
        for (const finer of [HOUR, MINUTE]) {
          const built = new BarBuilder('D1', spec.info.point);
          source.addBars(finer, day, day + DAY, built);
          expect(built.bars()).toEqual(whole);
        }
        const minutes = new BarBuilder('M1', spec.info.point);
        for (let at = day; ; ) {
          const chunk = source.chunkFrom(at) as TickChunk;
          const end = chunk.time_msc.findIndex((time) => time >= day + DAY);
          minutes.addTicks(chunk, 0, (chunk.time_msc[0] as number) < day + DAY ? (end < 0 ? chunk.length : end) : 0);
          at = (chunk.time_msc.at(-1) as number) + 1;
          if (at > day + DAY || (chunk.time_msc[0] as number) >= day + DAY) break;
        }
        expect(minutes.bars()).toEqual(bars(source, MINUTE, day, day + DAY, spec.info.point));
      }),
      { numRuns: 12 },
    );
  });

  it('answers the same whatever was asked before, and however little is cached', () => {
    const roomy = subject('EURUSD');
    const tight = subject('EURUSD', 1, 1);
    const from = WEDNESDAY + 15 * HOUR;
    bars(tight.source, MINUTE, from - 40 * DAY, from, 1e-5);
    ticksBetween(tight.source, from - 3 * HOUR, from - HOUR);
    expect(ticksBetween(tight.source, from, from + 2 * HOUR)).toEqual(
      ticksBetween(roomy.source, from, from + 2 * HOUR),
    );
  });

  it('differs by seed and by symbol', () => {
    const at = WEDNESDAY + HOUR;
    const first = (of: Subject) => (of.source.chunkFrom(at) as TickChunk).time_msc.slice(0, 5).join();
    expect(new Set([first(subject('EURUSD')), first(subject('EURUSD', 2)), first(subject('GBPUSD'))]).size).toBe(3);
  });

  it.each(names)('%s: sends ticks in its sessions only, in time order, each changing something', (name) => {
    const { source, spec } = subject(name);
    const friday = WEDNESDAY + 2 * DAY + 22 * HOUR;
    const ticks = ticksBetween(source, friday, friday + 2 * DAY + 6 * HOUR);
    expect(ticks.every(({ time }) => isInSession(spec.sessions.quote, time))).toBe(true);
    expect(ticks.every(({ time }, i) => i === 0 || time > (ticks[i - 1]?.time as number))).toBe(true);
    expect(ticks.every(({ flags }) => flags !== 0)).toBe(true);
    expect(ticks.every(({ bid, ask }) => bid < ask)).toBe(true);
    const scale = 10 ** spec.info.digits;
    expect(ticks.every(({ bid }) => Math.round(bid * scale) / scale === bid)).toBe(true);
  });

  it('opens after a weekend with a gap, and goes on over the end of a year', () => {
    const { source } = subject('EURUSD');
    const days = bars(source, DAY, Date.UTC(2024, 11, 1), Date.UTC(2025, 1, 1), 1e-5);
    const steps = Array.from(days.open.subarray(1), (open, i) => Math.abs(open - (days.close[i] as number)));
    expect(Math.max(...steps)).toBeLessThan(0.02);
    const mondays = steps.filter((_, i) => (days.time[i + 1] as number) - (days.time[i] as number) > DAY);
    const others = steps.filter((_, i) => (days.time[i + 1] as number) - (days.time[i] as number) === DAY);
    expect(mean(mondays)).toBeGreaterThan(3 * mean(others));
  });

  it('has nothing before its history and no end', () => {
    const { source } = subject('XAUUSD');
    const oldest = source.historyStart();
    expect(source.chunkUpTo(oldest - 1)).toBeUndefined();
    expect(source.chunkFrom(0)?.time_msc[0]).toBeGreaterThanOrEqual(oldest);
    expect(source.chunkFrom(WEDNESDAY + 20_000 * DAY)).toBeDefined();
  });
});

describe('the synthetic market against its calibration', () => {
  it.each(names)('%s: daily volatility and level', (name) => {
    const { source, calibration } = subject(name);
    const days = bars(source, DAY, WEDNESDAY - 2_000 * DAY, WEDNESDAY, 1);
    const bodies = Array.from(days.close, (close, i) => Math.log(close / (days.open[i] as number)));
    const sorted = bodies.toSorted((a, b) => a - b);
    const size =
      ((sorted[Math.floor(0.84 * sorted.length)] as number) - (sorted[Math.floor(0.16 * sorted.length)] as number)) / 2;
    expect(size / calibration.daily_volatility).toBeGreaterThan(0.85);
    expect(size / calibration.daily_volatility).toBeLessThan(1.15);
    expect(Math.abs(Math.log(mean([...days.close]) / calibration.level))).toBeLessThan(
      25 * calibration.daily_volatility,
    );
  });

  it.each(names)('%s: share of variance and of ticks by hour', (name) => {
    const { source, calibration } = subject(name);
    const hours = bars(source, HOUR, WEDNESDAY - 1_500 * DAY, WEDNESDAY, 1);
    const squares = new Float64Array(24);
    const ticks = new Float64Array(24);
    for (let i = 0; i < hours.length; i++) {
      const hour = ((hours.time[i] as number) % DAY) / HOUR;
      squares[hour] = (squares[hour] as number) + Math.log((hours.close[i] as number) / (hours.open[i] as number)) ** 2;
      ticks[hour] = (ticks[hour] as number) + (hours.tick_volume[i] as number);
    }
    const total = squares.reduce((sum, x) => sum + x, 0);
    const totalTicks = ticks.reduce((sum, x) => sum + x, 0);
    for (let hour = 0; hour < 24; hour++) {
      const expected = calibration.hourly_variance[hour] as number;
      expect(Math.sqrt((squares[hour] as number) / total)).toBeGreaterThan(0.75 * Math.sqrt(expected) - 0.02);
      expect(Math.sqrt((squares[hour] as number) / total)).toBeLessThan(1.25 * Math.sqrt(expected) + 0.02);
      const share = calibration.hourly_ticks[hour] as number;
      expect((ticks[hour] as number) / totalTicks).toBeGreaterThan(0.9 * share - 0.003);
      expect((ticks[hour] as number) / totalTicks).toBeLessThan(1.1 * share + 0.003);
    }
  });

  it.each(names)('%s: spreads', (name) => {
    const { source, calibration, model, spec } = subject(name);
    const from = WEDNESDAY + 14 * HOUR;
    const spreads = ticksBetween(source, from, from + 4 * HOUR)
      .map(({ bid, ask }) => Math.round((ask - bid) / spec.info.point))
      .toSorted((a, b) => a - b);
    for (const rank of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const expected = quantile(model.spread, rank) * calibration.spread_scale;
      const found = spreads[Math.floor(rank * spreads.length)] as number;
      expect(Math.abs(found - expected)).toBeLessThan(0.15 * expected + 1);
    }
  });

  it.each(['EURUSD', 'BTCUSD'])('%s: intervals between ticks in the hour that was recorded', (name) => {
    const { source, model, calibration } = subject(name);
    const hour = name === 'EURUSD' ? 15 : 14;
    const intervals: number[] = [];
    for (let day = 0; day < 60; day++) {
      const from = WEDNESDAY - day * DAY + hour * HOUR;
      const times = ticksBetween(source, from, from + HOUR).map(({ time }) => time);
      intervals.push(...times.slice(1).map((time, i) => time - (times[i] as number)));
    }
    const recorded = HOUR / (calibration.ticks_per_day * (calibration.hourly_ticks[hour] as number));
    expect(mean(intervals) / recorded).toBeGreaterThan(0.9);
    expect(mean(intervals) / recorded).toBeLessThan(1.1);
    const sorted = intervals.toSorted((a, b) => a - b);
    for (const rank of [0.25, 0.5, 0.75, 0.9]) {
      const ratio = (sorted[Math.floor(rank * sorted.length)] as number) / quantile(model.interval_ms, rank);
      expect(ratio).toBeGreaterThan(0.7);
      expect(ratio).toBeLessThan(1.3);
    }
  });
});
