import { type Timeframe, timeframeMs } from '@mt5-bridge/protocol';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** 1970-01-01 was a Thursday; weeks of the terminal begin on Sunday. */
const FIRST_SUNDAY = 3 * DAY;
const WEEK = 7 * DAY;

export const floorTo = (time: number, step: number): number => Math.floor(time / step) * step;

/** 0 = Sunday, as ENUM_DAY_OF_WEEK. */
export const weekday = (time: number): number => Math.floor((time - FIRST_SUNDAY) / DAY) % 7;

/** Opening time of the bar that `time` falls into. */
export function barStart(timeframe: Timeframe, time: number): number {
  if (timeframe === 'W1') return floorTo(time - FIRST_SUNDAY, WEEK) + FIRST_SUNDAY;
  if (timeframe !== 'MN1') return floorTo(time, timeframeMs(timeframe));
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** Opening time of the bar after the one that opened at `start`. */
export function nextBarStart(timeframe: Timeframe, start: number): number {
  if (timeframe !== 'MN1') return start + timeframeMs(timeframe);
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}
