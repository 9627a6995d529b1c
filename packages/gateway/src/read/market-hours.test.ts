import type { Session } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marketHours } from './market-hours.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const midnight = 86_400;
const at = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 3600 + minutes * 60;
};
const on = (days: readonly number[], from: string, to: string): Session[] =>
  days.map((day) => ({ day, from: at(from), to: at(to) }));
const utc = (iso: string): number => Date.parse(`${iso}Z`);

/** Server time as in New York, with midnight at five in the afternoon there: UTC+3 in summer, UTC+2 in winter. */
const broker = {
  toServer(ms: number): number {
    const summer = [
      [utc('2026-03-08T07:00'), utc('2026-11-01T06:00')],
      [utc('2027-03-14T07:00'), utc('2027-11-07T06:00')],
    ].some(([from = 0, to = 0]) => ms >= from && ms < to);
    return ms + (summer ? 3 : 2) * HOUR;
  },
};
const plain = { toServer: (ms: number): number => ms };

const forex = on([1, 2, 3, 4, 5], '00:00', '24:00');
const metal = on([1, 2, 3, 4, 5], '01:00', '23:59');
const crypto = on([0, 1, 2, 3, 4, 5, 6], '00:00', '24:00');

function hours(sessions: readonly Session[], now: string, more: Partial<Parameters<typeof marketHours>[0]> = {}) {
  const facts = { symbol: 'X', trade_mode: 'full', sessions, zone: broker, now: utc(now), ...more } as const;
  const { next_open, next_close, sessions: spans, ...rest } = marketHours(facts);
  const iso = (ms: number | null) => ms && new Date(ms).toISOString().slice(0, 16);
  return {
    ...rest,
    next_open: iso(next_open),
    next_close: iso(next_close),
    sessions: spans.map(({ from, to }) => `${iso(from)} ${iso(to)}`),
  };
}

describe('market hours', () => {
  it('join sessions that touch at midnight, and convert them in summer', () => {
    // Wednesday; the week runs from Sunday 21:00 to Friday 21:00 UTC.
    expect(hours(forex, '2026-07-15T12:00')).toEqual({
      symbol: 'X',
      trade_mode: 'full',
      is_open: true,
      next_close: '2026-07-17T21:00',
      next_open: '2026-07-19T21:00',
      sessions: ['2026-07-12T21:00 2026-07-17T21:00', '2026-07-19T21:00 2026-07-22T12:00'],
    });
  });

  it('know the weekend', () => {
    expect(hours(forex, '2026-07-18T12:00')).toMatchObject({
      is_open: false,
      next_close: null,
      next_open: '2026-07-19T21:00',
      sessions: ['2026-07-19T21:00 2026-07-24T21:00'],
    });
  });

  it('open at the first ms and close at the last one', () => {
    const opening = utc('2026-07-19T21:00');
    expect(hours(forex, '', { now: opening - 1 })).toMatchObject({ is_open: false, next_open: '2026-07-19T21:00' });
    expect(hours(forex, '', { now: opening })).toMatchObject({
      is_open: true,
      next_close: '2026-07-24T21:00',
      next_open: '2026-07-26T21:00',
    });
    expect(hours(forex, '', { now: utc('2026-07-24T21:00') - 1 }).is_open).toBe(true);
    expect(hours(forex, '', { now: utc('2026-07-24T21:00') })).toMatchObject({
      is_open: false,
      next_open: '2026-07-26T21:00',
    });
  });

  it('keep a daily break', () => {
    expect(hours(metal, '2026-07-15T21:30')).toMatchObject({ is_open: false, next_open: '2026-07-15T22:00' });
    expect(hours(metal, '2026-07-15T20:58')).toMatchObject({
      is_open: true,
      next_close: '2026-07-15T20:59',
      next_open: '2026-07-15T22:00',
    });
  });

  it('use the offset of the day they speak of, when the clock is changed before it', () => {
    // Friday before the last Sunday of summer time: closes in summer, opens in winter.
    expect(hours(forex, '2026-10-30T12:00')).toMatchObject({
      next_close: '2026-10-30T21:00',
      next_open: '2026-11-01T22:00',
      sessions: ['2026-10-25T21:00 2026-10-30T21:00', '2026-11-01T22:00 2026-11-06T12:00'],
    });
    // And the other way round in spring.
    expect(hours(forex, '2026-03-06T12:00')).toMatchObject({
      next_close: '2026-03-06T22:00',
      next_open: '2026-03-08T21:00',
    });
  });

  it('hold within a session that runs while the clock is changed', () => {
    // Server's Sunday 00:00 to 12:00, the clock set back from 09:00 to 08:00 in it: thirteen hours long.
    const sunday = on([0], '00:00', '12:00');
    expect(hours(sunday, '2026-11-01T00:00').sessions[0]).toBe('2026-10-31T21:00 2026-11-01T10:00');
    // Set forward in spring: eleven hours.
    expect(hours(sunday, '2026-03-08T00:00').sessions[0]).toBe('2026-03-07T22:00 2026-03-08T09:00');
  });

  it('never close around the clock', () => {
    expect(hours(crypto, '2026-07-15T12:00')).toEqual({
      symbol: 'X',
      trade_mode: 'full',
      is_open: true,
      next_close: null,
      next_open: null,
      sessions: ['2026-07-08T12:00 2026-07-22T12:00'],
    });
  });

  it('never open without sessions', () => {
    const never = { is_open: false, next_open: null, next_close: null, sessions: [] };
    expect(hours([], '2026-07-15T12:00')).toMatchObject(never);
    expect(hours([{ day: 3, from: 600, to: 600 }], '2026-07-15T12:00')).toMatchObject(never);
  });

  it('are closed where trading is disabled, whatever the sessions say', () => {
    expect(hours(forex, '2026-07-15T12:00', { trade_mode: 'disabled' })).toMatchObject({
      trade_mode: 'disabled',
      is_open: false,
      next_open: null,
      next_close: null,
      sessions: ['2026-07-12T21:00 2026-07-17T21:00', '2026-07-19T21:00 2026-07-22T12:00'],
    });
  });

  it.each(['closeonly', 'longonly', 'shortonly', 'unknown'] as const)('are open with limits when %s', (trade_mode) => {
    expect(hours(forex, '2026-07-15T12:00', { trade_mode })).toMatchObject({ trade_mode, is_open: true });
  });

  it('take sessions in any order, overlapping ones too', () => {
    const messy = [...on([3], '12:00', '18:00'), ...on([3], '01:00', '12:00'), ...on([3], '02:00', '13:00')];
    expect(hours(messy, '2026-07-15T12:00', { zone: plain })).toMatchObject({
      next_close: '2026-07-15T18:00',
      next_open: '2026-07-22T01:00',
      sessions: ['2026-07-15T01:00 2026-07-15T18:00', '2026-07-22T01:00 2026-07-22T12:00'],
    });
  });
});

/** What `marketHours` says, found by looking at every minute. */
function byScan(sessions: readonly Session[], toServer: (ms: number) => number, now: number) {
  const isOpen = (ms: number): boolean => {
    const server = toServer(ms);
    const day = new Date(server).getUTCDay();
    const second = (server % DAY) / 1000;
    return sessions.some((session) => session.day === day && session.from <= second && second < session.to);
  };
  const spans: { from: number; to: number }[] = [];
  const horizon = now + 2 * WEEK;
  let from: number | undefined;
  for (let ms = now - WEEK; ms <= horizon; ms += MINUTE) {
    const open = ms < horizon && isOpen(ms);
    if (open) from ??= ms;
    else if (from !== undefined) {
      spans.push({ from, to: ms });
      from = undefined;
    }
  }
  const running = spans.find((span) => span.from <= now && now < span.to);
  return {
    is_open: isOpen(now),
    next_close: running === undefined || running.to === horizon ? null : running.to,
    next_open: spans.find((span) => span.from > now)?.from ?? null,
    sessions: spans
      .filter((span) => span.to > now && span.from < now + WEEK)
      .map((span) => ({ from: span.from, to: Math.min(span.to, now + WEEK) })),
  };
}

describe('market hours and a look at every minute', () => {
  const minuteOfDay = fc.integer({ min: 0, max: 1440 });
  const session = fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.oneof(minuteOfDay, fc.constantFrom(0, 1440)), minuteOfDay)
    .map(([day, a, b]) => ({ day, from: Math.min(a, b) * 60, to: Math.max(a, b) * 60 }));
  /** Many whole days, so that joins at midnight and around the clock come up. */
  const day = fc.integer({ min: 0, max: 6 }).map((day) => ({ day, from: 0, to: midnight }));
  const start = Math.floor(utc('2026-07-15T00:00') / MINUTE);

  it('agree, whatever the sessions, the moment and the change of the clock', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(session, day), { maxLength: 12 }),
        fc.integer({ min: start - 7 * 1440, max: start + 7 * 1440 }),
        fc.integer({ min: -9, max: 16 }).chain((days) => fc.integer({ min: days * 1440, max: days * 1440 + 1439 })),
        fc.constantFrom(-60, -30, 0, 30, 60, 120),
        fc.constantFrom(-300, 0, 120, 180, 345),
        (sessions, nowMinute, changeMinute, step, offset) => {
          const now = nowMinute * MINUTE;
          const change = now + changeMinute * MINUTE;
          const toServer = (ms: number) => ms + (ms < change ? offset : offset + step) * MINUTE;
          const {
            symbol: _symbol,
            trade_mode: _mode,
            ...found
          } = marketHours({
            symbol: 'X',
            trade_mode: 'full',
            sessions,
            zone: { toServer },
            now,
          });
          expect(found).toEqual(byScan(sessions, toServer, now));
        },
      ),
      { numRuns: 300 },
    );
  });
});
