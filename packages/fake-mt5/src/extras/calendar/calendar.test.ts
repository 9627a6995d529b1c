import { calendarValue, serverZone } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, weekday } from '../../market/time.ts';
import { Calendar } from './calendar.ts';

const start = Date.UTC(2026, 0, 1);
const year = { from: start, to: start + 365 * DAY - 1 };
const now = Date.UTC(2026, 6, 15, 12);
const calendar = new Calendar(7);

describe('a calendar', () => {
  it('has each currency of the majors, ascending, each release with a number of its own', () => {
    const values = calendar.values(year, now);
    expect([...new Set(values.map(({ currency }) => currency))].sort()).toEqual([
      'CAD',
      'CHF',
      'EUR',
      'GBP',
      'JPY',
      'USD',
    ]);
    expect(values.map(({ time }) => time)).toEqual(values.map(({ time }) => time).sort((a, b) => a - b));
    expect(new Set(values.map(({ id }) => id)).size).toBe(values.length);
    for (const [i, value] of values.entries()) {
      expect(calendarValue.decode(calendarValue.encode(value, `${i}`, serverZone), `${i}`, serverZone)).toEqual(value);
    }
  });

  it('has payrolls on the first Friday of each month, and claims each Thursday', () => {
    const payrolls = calendar.values({ ...year, country: 'US' }, now).filter(({ name }) => name === 'Nonfarm Payrolls');
    expect(payrolls.map(({ time }) => new Date(time).getUTCMonth())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    for (const { time, importance } of payrolls) {
      expect([weekday(time), time % DAY, importance]).toEqual([5, 15.5 * HOUR, 'high']);
      expect(new Date(time).getUTCDate()).toBeLessThanOrEqual(7);
    }
    const claims = calendar.values({ ...year, currency: 'USD' }, now).filter(({ name }) => name.includes('Jobless'));
    expect(claims).toHaveLength(53);
    expect(new Set(claims.map(({ time }) => weekday(time)))).toEqual(new Set([4]));
  });

  it('tells a figure once it is out, and it is the previous one of the next', () => {
    const claims = calendar.values({ ...year, currency: 'USD' }, now).filter(({ name }) => name.includes('Jobless'));
    for (const [i, { time, actual, previous, impact }] of claims.entries()) {
      expect(actual !== undefined, new Date(time).toISOString()).toBe(time <= now);
      expect(impact === 'na' || time <= now).toBe(true);
      if (i > 0 && claims[i - 1]?.actual !== undefined) expect(previous).toBe(claims[i - 1]?.actual);
    }
    const atOnce = claims[10];
    expect(calendar.values({ ...year, currency: 'USD' }, atOnce?.time ?? 0)).toContainEqual(atOnce);
  });

  it('calls a larger figure than expected good or bad by what it counts', () => {
    const told = calendar
      .values(year, now)
      .filter(({ name, actual }) => actual !== undefined && /Jobless|Payrolls/.test(name));
    for (const { name, actual = 0, forecast = 0, impact } of told) {
      const good = name.includes('Jobless') ? actual < forecast : actual > forecast;
      expect(impact).toBe(actual === forecast ? 'na' : good ? 'positive' : 'negative');
    }
  });

  it('takes country and currency as they are spelled, and both ends of the range', () => {
    const german = calendar.values({ ...year, country: 'DE' }, now);
    expect(new Set(german.map(({ currency }) => currency))).toEqual(new Set(['EUR']));
    expect(calendar.values({ ...year, country: 'de' }, now)).toEqual([]);
    const { time } = german[3] ?? { time: 0 };
    expect(calendar.values({ from: time, to: time, country: 'DE' }, now)).toEqual([german[3]]);
  });

  it('is drawn by its seed', () => {
    expect(new Calendar(7).values(year, now)).toEqual(calendar.values(year, now));
    expect(new Calendar(8).values(year, now)).not.toEqual(calendar.values(year, now));
  });

  it('reaches from 2007 to half a year ahead, whatever is asked', () => {
    const all = calendar.values({ from: 0, to: Number.MAX_SAFE_INTEGER }, now);
    expect(all[0]?.time).toBeGreaterThan(Date.UTC(2007, 0));
    expect(all.at(-1)?.time).toBeLessThanOrEqual(now + 180 * DAY);
  });
});
