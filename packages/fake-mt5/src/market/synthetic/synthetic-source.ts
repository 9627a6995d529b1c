import type { BarBuilder } from '../bar-builder.ts';
import type { Calibration, TickModel } from '../calibration.ts';
import type { TickChunk } from '../ohlc-ticks.ts';
import { type Random, RandomStream } from '../random.ts';
import type { SymbolSpec } from '../symbols/symbol-spec.ts';
import type { TickSource } from '../tick-source.ts';
import { DAY, floorTo, HOUR, MINUTE, weekday } from '../time.ts';
import { BarRows, CLOSE, HIGH, LOW, MINUTES, OPEN, RANK, ROW, TICKS } from './bar-rows.ts';
import type { ChunkCache } from './chunk-cache.ts';
import { type DayParts, dayParts } from './day-parts.ts';
import { minuteTicks, type PackedTicks, spreadAt, type TickTerms } from './minute-ticks.ts';
import { type Parts, refine } from './refine.ts';
import { makeYear, type YearTerms } from './year.ts';

const MINUTES_AN_HOUR = 60;
/** No market stays closed for longer than this. */
const LONGEST_BREAK = 8 * DAY;

export interface SyntheticTerms {
  readonly spec: SymbolSpec;
  readonly calibration: Calibration;
  readonly tickModel: TickModel;
  readonly seed: number;
  /** History reaches back to here. */
  readonly historyStart: number;
  readonly cache: ChunkCache;
}

/**
 * A seeded market, refined from above: years into days, days into hours, hours into minutes, minutes into ticks, each
 * piece drawn from its own sequence (seed, symbol, level, index) when it is asked for. The parts always add up to the
 * whole, so ticks and bars of every timeframe agree, and any stretch of history can be had without the rest.
 */
export class SyntheticSource implements TickSource {
  readonly resolutions = [DAY, HOUR, MINUTE];
  readonly hasTrades = false;
  private readonly name: string;
  private readonly cache: ChunkCache;
  private readonly start: number;
  /** The parts of a weekday, made once. */
  private readonly week: (day: number) => DayParts;
  private readonly year: YearTerms;
  private readonly tick: TickTerms;
  private readonly streams: {
    readonly hours: RandomStream;
    readonly minutes: RandomStream;
    readonly ticks: RandomStream;
  };

  constructor({ spec, calibration, tickModel, seed, historyStart, cache }: SyntheticTerms) {
    const { name, digits } = spec.info;
    const stream = (level: string): RandomStream => new RandomStream(seed, `${name}/${level}`);
    this.name = name;
    this.cache = cache;
    this.start = floorTo(historyStart, DAY);
    const week = new Map<number, DayParts>();
    this.week = (day) => {
      const known = week.get(day) ?? dayParts(day, spec.sessions.quote, calibration);
      week.set(day, known);
      return known;
    };
    this.year = {
      calibration,
      spread_persistence: tickModel.spread_persistence,
      week: this.week,
      digits,
      levels: stream('levels'),
      days: stream('days'),
    };
    this.tick = { model: tickModel, spread_scale: calibration.spread_scale, digits };
    this.streams = { hours: stream('hours'), minutes: stream('minutes'), ticks: stream('ticks') };
  }

  historyStart(): number {
    return this.start;
  }

  addBars(resolution: number, from: number, to: number, bars: BarBuilder): void {
    const first = Math.max(from, this.start);
    if (resolution === DAY) {
      for (let year = yearOf(first); Date.UTC(year, 0) < to; year++) this.addRows(this.days(year), first, to, bars);
      return;
    }
    const rows = resolution === HOUR ? this.hours : this.minutes;
    for (let day = floorTo(first, DAY); day < to; day += DAY) this.addRows(rows.call(this, day), first, to, bars);
  }

  chunkFrom(time: number): TickChunk | undefined {
    let hour = floorTo(Math.max(time, this.start), HOUR);
    for (const end = hour + LONGEST_BREAK; hour < end; hour += HOUR) {
      const ticks = this.ticks(hour);
      if (ticks.length > 0 && (ticks.time_msc[ticks.length - 1] as number) >= time) return withoutVolumes(ticks);
    }
    return undefined;
  }

  chunkUpTo(time: number): TickChunk | undefined {
    const oldest = Math.max(this.start, time - LONGEST_BREAK);
    for (let hour = floorTo(time, HOUR); hour > oldest - HOUR; hour -= HOUR) {
      const ticks = this.ticks(hour);
      if (ticks.length > 0 && (ticks.time_msc[0] as number) <= time) return withoutVolumes(ticks);
    }
    return undefined;
  }

  private days(year: number): BarRows {
    return this.cache.get(`${this.name}/days/${year}`, () => makeYear(year, this.year));
  }

  private hours(day: number): BarRows {
    return this.cache.get(`${this.name}/hours/${day / DAY}`, () => this.makeHours(day));
  }

  private minutes(day: number): BarRows {
    return this.cache.get(`${this.name}/minutes/${day / DAY}`, () => this.makeMinutes(day));
  }

  private ticks(hour: number): PackedTicks {
    return this.cache.get(`${this.name}/ticks/${hour / HOUR}`, () => {
      const day = floorTo(hour, DAY);
      const rows = this.minutes(day);
      const from = rows.seek((hour - day) / MINUTE);
      const to = rows.seek((hour - day) / MINUTE + MINUTES_AN_HOUR);
      return minuteTicks(rows.cells, day, [from, to], this.tick, this.streams.ticks.at(hour / HOUR));
    });
  }

  private makeHours(day: number): BarRows {
    const { hours, length } = this.week(weekday(day));
    const cells = new Int32Array(hours.minutes.length * ROW);
    if (length > 0) {
      const year = this.days(yearOf(day));
      this.split(year, year.seek((day - year.base) / MINUTE), hours, this.streams.hours.at(day / DAY), cells, 0);
    }
    return new BarRows(day, cells);
  }

  private makeMinutes(day: number): BarRows {
    const { minutes, length } = this.week(weekday(day));
    const hours = this.hours(day);
    const cells = new Int32Array(length * ROW);
    let to = 0;
    for (const [i, parts] of minutes.entries()) {
      const hour = day / HOUR + (hours.cells[i * ROW + MINUTES] as number) / MINUTES_AN_HOUR;
      this.split(hours, i * ROW, parts, this.streams.minutes.at(hour), cells, to);
      to += parts.minutes.length * ROW;
    }
    return new BarRows(day, cells);
  }

  private split(whole: BarRows, at: number, parts: Parts, random: Random, out: Int32Array, to: number): void {
    refine(whole.cells, at, parts, this.tick.model.spread_persistence, random, out, to);
  }

  private addRows(rows: BarRows, from: number, to: number, bars: BarBuilder): void {
    const { base, cells } = rows;
    const points = 10 ** this.tick.digits;
    const end = rows.seek((to - base) / MINUTE);
    for (let at = rows.seek((from - base) / MINUTE); at < end; at += ROW) {
      bars.addBar(
        base + (cells[at + MINUTES] as number) * MINUTE,
        (cells[at + OPEN] as number) / points,
        (cells[at + HIGH] as number) / points,
        (cells[at + LOW] as number) / points,
        (cells[at + CLOSE] as number) / points,
        cells[at + TICKS] as number,
        spreadAt(cells[at + RANK] as number, this.tick),
        0,
      );
    }
  }
}

let zeros = new Float64Array(8192);

function withoutVolumes(ticks: PackedTicks): TickChunk {
  if (zeros.length < ticks.length) zeros = new Float64Array(2 * ticks.length);
  const none = zeros.subarray(0, ticks.length);
  return { ...ticks, last: none, volume_real: none };
}

const yearOf = (time: number): number => new Date(time).getUTCFullYear();
