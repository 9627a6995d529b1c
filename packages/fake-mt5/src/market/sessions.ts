import type { Session } from '@mt5-bridge/protocol';
import { DAY, floorTo, MINUTE, weekday } from './time.ts';

const MINUTES_A_DAY = DAY / MINUTE;
const MONDAY = 1;
const FRIDAY = 5;

/** One session a day, `from` and `to` in minutes of the day. */
function daily(days: readonly number[], from: number, to: number): Session[] {
  return days.map((day) => ({ day, from: from * 60, to: to * 60 }));
}

/** Monday 00:05 to Friday 23:55 of New York close time (server time UTC+2/+3), without a break. */
export const forexSessions: readonly Session[] = [
  ...daily([MONDAY], 5, MINUTES_A_DAY),
  ...daily([2, 3, 4], 0, MINUTES_A_DAY),
  ...daily([FRIDAY], 0, MINUTES_A_DAY - 5),
];

/** As forex, with the metal exchanges' break in the first hour of each day. */
export const metalSessions: readonly Session[] = [
  ...daily([MONDAY, 2, 3, 4], 60, MINUTES_A_DAY),
  ...daily([FRIDAY], 60, MINUTES_A_DAY - 5),
];

export const roundTheClock: readonly Session[] = daily([0, 1, 2, 3, 4, 5, 6], 0, MINUTES_A_DAY);

/** Whether a server time falls into one of the weekly sessions. */
export function isInSession(sessions: readonly Session[], time: number): boolean {
  const day = weekday(time);
  const second = (time - floorTo(time, DAY)) / 1000;
  return sessions.some((session) => session.day === day && second >= session.from && second < session.to);
}

/** Which minutes of a weekday lie in a session: 1 for each that does. */
export function openMinutes(sessions: readonly Session[], day: number): Uint8Array {
  const open = new Uint8Array(MINUTES_A_DAY);
  for (const session of sessions) {
    if (session.day === day) open.fill(1, Math.ceil(session.from / 60), Math.floor(session.to / 60));
  }
  return open;
}
