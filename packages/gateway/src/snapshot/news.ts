import type { Mt5Client } from '@mt5-bridge/client';
import type { NewsEvent } from '@mt5-bridge/policy';
import type { CalendarValue, Clock, Result } from '@mt5-bridge/protocol';
import { mayFail } from './may-fail.ts';

const MINUTE_MS = 60_000;
/** The calendar is read this far beyond what is needed, and anew when that has passed. */
const MOST_AGE_MS = 5 * MINUTE_MS;
const PAGE = 1_000;

/**
 * The economic calendar, from some minutes before the terminal's present until as long after it, in times of this
 * machine's clock, by which the rules judge. undefined where no minutes are asked for, or the terminal gives no calendar
 * now; only one that was read within {@link MOST_AGE_MS} is told again. @throws Mt5Error of the link
 */
export function newsAround(
  client: Pick<Mt5Client, 'call'>,
  clock: Pick<Clock, 'now'>,
  minutes: () => number,
): (hello: Result<'hello'>) => Promise<readonly NewsEvent[] | undefined> {
  let kept:
    | { readonly epoch: number; readonly around: number; readonly at: number; readonly values: CalendarValue[] }
    | undefined;

  async function releases(from: number, to: number): Promise<CalendarValue[]> {
    const found: CalendarValue[] = [];
    for (;;) {
      const { total, values } = await client.call('calendar', { from, to, offset: found.length, count: PAGE });
      found.push(...values);
      if (values.length === 0 || found.length >= total) return found;
    }
  }

  async function around({ epoch, time_server: at }: Result<'hello'>): Promise<readonly CalendarValue[] | undefined> {
    const span = minutes() * MINUTE_MS;
    if (span === 0) return undefined;
    const isFresh = kept?.epoch === epoch && kept.around >= span && at >= kept.at && at <= kept.at + MOST_AGE_MS;
    if (kept !== undefined && isFresh) return kept.values;
    const values = await mayFail(releases(at - span, at + span + MOST_AGE_MS));
    kept = values && { epoch, around: span, at, values };
    return values;
  }

  return async (hello) => {
    const ahead = clock.now() - hello.time_server;
    const values = await around(hello);
    return values?.map(({ time, currency, importance, name }) => ({
      time: time + ahead,
      currency,
      importance: importanceOf(importance),
      name,
    }));
  };
}

/** One that this version does not know may matter. */
function importanceOf(told: CalendarValue['importance']): NewsEvent['importance'] {
  if (told === 'unknown') return 'high';
  return told === 'none' ? 'low' : told;
}
