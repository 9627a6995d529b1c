import { calendarValue } from '../domain/index.ts';
import { instant, int, list, optional, record, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const calendar = defineOperation({
  name: 'calendar',
  number: 30,
  kind: 'read',
  since: 1,
  summary: 'Releases of the economic calendar by time, oldest first, of one currency or country if asked.',
  source: ['CalendarValueHistory', 'CalendarEventById', 'CalendarCountryById'],
  params: record({
    /** Both inclusive. */
    from: instant(),
    to: instant(),
    currency: optional(text(16)),
    country: optional(text(8)),
    offset: optional(int({ min: 0 })),
    count: optional(int({ min: 1 })),
  }),
  result: record({
    /** How many there are, all pages together. */
    total: int({ min: 0 }),
    values: list(calendarValue, 100_000),
  }),
  errors: ['CALENDAR_UNAVAILABLE', 'TOO_MUCH_DATA', 'PENDING'],
});
