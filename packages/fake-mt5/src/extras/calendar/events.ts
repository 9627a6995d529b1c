import type { CalendarImportance } from '@mt5-bridge/protocol';
import type { Schedule } from './schedule.ts';

/** An event of the synthetic calendar: what is published, when, and around which figure. */
export interface CalendarEvent {
  readonly id: number;
  readonly name: string;
  /** ISO 3166; EU for the euro area. */
  readonly country: string;
  readonly currency: string;
  readonly importance: CalendarImportance;
  readonly unit: string;
  readonly multiplier: string;
  readonly digits: number;
  readonly schedule: Schedule;
  /** The usual figure, and how far it strays; a spread of 0 never changes. */
  readonly level: number;
  readonly spread: number;
  /** Whether a larger figure than expected is good for the currency. */
  readonly larger: 'positive' | 'negative';
}

const [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY] = [1, 2, 3, 4, 5] as const;

/** Minutes of server time; New York's 08:30 is 15:30 all year, London's and Frankfurt's morning is taken as fixed. */
const at = (hour: number, minute = 0): number => hour * 60 + minute;
const weekly = (weekday: number, minute: number): Schedule => ({ every: 'week', weekday, minute });
const monthly = (nth: number, weekday: number, minute: number): Schedule => ({ every: 'month', nth, weekday, minute });
const meetings = (nth: number, weekday: number, minute: number, ...months: number[]): Schedule => ({
  every: 'month',
  nth,
  weekday,
  minute,
  months,
});

type Publisher = Pick<CalendarEvent, 'country' | 'currency'> & { readonly code: number };
type Told = Omit<CalendarEvent, 'id' | 'country' | 'currency' | 'unit' | 'multiplier' | 'larger'> &
  Partial<Pick<CalendarEvent, 'unit' | 'multiplier' | 'larger'>>;

/** The events of one country, numbered by its code as in the terminal. */
function of({ code, ...publisher }: Publisher, ...events: readonly Told[]): CalendarEvent[] {
  return events.map((event, i) => ({
    ...publisher,
    unit: 'percent',
    multiplier: 'none',
    larger: 'positive',
    ...event,
    id: code * 1_000_000 + (i + 1) * 10_000,
  }));
}

const [high, moderate, low] = ['high', 'moderate', 'low'] as const;
/** Months in which the larger central banks decide. */
const deciding = [1, 3, 5, 6, 7, 9, 11, 12];

/** What moves the majors. */
export const calendarEvents: readonly CalendarEvent[] = [
  ...of(
    { code: 840, country: 'US', currency: 'USD' },
    {
      name: 'Nonfarm Payrolls',
      importance: high,
      schedule: monthly(1, FRIDAY, at(15, 30)),
      unit: 'people',
      multiplier: 'thousands',
      digits: 0,
      level: 160,
      spread: 60,
    },
    {
      name: 'Unemployment Rate',
      importance: high,
      schedule: monthly(1, FRIDAY, at(15, 30)),
      digits: 1,
      level: 4.1,
      spread: 0.15,
      larger: 'negative',
    },
    {
      name: 'CPI m/m',
      importance: high,
      schedule: monthly(2, WEDNESDAY, at(15, 30)),
      digits: 1,
      level: 0.2,
      spread: 0.15,
    },
    {
      name: 'Retail Sales m/m',
      importance: high,
      schedule: monthly(3, TUESDAY, at(15, 30)),
      digits: 1,
      level: 0.3,
      spread: 0.5,
    },
    {
      name: 'Fed Interest Rate Decision',
      importance: high,
      schedule: meetings(3, WEDNESDAY, at(21), ...deciding),
      digits: 2,
      level: 4.5,
      spread: 0,
    },
    {
      name: 'ISM Manufacturing PMI',
      importance: high,
      schedule: monthly(1, MONDAY, at(17)),
      unit: 'none',
      digits: 1,
      level: 49.5,
      spread: 1.2,
    },
    {
      name: 'Initial Jobless Claims',
      importance: moderate,
      schedule: weekly(THURSDAY, at(15, 30)),
      unit: 'people',
      multiplier: 'thousands',
      digits: 0,
      level: 225,
      spread: 12,
      larger: 'negative',
    },
    {
      name: 'EIA Crude Oil Stocks Change',
      importance: low,
      schedule: weekly(WEDNESDAY, at(17, 30)),
      unit: 'barrel',
      multiplier: 'millions',
      digits: 3,
      level: -0.5,
      spread: 3,
    },
  ),
  ...of(
    { code: 999, country: 'EU', currency: 'EUR' },
    {
      name: 'ECB Deposit Facility Rate Decision',
      importance: high,
      schedule: meetings(2, THURSDAY, at(15, 15), ...deciding),
      digits: 2,
      level: 2,
      spread: 0,
    },
    { name: 'CPI y/y', importance: high, schedule: monthly(1, TUESDAY, at(12)), digits: 1, level: 2.1, spread: 0.2 },
    {
      name: 'Unemployment Rate',
      importance: moderate,
      schedule: monthly(1, THURSDAY, at(12)),
      digits: 1,
      level: 6.3,
      spread: 0.1,
      larger: 'negative',
    },
  ),
  ...of(
    { code: 276, country: 'DE', currency: 'EUR' },
    {
      name: 'ZEW Economic Sentiment Indicator',
      importance: moderate,
      schedule: monthly(2, TUESDAY, at(12)),
      unit: 'none',
      digits: 1,
      level: 15,
      spread: 9,
    },
    {
      name: 'Factory Orders m/m',
      importance: low,
      schedule: monthly(1, FRIDAY, at(9)),
      digits: 1,
      level: 0.2,
      spread: 2,
    },
  ),
  ...of(
    { code: 826, country: 'GB', currency: 'GBP' },
    {
      name: 'BoE Interest Rate Decision',
      importance: high,
      schedule: meetings(1, THURSDAY, at(14), 2, 3, 5, 6, 8, 9, 11, 12),
      digits: 2,
      level: 4,
      spread: 0,
    },
    { name: 'CPI y/y', importance: high, schedule: monthly(3, WEDNESDAY, at(9)), digits: 1, level: 2.8, spread: 0.3 },
    {
      name: 'Claimant Count Change',
      importance: moderate,
      schedule: monthly(2, TUESDAY, at(9)),
      unit: 'people',
      multiplier: 'thousands',
      digits: 1,
      level: 15,
      spread: 12,
      larger: 'negative',
    },
  ),
  ...of(
    { code: 392, country: 'JP', currency: 'JPY' },
    {
      name: 'BoJ Interest Rate Decision',
      importance: high,
      schedule: meetings(3, FRIDAY, at(5, 30), 1, 3, 4, 6, 7, 9, 10, 12),
      digits: 2,
      level: 0.5,
      spread: 0,
    },
    {
      name: 'CPI y/y',
      importance: moderate,
      schedule: monthly(3, FRIDAY, at(1, 30)),
      digits: 1,
      level: 2.9,
      spread: 0.2,
    },
  ),
  ...of(
    { code: 124, country: 'CA', currency: 'CAD' },
    {
      name: 'BoC Interest Rate Decision',
      importance: high,
      schedule: meetings(2, WEDNESDAY, at(16, 45), 1, 3, 4, 6, 7, 9, 10, 12),
      digits: 2,
      level: 2.5,
      spread: 0,
    },
    {
      name: 'Employment Change',
      importance: high,
      schedule: monthly(1, FRIDAY, at(15, 30)),
      unit: 'people',
      multiplier: 'thousands',
      digits: 1,
      level: 18,
      spread: 22,
    },
    {
      name: 'CPI m/m',
      importance: high,
      schedule: monthly(3, TUESDAY, at(15, 30)),
      digits: 1,
      level: 0.2,
      spread: 0.2,
    },
  ),
  ...of(
    { code: 756, country: 'CH', currency: 'CHF' },
    {
      name: 'SNB Interest Rate Decision',
      importance: high,
      schedule: meetings(3, THURSDAY, at(10, 30), 3, 6, 9, 12),
      digits: 2,
      level: 0.25,
      spread: 0,
    },
    {
      name: 'CPI m/m',
      importance: moderate,
      schedule: monthly(1, THURSDAY, at(9, 30)),
      digits: 1,
      level: 0.1,
      spread: 0.15,
    },
  ),
];
