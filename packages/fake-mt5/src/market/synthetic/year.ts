import { type Calibration, drawGap } from '../calibration.ts';
import type { Random, RandomStream } from '../random.ts';
import { DAY, MINUTE, weekday } from '../time.ts';
import { BarRows, CLOSE, FEWEST_TICKS, HIGH, LOW, MINUTES, OPEN, RANK, ROW, TICKS } from './bar-rows.ts';
import type { DayParts } from './day-parts.ts';
import { bridgeExtreme, distinctSpreads, lowestRank } from './refine.ts';

/** Trading days that a price takes to forget where it was: half of a year, so that it swings around its level. */
const MEMORY_DAYS = 130;

export interface YearTerms {
  readonly calibration: Calibration;
  readonly spread_persistence: number;
  readonly week: (weekday: number) => DayParts;
  readonly digits: number;
  /** Levels at the ends of the years, one draw an index. */
  readonly levels: RandomStream;
  readonly days: RandomStream;
}

interface Day {
  readonly time: number;
  readonly gap: number;
  readonly deviation: number;
  body: number;
}

/**
 * The daily bars of a year: a walk of gaps and bodies from the level at the end of the year before to that of this one.
 * Any year can be made without the others. Volatility comes in stretches, as measured.
 */
export function makeYear(year: number, terms: YearTerms): BarRows {
  const { calibration, levels } = terms;
  const base = Date.UTC(year, 0);
  const random = terms.days.at(year);
  const days = drawDays(base, Date.UTC(year + 1, 0), terms, random);
  const swing = calibration.daily_volatility * Math.sqrt(MEMORY_DAYS);
  const from = levels.at(year - 1).normal() * swing;
  const till = levels.at(year).normal() * swing;
  const walked = days.reduce((sum, day) => sum + day.gap + day.body, 0);
  const variance = days.reduce((sum, day) => sum + day.deviation ** 2, 0);
  const correction = (till - from - walked) / variance;

  const points = 10 ** terms.digits;
  const price = (log: number): number => Math.round(calibration.level * Math.exp(log) * points);
  const cells = new Int32Array(days.length * ROW);
  let value = from;
  for (const [i, day] of days.entries()) {
    const cell = i * ROW;
    const open = value + day.gap;
    value = open + day.body + correction * day.deviation ** 2;
    const squared = day.deviation ** 2;
    cells[cell + MINUTES] = (day.time - base) / MINUTE;
    cells[cell + OPEN] = price(open);
    cells[cell + HIGH] = price(bridgeExtreme(open, value, squared, random, 1));
    cells[cell + LOW] = price(bridgeExtreme(open, value, squared, random, -1));
    cells[cell + CLOSE] = price(value);
    const { length, activity } = terms.week(weekday(day.time));
    const busyness = 0.8 + 0.4 * random.uniform();
    const ticks = Math.max(FEWEST_TICKS * length, Math.round(calibration.ticks_per_day * activity * busyness));
    cells[cell + TICKS] = ticks;
    cells[cell + RANK] = lowestRank(0, distinctSpreads(ticks, terms.spread_persistence), random);
  }
  return new BarRows(base, cells);
}

function drawDays(from: number, to: number, { calibration, week }: YearTerms, random: Random): Day[] {
  const { daily_volatility, volatility_noise, volatility_persistence } = calibration;
  const isOpen = (day: number): boolean => week(day).length > 0;
  const days: Day[] = [];
  let mood = random.normal();
  for (let time = from; time < to; time += DAY) {
    const today = weekday(time);
    if (!isOpen(today)) continue;
    const gaps = isOpen((today + 6) % 7) ? calibration.overnight_gap : calibration.weekend_gap;
    const deviation = daily_volatility * Math.exp(volatility_noise * mood);
    days.push({ time, gap: drawGap(gaps, random), deviation, body: random.normal() * deviation });
    mood = volatility_persistence * mood + Math.sqrt(1 - volatility_persistence ** 2) * random.normal();
  }
  return days;
}
