import { DAY, floorTo, MINUTE, weekday } from '../../market/time.ts';

/** When an event is published. Times of day are broker server time, minutes since midnight. */
export type Schedule =
  | { readonly every: 'week'; readonly weekday: number; readonly minute: number }
  | {
      readonly every: 'month';
      /** The nth such weekday of the month, 1 to 4. */
      readonly nth: number;
      readonly weekday: number;
      readonly minute: number;
      /** 1 to 12; every month if not given. */
      readonly months?: readonly number[];
    };

/** One date of a schedule: how many weeks or months since 1970 it is, and the server time in ms. */
export interface Occurrence {
  readonly index: number;
  readonly time: number;
}

const WEEK = 7 * DAY;

/** The dates of a schedule from `from` to `to`, both inclusive, in order. */
export function occurrences(schedule: Schedule, from: number, to: number): Occurrence[] {
  const every = schedule.every === 'week' ? weekly(schedule, from, to) : monthly(schedule, from, to);
  return every.filter(({ time }) => time >= from && time <= to);
}

function weekly(
  { weekday: day, minute }: Extract<Schedule, { every: 'week' }>,
  from: number,
  to: number,
): Occurrence[] {
  const found: Occurrence[] = [];
  for (let week = Math.floor(from / WEEK) - 1; week * WEEK <= to; week++) {
    const start = week * WEEK;
    const time = start + ((day - weekday(start) + 7) % 7) * DAY + minute * MINUTE;
    found.push({ index: week, time });
  }
  return found;
}

function monthly(schedule: Extract<Schedule, { every: 'month' }>, from: number, to: number): Occurrence[] {
  const { nth, weekday: day, minute, months } = schedule;
  const found: Occurrence[] = [];
  const first = new Date(from);
  for (let index = (first.getUTCFullYear() - 1970) * 12 + first.getUTCMonth(); ; index++) {
    const start = Date.UTC(1970, index);
    if (start > to) return found;
    if (months !== undefined && !months.includes((index % 12) + 1)) continue;
    const before = (day - weekday(start) + 7) % 7;
    found.push({ index, time: floorTo(start, DAY) + (before + (nth - 1) * 7) * DAY + minute * MINUTE });
  }
}
