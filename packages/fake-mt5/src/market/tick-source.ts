import type { BarBuilder } from './bar-builder.ts';
import type { TickChunk } from './ohlc-ticks.ts';

/** TICK_FLAG bits of last price and volume. */
export const TRADE_FLAGS = 8 | 16 | 32 | 64;

/**
 * One symbol's market as a function of time: what was and what will be is fixed, and only the clock decides how much of
 * it shows. So nothing has to be stored as time passes, and the live ticks are the history's continuation by definition.
 */
export interface TickSource {
  /** Lengths in ms, coarse to fine down to a minute, of the bars that are known without building their ticks. */
  readonly resolutions: readonly number[];
  /** Whether any tick tells of a trade (last price or volume), beside those of bid and ask. */
  readonly hasTrades: boolean;
  /** Where history begins while the server time is `now`. */
  historyStart(now: number): number;
  /** Adds the bars of one resolution that open from `from` until before `to`. */
  addBars(resolution: number, from: number, to: number, bars: BarBuilder): void;
  /** The chunk that holds the first tick at or after `time`; undefined when none will ever come. */
  chunkFrom(time: number): TickChunk | undefined;
  /** The chunk that holds the last tick at or before `time`; undefined when there was none. */
  chunkUpTo(time: number): TickChunk | undefined;
}

/** First row whose time is at or after `time`. */
export function firstFrom(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First row whose time is after `time`. */
export const firstAfter = (times: Float64Array, time: number): number => firstFrom(times, time + 1);
