import { Mt5Error, namedZone, type Zone } from '@mt5-bridge/protocol';
import type { WeekSpan } from './api.ts';

const MINUTE = 60_000;
const DAY = 1_440;
const WEEK = 7 * DAY;
/** 1 January 1970 was a Thursday. */
const EPOCH = 4 * DAY;
const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const TIME = '(\\d{1,2}):(\\d{2})';
const DAILY = new RegExp(`^([a-z]+)(?:\\s*-\\s*([a-z]+))?\\s+${TIME}\\s*-\\s*${TIME}$`, 'i');
const THROUGH = new RegExp(`^([a-z]+)\\s+${TIME}\\s*-\\s*([a-z]+)\\s+${TIME}$`, 'i');

/**
 * Spans of the week from texts such as "Mon-Fri 08:00-20:00" (every day of it; past midnight when the end is not after
 * the start), "Sun 22:00-Fri 21:00" (one long span), or several of them with commas between. Empty text: none.
 *
 * @throws Error that says what is wrong with which part
 */
export function parseTradingHours(text: string): WeekSpan[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap(parsePart);
}

function parsePart(part: string): WeekSpan[] {
  const daily = DAILY.exec(part);
  if (daily !== null) {
    const [, first = '', last = first, ...time] = daily;
    const from = minuteOfDay(part, time[0], time[1]);
    const to = minuteOfDay(part, time[2], time[3]);
    if (from === to || from === DAY) throw wrong(part, 'it opens and closes at the same time');
    const length = to > from ? to - from : to + DAY - from;
    return days(dayOfWeek(part, first), dayOfWeek(part, last)).map((day) => {
      const start = day * DAY + from;
      return { from: start, to: start + length };
    });
  }
  const through = THROUGH.exec(part);
  if (through !== null) {
    const [, first = '', hour, minute, last = '', endHour, endMinute] = through;
    const from = (dayOfWeek(part, first) * DAY + minuteOfDay(part, hour, minute)) % WEEK;
    const to = dayOfWeek(part, last) * DAY + minuteOfDay(part, endHour, endMinute);
    return [{ from, to: to > from ? to : to + WEEK }];
  }
  throw wrong(part, 'it does not read like "Mon-Fri 08:00-20:00" or "Sun 22:00-Fri 21:00"');
}

function wrong(part: string, problem: string): Error {
  return new Error(`Trading hours "${part}": ${problem}.`);
}

function dayOfWeek(part: string, name: string): number {
  const index = NAMES.findIndex((day) => name.length >= 3 && day.toLowerCase().startsWith(name.toLowerCase()));
  if (index === -1) throw wrong(part, `"${name}" is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun`);
  return index;
}

function minuteOfDay(part: string, hour: string | undefined, minute: string | undefined): number {
  const result = Number(hour) * 60 + Number(minute);
  if (Number(minute) > 59 || result > DAY) throw wrong(part, `${hour}:${minute} is no time; write 00:00 to 24:00`);
  return result;
}

function days(first: number, last: number): number[] {
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, i) => (first + i) % 7);
}

/** "Mon 08:00-20:00", "Sun 22:00-Fri 21:00". */
export function spanText({ from, to }: WeekSpan): string {
  const day = (minute: number): number => Math.floor(minute / DAY);
  const isWithinDay = day(from) === day(to) || to === (day(from) + 1) * DAY;
  const two = (part: number): string => String(part).padStart(2, '0');
  const name = (minute: number): string => NAMES[day(minute) % 7]?.slice(0, 3) ?? '?';
  const time = (minute: number): string => `${two(Math.floor((minute % DAY) / 60))}:${two(minute % 60)}`;
  if (isWithinDay) return `${name(from)} ${time(from)}-${to % DAY === 0 ? '24:00' : time(to)}`;
  return `${name(from)} ${time(from)}-${name(to)} ${time(to)}`;
}

/** Minutes since Sunday 00:00 as the zone's clocks show them, with fractions. */
function minuteOfWeek(zone: Zone, utc: number): number {
  return ((utc + zone.offsetAt(utc)) / MINUTE + EPOCH) % WEEK;
}

export function isOpen(spans: readonly WeekSpan[], zone: Zone, utc: number): boolean {
  const minute = minuteOfWeek(zone, utc);
  return spans.some(({ from, to }) => (from <= minute && minute < to) || (from <= minute + WEEK && minute + WEEK < to));
}

/**
 * The first full minute from now on that is open, or null. Looks at each, so that it is right on the days on which the
 * clocks change, too.
 */
export function nextOpening(spans: readonly WeekSpan[], zone: Zone, now: number): number | null {
  const first = Math.ceil(now / MINUTE);
  for (let i = 0; i <= WEEK + DAY; i++) {
    const utc = (first + i) * MINUTE;
    if (isOpen(spans, zone, utc)) return utc;
  }
  return null;
}

const zones = new Map<string, Zone | undefined>();

/** Zones are costly to make and never change. undefined for a name that is none. */
export function zoneOrNone(name: string): Zone | undefined {
  if (!zones.has(name)) zones.set(name, makeZone(name));
  return zones.get(name);
}

function makeZone(name: string): Zone | undefined {
  try {
    return namedZone(name);
  } catch (error) {
    if (error instanceof Mt5Error) return undefined;
    throw error;
  }
}
