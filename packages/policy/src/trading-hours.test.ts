import { namedZone } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { parseTradingHours } from './index.ts';
import { isOpen, nextOpening, spanText } from './trading-hours.ts';

const texts = (text: string): string[] => parseTradingHours(text).map(spanText);

describe('trading hours', () => {
  it.each([
    [
      'Mon-Fri 08:00-20:00',
      ['Mon 08:00-20:00', 'Tue 08:00-20:00', 'Wed 08:00-20:00', 'Thu 08:00-20:00', 'Fri 08:00-20:00'],
    ],
    ['Sun 22:00-Fri 21:00', ['Sun 22:00-Fri 21:00']],
    ['Fri 22:00-Sun 10:00', ['Fri 22:00-Sun 10:00']],
    ['Sat 10:00-12:00', ['Sat 10:00-12:00']],
    ['Sat 00:00-24:00', ['Sat 00:00-24:00']],
    ['Sat-Mon 9:00-10:30', ['Sat 09:00-10:30', 'Sun 09:00-10:30', 'Mon 09:00-10:30']],
    ['fri 22:00-06:00', ['Fri 22:00-Sat 06:00']],
    ['Sat 22:00-06:00', ['Sat 22:00-Sun 06:00']],
    ['Monday 08:00-12:00, monday 13:00 - 17:00', ['Mon 08:00-12:00', 'Mon 13:00-17:00']],
    ['Mon 08:00-Mon 08:00', ['Mon 08:00-Mon 08:00']],
    ['', []],
  ])('"%s" is read', (text, expected) => {
    expect(texts(text)).toEqual(expected);
    expect(texts(expected.join(','))).toEqual(expected);
  });

  it('are minutes of the week from Sunday on', () => {
    expect(parseTradingHours('Sat 22:00-06:00')).toEqual([{ from: 6 * 1440 + 1320, to: 7 * 1440 + 360 }]);
  });

  it.each([
    ['weekdays', 'Trading hours "weekdays": it does not read like "Mon-Fri 08:00-20:00" or "Sun 22:00-Fri 21:00".'],
    ['Mo 08:00-20:00', 'Trading hours "Mo 08:00-20:00": "Mo" is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun.'],
    ['Mon 08:60-20:00', 'Trading hours "Mon 08:60-20:00": 08:60 is no time; write 00:00 to 24:00.'],
    ['Mon 08:00-24:01', 'Trading hours "Mon 08:00-24:01": 24:01 is no time; write 00:00 to 24:00.'],
    ['Mon 08:00-08:00', 'Trading hours "Mon 08:00-08:00": it opens and closes at the same time.'],
    [
      'Mon 08:00-20:00, Bad 1:00-2:00',
      'Trading hours "Bad 1:00-2:00": "Bad" is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun.',
    ],
  ])('"%s" is refused with its reason', (text, message) => expect(() => parseTradingHours(text)).toThrow(message));

  const berlin = namedZone('Europe/Berlin');
  const open = (text: string, iso: string): boolean => isOpen(parseTradingHours(text), berlin, Date.parse(iso));
  const next = (text: string, iso: string): string | null => {
    const at = nextOpening(parseTradingHours(text), berlin, Date.parse(iso));
    return at === null ? null : new Date(at).toISOString();
  };

  it.each([
    ['2026-07-15T05:59:59.999Z', false],
    ['2026-07-15T06:00:00Z', true],
    ['2026-07-15T17:59:59.999Z', true],
    ['2026-07-15T18:00:00Z', false],
    ['2026-01-14T06:30:00Z', false],
    ['2026-01-14T07:00:00Z', true],
    ['2026-07-18T10:00:00Z', false],
  ])('open in their own zone, summer and winter: %s %s', (iso, expected) => {
    expect(open('Mon-Fri 08:00-20:00', iso)).toBe(expected);
  });

  it('that reach into the next week stay open over its start', () => {
    expect(open('Fri 22:00-Sun 10:00', '2026-07-19T07:59:00Z')).toBe(true);
    expect(open('Fri 22:00-Sun 10:00', '2026-07-19T08:00:00Z')).toBe(false);
    expect(open('Fri 22:00-Sun 10:00', '2026-07-17T20:00:00Z')).toBe(true);
  });

  it.each([
    ['the same day', 'Mon-Fri 08:00-20:00', '2026-07-15T03:00:00Z', '2026-07-15T06:00:00.000Z'],
    ['over the weekend', 'Mon-Fri 08:00-20:00', '2026-07-17T18:00:00Z', '2026-07-20T06:00:00.000Z'],
    ['over the end of summer', 'Mon-Fri 08:00-20:00', '2026-10-23T18:00:00Z', '2026-10-26T07:00:00.000Z'],
    ['over the end of winter', 'Mon-Fri 08:00-20:00', '2026-03-27T19:00:00Z', '2026-03-30T06:00:00.000Z'],
    // Clocks go from 02:00 to 03:00: the first minute after 02:30 is 03:00 summer time.
    ['at an hour that is left out', 'Sun 02:30-05:00', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00.000Z'],
    // From 03:00 back to 02:00: 02:30 comes twice.
    ['at an hour that comes again', 'Sun 02:30-05:00', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00.000Z'],
    ['never', '', '2026-07-15T03:00:00Z', null],
  ])('tell when they begin: %s', (_, text, now, expected) => expect(next(text, now)).toBe(expected));
});
