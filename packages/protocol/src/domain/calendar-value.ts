import { calendarImpact, calendarImportance } from '../enums/index.ts';
import { type Infer, instant, int, optional, real, record, reported, text, ticket } from '../schema/index.ts';

/**
 * One release of the economic calendar: MqlCalendarValue with what MqlCalendarEvent and MqlCalendarCountry say of it.
 * Figures that were not published are absent; they count in `multiplier` times `unit`.
 */
export const calendarValue = record({
  id: ticket(),
  event_id: ticket(),
  time: instant(),
  /** ISO 3166 code, as in US; EU for the euro area. */
  country: text(8),
  currency: text(16),
  name: text(512),
  importance: reported(calendarImportance),
  actual: optional(real('unit')),
  forecast: optional(real('unit')),
  previous: optional(real('unit')),
  revised_previous: optional(real('unit')),
  impact: reported(calendarImpact),
  /** CALENDAR_UNIT_ and CALENDAR_MULTIPLIER_ without their prefixes, lower-case: percent, thousands. */
  unit: text(32),
  multiplier: text(32),
  digits: int({ min: 0, max: 16 }),
});
export type CalendarValue = Infer<typeof calendarValue>;
