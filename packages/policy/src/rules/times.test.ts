import { describe, expect, it } from 'vitest';
import { refusal, verdict } from '../testing/judge.ts';
import { type Changes, NOW, send } from '../testing/situation.ts';

describe('times', () => {
  const hours = {
    trading_hours: [{ from: 3 * 1440 + 13 * 60, to: 3 * 1440 + 20 * 60 }],
    trading_hours_timezone: 'Europe/London',
  };

  it('of trading are read in their zone, and say when they begin', () => {
    expect(verdict(send(), { limits: hours })).toBe('approved');
    const early = refusal(send(), { limits: hours }, NOW - 60_000);
    expect(early).toMatchObject({ code: 'OUTSIDE_TRADING_HOURS', configured: ['Wed 13:00-20:00'], resets_at: NOW });
    expect(early.message).toBe(
      'It is outside trading_hours: Wed 13:00-20:00 in Europe/London. It resets at 2026-07-15T12:00:00.000Z.',
    );
  });

  it('of trading in no zone are never', () => {
    const limits = { ...hours, trading_hours_timezone: 'Mars/Olympus' };
    expect(refusal(send(), { limits })).toMatchObject({ code: 'DATA_MISSING', limit: 'trading_hours_timezone' });
  });

  const event = { time: NOW + 10 * 60_000, currency: 'USD', importance: 'high', name: 'Nonfarm Payrolls' } as const;
  const news = (events: readonly object[] | undefined): Changes => ({
    limits: { news_blackout_minutes: 10 },
    snapshot: { news: events as readonly (typeof event)[] },
  });

  it('of news end with the last event of a chain', () => {
    const later = { ...event, time: NOW + 25 * 60_000, name: 'Speech' };
    expect(refusal(send(), news([later, event]))).toMatchObject({
      code: 'NEWS_BLACKOUT',
      configured: 10,
      attempted: 'Nonfarm Payrolls',
      resets_at: NOW + 35 * 60_000,
    });
  });

  it.each([
    ['just after', [event], NOW + 20 * 60_000],
    ['just before', [event], NOW - 1],
    ['of another currency', [{ ...event, currency: 'JPY' }], NOW],
    ['of less importance', [{ ...event, importance: 'moderate' }], NOW],
  ])('of news %s do not matter', (_, events, now) => {
    expect(verdict(send(), news(events), now)).toBe('approved');
  });

  it('of news that are not known refuse', () => {
    expect(refusal(send(), news(undefined))).toMatchObject({ code: 'DATA_MISSING', limit: 'news_blackout_minutes' });
  });
});
