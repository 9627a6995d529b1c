import { enumeration, type NameOf } from '../schema/index.ts';

export const calendarImportance = enumeration('ENUM_CALENDAR_EVENT_IMPORTANCE', {
  none: 0,
  low: 1,
  moderate: 2,
  high: 3,
});
export type CalendarImportance = NameOf<typeof calendarImportance>;

export const calendarImpact = enumeration('ENUM_CALENDAR_EVENT_IMPACT', { na: 0, positive: 1, negative: 2 });
export type CalendarImpact = NameOf<typeof calendarImpact>;
