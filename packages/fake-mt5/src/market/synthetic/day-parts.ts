import type { Session } from '@mt5-bridge/protocol';
import type { Calibration } from '../calibration.ts';
import { openMinutes } from '../sessions.ts';
import type { Parts } from './refine.ts';

const HOURS_A_DAY = 24;
const MINUTES_AN_HOUR = 60;

/** How a weekday is split: into its hours, and each of those into its minutes; only open ones are there. */
export interface DayParts {
  readonly hours: Parts;
  readonly minutes: readonly Parts[];
  /** Open minutes of the day. */
  readonly length: number;
  /** What they have of the ticks of a day that is open round the clock. */
  readonly activity: number;
}

export function dayParts(day: number, sessions: readonly Session[], calibration: Calibration): DayParts {
  const open = openMinutes(sessions, day);
  const hours = Array.from({ length: HOURS_A_DAY }, (_, hour) => {
    const first = hour * MINUTES_AN_HOUR;
    const minutes = Array.from({ length: MINUTES_AN_HOUR }, (_, minute) => first + minute);
    return { hour, first, minutes: minutes.filter((minute) => open[minute] === 1) };
  }).filter(({ minutes }) => minutes.length > 0);
  const weighted = (shares: readonly number[]): number[] =>
    hours.map(({ hour, minutes }) => ((shares[hour] as number) * minutes.length) / MINUTES_AN_HOUR);
  const activity = weighted(calibration.hourly_ticks);
  return {
    hours: {
      minutes: hours.map(({ first }) => first),
      length: hours.map(({ minutes }) => minutes.length),
      variance: toShares(weighted(calibration.hourly_variance)),
      activity: toShares(activity),
    },
    minutes: hours.map(({ minutes }) => {
      const even = minutes.map(() => 1 / minutes.length);
      return { minutes, length: minutes.map(() => 1), variance: even, activity: even };
    }),
    length: hours.reduce((sum, { minutes }) => sum + minutes.length, 0),
    activity: activity.reduce((sum, share) => sum + share, 0),
  };
}

function toShares(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}
