import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changingZone } from './changing-zone.ts';
import { namedZone, newYorkCloseZone } from './named-zones.ts';
import { HOUR } from './zone.ts';

const utc = (iso: string): number => Date.parse(iso);
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** What a wall clock in the zone shows, asked of Intl in another way than the code under test does. */
function wallClock(timeZone: string, ms: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const [day = 1, month = 1, year = 0, hour = 0, minute = 0, second = 0] = parts
    .filter(({ type }) => type !== 'literal')
    .map(({ value }) => Number(value));
  return Date.UTC(year, month - 1, day, hour, minute, second) + (ms % 1_000);
}

const zones = [
  'America/New_York',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Asia/Kathmandu',
  'Australia/Lord_Howe', // half an hour of daylight saving
  'Africa/Casablanca', // changes twice within weeks, around Ramadan
  'Africa/Monrovia', // seconds in its offset until 1972
  'Pacific/Apia', // left out a whole day in 2011
  'UTC',
];
const built = new Map(zones.map((name) => [name, namedZone(name)]));
const anyZone = fc.constantFrom(...zones);
const anyInstant = fc.integer({ min: 0, max: utc('2100-01-01T00:00:00Z') });

describe('a zone by name', () => {
  it('shows what a wall clock there shows, for every date by that date', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (name, instant) => {
        expect(built.get(name)?.toServer(instant)).toBe(wallClock(name, instant));
      }),
      { numRuns: 2_000 },
    );
  });

  it('comes back to the instant it came from, or to the first of two that look alike', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (name, instant) => {
        const zone = namedZone(name);
        const shown = zone.toServer(instant);
        const read = zone.fromServer(shown);
        expect(zone.toServer(read)).toBe(shown);
        expect(read).toBeLessThanOrEqual(instant);
        expect(instant - read).toBeLessThanOrEqual(HOUR);
      }),
      { numRuns: 500 },
    );
  });

  it('gives every server time to exactly one stretch: no time is lost around a change or a new year', () => {
    const edges = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2027-01-01T00:00:00Z'].map(utc);
    const nearEdge = fc
      .tuple(fc.constantFrom(...edges), fc.integer({ min: -3 * HOUR, max: 3 * HOUR }))
      .map(([edge, distance]) => edge + distance);
    const berlin = namedZone('Europe/Berlin');
    fc.assert(
      fc.property(nearEdge, (server) => {
        const read = berlin.fromServer(server);
        expect([HOUR, 2 * HOUR]).toContain(server - read);
        const isSkipped = berlin.toServer(read) !== server;
        expect(isSkipped).toBe(server >= utc('2026-03-29T02:00:00Z') && server < utc('2026-03-29T03:00:00Z'));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    // The United States moved both dates in 2007.
    ['America/New_York', '2006-04-02T06:59:59Z', '2006-04-02T01:59:59Z'],
    ['America/New_York', '2006-04-02T07:00:00Z', '2006-04-02T03:00:00Z'],
    ['America/New_York', '2006-10-29T06:00:00Z', '2006-10-29T01:00:00Z'],
    ['America/New_York', '2007-03-11T06:59:59Z', '2007-03-11T01:59:59Z'],
    ['America/New_York', '2007-03-11T07:00:00Z', '2007-03-11T03:00:00Z'],
    ['America/New_York', '2007-04-01T12:00:00Z', '2007-04-01T08:00:00Z'],
    ['America/New_York', '2007-10-30T12:00:00Z', '2007-10-30T08:00:00Z'],
    ['America/New_York', '2007-11-04T06:00:00Z', '2007-11-04T01:00:00Z'],
    ['Europe/London', '2026-03-29T00:59:59Z', '2026-03-29T00:59:59Z'],
    ['Europe/London', '2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z'],
    ['Europe/London', '2026-10-25T01:00:00Z', '2026-10-25T01:00:00Z'],
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59Z'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00Z'],
    ['Europe/Berlin', '2026-10-25T00:59:59Z', '2026-10-25T02:59:59Z'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
  ])('%s: at %s the clock shows %s', (name, instant, shown) => {
    expect(iso(namedZone(name).toServer(utc(instant)))).toBe(shown);
  });

  it('reads an hour that is shown twice as the first of the two', () => {
    expect(iso(namedZone('Europe/Berlin').fromServer(utc('2026-10-25T02:30:00Z')))).toBe('2026-10-25T00:30:00Z');
    expect(iso(namedZone('America/New_York').fromServer(utc('2007-11-04T01:30:00Z')))).toBe('2007-11-04T05:30:00Z');
  });

  it('reads an hour that is never shown with the offset before the change', () => {
    expect(iso(namedZone('Europe/Berlin').fromServer(utc('2026-03-29T02:30:00Z')))).toBe('2026-03-29T01:30:00Z');
    expect(iso(namedZone('America/New_York').fromServer(utc('2007-03-11T02:30:00Z')))).toBe('2007-03-11T07:30:00Z');
  });

  it.each([
    ['+03:00', '2026-01-01T03:00:00Z'],
    ['-05:30', '2025-12-31T18:30:00Z'],
    ['+00:00', '2026-01-01T00:00:00Z'],
  ])('takes a fixed offset, the same all year: %s', (name, shown) => {
    const zone = namedZone(name);
    expect(iso(zone.toServer(utc('2026-01-01T00:00:00Z')))).toBe(shown);
    for (const instant of ['2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'].map(utc)) {
      expect(zone.fromServer(zone.toServer(instant))).toBe(instant);
    }
  });

  it.each(['Mars/Olympus', '', '3', '+3', 'auto'])('refuses what is no zone: "%s"', (name) => {
    expect(() => namedZone(name)).toThrow(
      expect.objectContaining({ code: 'INVALID_PARAMS', message: expect.stringContaining(`"${name}"`) }),
    );
  });

  it('leaves alone what is no instant, for the field that holds it to refuse', () => {
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, 1e20, -1e15]) {
      expect(namedZone('Europe/Berlin').fromServer(odd)).toBe(odd);
      expect(namedZone('Europe/Berlin').toServer(odd)).toBe(odd);
    }
  });

  it('asks for the offset some dozens of times a year, not once a tick', () => {
    let asked = 0;
    const zone = changingZone('counted', (instant) => {
      asked++;
      return instant < utc('2026-07-13T12:00:00Z') ? 2 * HOUR : 3 * HOUR;
    });
    const start = utc('2026-07-13T14:00:00Z');
    let sum = 0;
    for (let i = 0; i < 1_000_000; i++) sum += zone.fromServer(start + i * 100) - zone.toServer(start + i * 100);
    expect(sum).toBeLessThan(0);
    expect(asked).toBeLessThan(200);
  });
});

describe('the New York close', () => {
  it.each([
    ['2026-01-15T12:00:00Z', 2],
    ['2026-03-08T06:59:59Z', 2],
    ['2026-03-08T07:00:00Z', 3], // Europe changes three weeks later.
    ['2026-07-13T12:00:00Z', 3],
    ['2026-10-28T12:00:00Z', 3], // Europe has changed by now.
    ['2026-11-01T06:00:00Z', 2],
    ['2006-03-20T12:00:00Z', 2], // Before the United States moved its dates.
    ['2007-03-20T12:00:00Z', 3],
  ])('is UTC+2 in New York winter and UTC+3 in its summer: %s', (instant, hours) => {
    expect(newYorkCloseZone().offsetAt(utc(instant))).toBe(hours * HOUR);
  });

  it('starts the day when New York closes at 17:00, all year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (day) => {
        const midnight = day * 24 * HOUR;
        const closed = newYorkCloseZone().fromServer(midnight);
        expect(new Date(wallClock('America/New_York', closed)).getUTCHours()).toBe(17);
      }),
      { numRuns: 300 },
    );
  });
});
