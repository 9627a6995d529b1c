import type { Random } from './random.ts';

/** Figures of one symbol's recorded market; the synthetic one is drawn from them. */
export interface Calibration {
  /** What they were measured on; "as X" where the symbol has no such record and borrows. */
  readonly sources: { readonly daily: string; readonly hourly: string; readonly ticks: string };
  /** The last recorded price: the synthetic market swings around it. */
  readonly level: number;
  /** Usual size of ln(close / open) of a day: half the distance between its 16th and 84th percentiles. */
  readonly daily_volatility: number;
  /** Standard deviation of the logarithm of a day's volatility, and its correlation from day to day. */
  readonly volatility_noise: number;
  readonly volatility_persistence: number;
  /** |ln(open / close before)| between neighbouring days, and over a weekend; see {@link gapGrid}. */
  readonly overnight_gap: readonly number[];
  readonly weekend_gap: readonly number[];
  /** Share of a day's variance by hour of the server's day. */
  readonly hourly_variance: readonly number[];
  /** Share of a day's ticks by hour of the server's day. */
  readonly hourly_ticks: readonly number[];
  readonly ticks_per_day: number;
  /** Whose recorded ticks give intervals and spreads, and the factor that brings those spreads to this symbol's. */
  readonly tick_model: string;
  readonly spread_scale: number;
}

/** Figures of recorded ticks; both lists are evenly spaced quantiles from 0 to 1. */
export interface TickModel {
  readonly interval_ms: readonly number[];
  /** Ask - bid in points. */
  readonly spread: readonly number[];
  /** Probability that a tick keeps the spread of the one before. */
  readonly spread_persistence: number;
}

/** Where the gap quantiles stand; what lies beyond the last is not drawn. */
export const gapGrid: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/** The value at `rank` (0 to 1) of evenly spaced quantiles. */
export function quantile(quantiles: readonly number[], rank: number): number {
  const x = rank * (quantiles.length - 1);
  const i = Math.min(Math.floor(x), quantiles.length - 2);
  const low = quantiles[i] as number;
  return low + (x - i) * ((quantiles[i + 1] as number) - low);
}

/** A signed gap, as the logarithm of a ratio. */
export function drawGap(quantiles: readonly number[], random: Random): number {
  const sign = random.uniform() < 0.5 ? -1 : 1;
  const rank = random.uniform();
  const above = gapGrid.findIndex((point) => point > rank);
  if (above < 0) return sign * (quantiles.at(-1) as number);
  const [from, to] = [gapGrid[above - 1] as number, gapGrid[above] as number];
  const [low, high] = [quantiles[above - 1] as number, quantiles[above] as number];
  return sign * (low + ((rank - from) / (to - from)) * (high - low));
}
