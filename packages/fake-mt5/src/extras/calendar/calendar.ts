import type { CalendarValue, Params } from '@mt5-bridge/protocol';
import { RandomStream } from '../../market/random.ts';
import { DAY } from '../../market/time.ts';
import { type CalendarEvent, calendarEvents } from './events.ts';
import { occurrences } from './schedule.ts';

/** What a terminal's calendar reaches back to, and how far ahead it knows. */
const OLDEST = Date.UTC(2007, 0);
const AHEAD = 180 * DAY;
/** How often the figure before is corrected with the next. */
const REVISED = 0.2;

/** An economic calendar that the same seed always draws alike. */
export class Calendar {
  private readonly events: readonly { readonly event: CalendarEvent; readonly draws: RandomStream }[];

  constructor(seed: number) {
    this.events = calendarEvents.map((event) => ({ event, draws: new RandomStream(seed, `calendar/${event.id}`) }));
  }

  /** CalendarValueHistory at server time `now`: releases from `from` to `to`, both inclusive, oldest first. */
  values(
    { from, to, currency, country }: Pick<Params<'calendar'>, 'from' | 'to' | 'currency' | 'country'>,
    now: number,
  ): CalendarValue[] {
    const [first, last] = [Math.max(from, OLDEST), Math.min(to, now + AHEAD)];
    return this.events
      .filter(
        ({ event }) => event.currency === (currency ?? event.currency) && event.country === (country ?? event.country),
      )
      .flatMap(({ event, draws }) =>
        occurrences(event.schedule, first, last).map(({ index, time }) => release(event, draws, index, time, now)),
      )
      .sort((a, b) => a.time - b.time || Number(a.id - b.id));
  }
}

function release(event: CalendarEvent, draws: RandomStream, index: number, time: number, now: number): CalendarValue {
  const actual = figure(event, draws, index);
  const before = figure(event, draws, index - 1);
  const further = draws.at(-index);
  const forecast = rounded((actual + before + event.level) / 3, event);
  const revised = further.uniform() < REVISED ? rounded(before + 0.2 * event.spread * further.normal(), event) : before;
  const out = time <= now;
  return {
    id: BigInt(event.id) * 10_000n + BigInt(index),
    event_id: BigInt(event.id),
    time,
    country: event.country,
    currency: event.currency,
    name: event.name,
    importance: event.importance,
    forecast,
    previous: before,
    ...(out && { actual }),
    ...(out && revised !== before && { revised_previous: revised }),
    impact: out ? impactOf(event, actual - forecast) : 'na',
    unit: event.unit,
    multiplier: event.multiplier,
    digits: event.digits,
  };
}

function impactOf({ larger }: CalendarEvent, surprise: number): CalendarValue['impact'] {
  if (surprise === 0) return 'na';
  const smaller = larger === 'positive' ? 'negative' : 'positive';
  return surprise > 0 ? larger : smaller;
}

const figure = (event: CalendarEvent, draws: RandomStream, index: number): number =>
  rounded(event.level + event.spread * draws.at(index).normal(), event);

const rounded = (value: number, { digits }: CalendarEvent): number => Number(value.toFixed(digits)) + 0;
