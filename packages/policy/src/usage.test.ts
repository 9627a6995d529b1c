import { describe, expect, it } from 'vitest';
import { type Limits, usage } from './index.ts';
import { inFlight } from './testing/judge.ts';
import { type Changes, NOW, noLimits, pending, position, situation } from './testing/situation.ts';

const resets_at = NOW + 9 * 3_600_000;
const busy: Changes = {
  account: { balance: 10_000, equity: 9_900 },
  snapshot: {
    positions: [position(), position({ ticket: 502n, symbol: 'USDJPY', price_current: 150 })],
    orders: [pending()],
    day: { started_at: 0, resets_at, realised: -50 },
  },
  situation: {
    counters: { last_minute: 3, minute_resets_at: NOW + 9_000, today: 7 },
    in_flight: [inFlight({}, 10_842)],
  },
};

const of = (limit: keyof Limits, limits: Partial<Limits>, changes = busy) =>
  usage(situation({ ...changes, limits }), NOW).find((entry) => entry.limit === limit);

describe('usage', () => {
  it('has every limit once', () => {
    const limits = usage(situation(busy), NOW).map(({ limit }) => limit);
    expect(limits.toSorted()).toEqual(Object.keys(noLimits).toSorted());
  });

  it.each([
    ['max_position_notional_per_symbol', 300_000, 227_252, 72_748, null],
    ['max_total_notional', 300_000, 317_252, 0, null],
    ['max_open_positions', 10, 4, 6, null],
    ['max_orders_per_minute', 10, 3, 7, NOW + 9_000],
    ['max_orders_per_day', 10, 7, 3, resets_at],
    ['max_daily_loss', 500, 150, 350, resets_at],
    ['max_drawdown_percent', 10, 1, 9, null],
    ['max_notional_per_trade', 500, null, 500, null],
    ['auto_approve_notional', 500, null, 500, null],
  ] as const)('tells used and left of %s', (limit, configured, used, left, resets) => {
    expect(of(limit, { [limit]: configured })).toEqual({ limit, configured, used, left, resets_at: resets });
    expect(of(limit, { [limit]: 0 })).toMatchObject({ configured: 0, used, left: null });
  });

  it('tells no figure that it does not know', () => {
    const unknown = { ...busy, snapshot: { ...busy.snapshot, market: new Map(), equity_peak: undefined } };
    expect(of('max_total_notional', { max_total_notional: 5 }, unknown)).toMatchObject({ used: null, left: null });
    expect(of('max_drawdown_percent', { max_drawdown_percent: 5 }, unknown)).toMatchObject({ used: null, left: null });
  });

  it('counts a profit as no loss', () => {
    const profit = { account: { balance: 10_000, equity: 10_100 } };
    expect(of('max_daily_loss', { max_daily_loss: 5 }, profit)).toMatchObject({ used: 0, left: 5 });
    expect(of('max_drawdown_percent', { max_drawdown_percent: 5 }, profit)).toMatchObject({ used: 0, left: 5 });
  });

  it('tells trading hours as texts, and when they begin while it is closed', () => {
    const trading_hours = [{ from: 3 * 1440 + 13 * 60, to: 3 * 1440 + 20 * 60 }];
    const hours = (trading_hours_timezone: string) => of('trading_hours', { trading_hours, trading_hours_timezone });
    expect(hours('UTC')).toMatchObject({ configured: ['Wed 13:00-20:00'], resets_at: NOW + 3_600_000 });
    expect(hours('Europe/London')).toMatchObject({ resets_at: null });
    expect(hours('Mars/Olympus')).toMatchObject({ resets_at: null });
  });
});
