import {
  type CalendarImportance,
  type CalendarValue,
  calendarImportance,
  Mt5Error,
  type Params,
} from '@mt5-bridge/protocol';
import type { CalendarFilter } from './api.ts';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 7;
const MOST_DAYS = 366;
const PAGE = 1_000;

type Ask = (
  params: Params<'calendar'>,
) => Promise<{ readonly total: number; readonly values: readonly CalendarValue[] }>;

/** The range that a filter means: without one, the week from the terminal's present on. @throws Mt5Error TOO_MUCH_DATA */
export function calendarRange({ from, to }: CalendarFilter, now: number): { from: number; to: number } {
  const begin = from ?? Math.min(now, to ?? now);
  const end = to ?? begin + DAYS_AHEAD * DAY_MS;
  if (end - begin <= MOST_DAYS * DAY_MS) return { from: begin, to: end };
  throw new Mt5Error('TOO_MUCH_DATA', `At most ${MOST_DAYS} days of the calendar at once.`, {
    details: { argument: 'to', limit: MOST_DAYS },
  });
}

/** All releases of a range, of the importance wanted and more; one that is not known may matter. */
export async function releasesOf(
  ask: Ask,
  filter: CalendarFilter,
  range: { from: number; to: number },
): Promise<CalendarValue[]> {
  const { currency, country, importance = 'none' } = filter;
  const narrowed = { ...range, ...(currency !== undefined && { currency }), ...(country !== undefined && { country }) };
  const found: CalendarValue[] = [];
  for (;;) {
    const { total, values } = await ask({ ...narrowed, offset: found.length, count: PAGE });
    found.push(...values);
    if (values.length === 0 || found.length >= total) break;
  }
  const rank = (told: CalendarImportance): number => calendarImportance.numbers[told];
  return found.filter((one) => one.importance === 'unknown' || rank(one.importance) >= rank(importance));
}
