/** What is measured on recorded bars and ticks; pure figures, no files. */
import type { RatesColumns, TicksColumns } from '@mt5-bridge/protocol/wire';
import { type Calibration, gapGrid, type TickModel } from '../src/market/calibration.ts';
import { DAY, floorTo, HOUR } from '../src/market/time.ts';

/** Standard deviation of the logarithm of a Brownian path's range: what is left above it is varying volatility. */
const LOG_RANGE_NOISE = 0.29;
const STEPS = 100;

export const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
export const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

export function shares(values: readonly number[]): number[] {
  const total = values.reduce((sum, x) => sum + x, 0);
  return values.map((x) => rounded(x / total, 3));
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((x) => (x - centre) ** 2));
}

function autocorrelation(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.slice(1).map((x, i) => (x - centre) * ((values[i] as number) - centre))) / variance(values);
}

function quantileAt(sorted: readonly number[], rank: number): number {
  const x = rank * (sorted.length - 1);
  const low = sorted[Math.floor(x)] as number;
  return low + (x - Math.floor(x)) * ((sorted[Math.ceil(x)] as number) - low);
}

function evenQuantiles(sorted: readonly number[], digits: number): number[] {
  return Array.from({ length: STEPS + 1 }, (_, i) => Number(quantileAt(sorted, i / STEPS).toFixed(digits)));
}

/** Whole numbers, each spread evenly over the unit around it: scaled ones then fall on every whole number again. */
function untied(values: readonly number[]): number[] {
  const count = new Map<number, number>();
  for (const value of ascending(values)) count.set(value, (count.get(value) ?? 0) + 1);
  return [...count].flatMap(([value, n]) => Array.from({ length: n }, (_, i) => value + (i + 0.5) / n - 0.5));
}

type DayFigures = Pick<
  Calibration,
  'level' | 'daily_volatility' | 'volatility_noise' | 'volatility_persistence' | 'overnight_gap' | 'weekend_gap'
> & { readonly mean_volume: number };

export function measureDays(bars: RatesColumns): DayFigures {
  const rows = Array.from({ length: bars.length }, (_, i) => i);
  const ratio = (above: Float64Array, i: number, below: Float64Array, k: number): number =>
    Math.log((above[i] as number) / (below[k] as number));
  const bodies = ascending(rows.map((i) => ratio(bars.close, i, bars.open, i)));
  const ranges = rows
    .map((i) => ratio(bars.high, i, bars.low, i))
    .filter((range) => range > 0)
    .map(Math.log);
  const noise = Math.max(0, variance(ranges) - LOG_RANGE_NOISE ** 2);
  const gaps = rows.slice(1).map((i) => ({
    size: Math.abs(ratio(bars.open, i, bars.close, i - 1)),
    days: ((bars.time[i] as number) - (bars.time[i - 1] as number)) / DAY,
  }));
  const gapQuantiles = (isMeant: (days: number) => boolean): number[] => {
    const sizes = ascending(gaps.filter(({ days }) => isMeant(days)).map(({ size }) => size));
    return gapGrid.map((rank) => (sizes.length === 0 ? 0 : rounded(quantileAt(sizes, rank), 3)));
  };
  return {
    level: bars.close.at(-1) as number,
    daily_volatility: rounded((quantileAt(bodies, 0.84) - quantileAt(bodies, 0.16)) / 2, 3),
    volatility_noise: rounded(Math.sqrt(noise), 3),
    volatility_persistence: rounded(Math.min(0.95, (autocorrelation(ranges) * variance(ranges)) / noise), 3),
    overnight_gap: gapQuantiles((days) => days === 1),
    weekend_gap: gapQuantiles((days) => days > 1),
    mean_volume: mean([...bars.tick_volume]),
  };
}

/** By the bar's place in the day: its mean squared return and its mean number of ticks. */
export interface HourFigures {
  readonly variance: readonly number[];
  readonly volume: readonly number[];
}

/** Bars of `hours` hours; a place that most days lack counts as closed. */
export function measureHours(bars: RatesColumns, hours: number): HourFigures {
  const places = Array.from({ length: 24 / hours }, () => ({ squares: [] as number[], volumes: [] as number[] }));
  for (const [i, time] of bars.time.entries()) {
    const place = places[(time - floorTo(time, DAY)) / (hours * HOUR)];
    place?.squares.push(Math.log((bars.close[i] as number) / (bars.open[i] as number)) ** 2);
    place?.volumes.push(bars.tick_volume[i] as number);
  }
  const days = Math.max(...places.map(({ squares }) => squares.length));
  const whereOpen = (of: (place: (typeof places)[number]) => number[]): number[] =>
    places.map((place) => (place.squares.length > days / 2 ? mean(of(place)) : 0));
  return { variance: whereOpen(({ squares }) => squares), volume: whereOpen(({ volumes }) => volumes) };
}

/** The hours of several symbols as one profile. */
export function pool(profiles: readonly HourFigures[]): HourFigures {
  const average = (of: (profile: HourFigures) => readonly number[]): number[] => {
    const normed = profiles.map((profile) => shares(of(profile)));
    return Array.from({ length: 24 }, (_, hour) => mean(normed.map((values) => values[hour] as number)));
  };
  return { variance: average((profile) => profile.variance), volume: average((profile) => profile.volume) };
}

/** Figures of four-hour bars, spread over the hours of each block as `hours` are. */
export function withinBlocks(blocks: HourFigures, hours: HourFigures): HourFigures {
  const scaled = (own: readonly number[], shape: readonly number[]): number[] =>
    shape.map((share, hour) => {
      const block = Math.floor(hour / 4);
      return (share / mean(shape.slice(4 * block, 4 * block + 4))) * (own[block] as number);
    });
  return { variance: scaled(blocks.variance, hours.variance), volume: scaled(blocks.volume, hours.volume) };
}

/** Share of a day's ticks by hour: evenly where the feed's bars count no ticks. */
export function tickHours({ volume }: HourFigures): number[] {
  const counted = Math.max(...volume) > 1.1 * Math.min(...volume);
  return shares(counted ? volume : volume.map(() => 1));
}

export interface TickFigures {
  readonly model: TickModel;
  readonly median_spread: number;
  readonly count: number;
  /** Hour of the server's day in which they were recorded. */
  readonly hour: number;
}

export function measureTicks(ticks: TicksColumns, point: number): TickFigures {
  const spreads = Array.from(ticks.ask, (ask, i) => Math.round((ask - (ticks.bid[i] as number)) / point));
  const times = ticks.time_msc;
  const first = times[0] as number;
  const intervals = Array.from(times.subarray(1), (time, i) => time - (times[i] as number));
  const smooth = untied(spreads);
  return {
    model: {
      interval_ms: evenQuantiles(ascending(intervals), 0),
      spread: evenQuantiles(smooth, 2),
      spread_persistence: rounded(Math.max(0, autocorrelation(spreads)), 2),
    },
    median_spread: quantileAt(smooth, 0.5),
    count: ticks.length,
    hour: Math.floor((first - floorTo(first, DAY)) / HOUR),
  };
}
