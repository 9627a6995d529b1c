import { describe, expect, test } from 'vitest';
import { evaluated, inFlight, refusal, verdict } from '../testing/judge.ts';
import { type Changes, modify, modifyOrder, NOW, pending, position, send } from '../testing/situation.ts';

const midnight = new Date(NOW + 9 * 3_600_000).toISOString();

// An order of 0.1 lots EURUSD at 1.0842 is worth 10,842 USD and loses 42 USD at its stop of 1.08.
const full: readonly [name: string, Changes, Record<string, unknown>][] = [
  [
    'worth per trade',
    { limits: { max_notional_per_trade: 10_841.99 } },
    {
      code: 'LIMIT_NOTIONAL_PER_TRADE',
      limit: 'max_notional_per_trade',
      configured: 10_841.99,
      attempted: 10_842,
      resets_at: null,
      message: 'The order is worth 10,842 USD; max_notional_per_trade is 10,841.99 USD.',
    },
  ],
  [
    'lots per trade',
    { limits: { max_lots_per_trade: 0.09 } },
    {
      code: 'LIMIT_LOTS_PER_TRADE',
      configured: 0.09,
      attempted: 0.1,
      message: 'The order is of 0.1 lots; max_lots_per_trade is 0.09.',
    },
  ],
  [
    'worth of a symbol',
    { limits: { max_position_notional_per_symbol: 119_251 }, snapshot: { positions: [position()] } },
    {
      code: 'LIMIT_POSITION_NOTIONAL',
      configured: 119_251,
      attempted: 119_252,
      message:
        'What is held and ordered of EURUSD would be worth 119,252 USD; max_position_notional_per_symbol is 119,251 USD.',
    },
  ],
  [
    'total worth',
    {
      limits: { max_total_notional: 1_000 },
      snapshot: { positions: [position({ symbol: 'USDJPY', price_current: 150 })], orders: [pending()] },
      situation: { in_flight: [inFlight({ volume: 1 }, 108_420)] },
    },
    {
      code: 'LIMIT_TOTAL_NOTIONAL',
      attempted: 90_000 + 108_000 + 108_420 + 10_842,
      message: 'All that is held and ordered would be worth 317,262 USD; max_total_notional is 1,000 USD.',
    },
  ],
  [
    'open positions',
    {
      limits: { max_open_positions: 3 },
      snapshot: { positions: [position()], orders: [pending()] },
      situation: { in_flight: [inFlight({}, 10_842)] },
    },
    {
      code: 'LIMIT_OPEN_POSITIONS',
      configured: 3,
      attempted: 4,
      message: 'Positions and orders would be 4; max_open_positions is 3.',
    },
  ],
  [
    'orders a minute',
    {
      limits: { max_orders_per_minute: 2 },
      situation: { counters: { last_minute: 2, minute_resets_at: NOW + 5_000, today: 2 } },
    },
    {
      code: 'LIMIT_ORDERS_PER_MINUTE',
      configured: 2,
      attempted: 3,
      resets_at: NOW + 5_000,
      message: 'This would make 3 within a minute; max_orders_per_minute is 2. It resets at 2026-07-15T12:00:05.000Z.',
    },
  ],
  [
    'orders a day',
    {
      limits: { max_orders_per_day: 9 },
      situation: { counters: { last_minute: 0, minute_resets_at: NOW, today: 9 } },
    },
    {
      code: 'LIMIT_ORDERS_PER_DAY',
      configured: 9,
      attempted: 10,
      resets_at: NOW + 9 * 3_600_000,
      message: `This would make 10 within the server's day; max_orders_per_day is 9. It resets at ${midnight}.`,
    },
  ],
  [
    'loss of the day, realised and floating',
    {
      limits: { max_daily_loss: 300 },
      account: { balance: 9_800, equity: 9_700 },
      snapshot: { day: { started_at: 0, resets_at: NOW + 9 * 3_600_000, realised: -200.5 } },
    },
    {
      code: 'LIMIT_DAILY_LOSS',
      configured: 300,
      attempted: 300.5,
      resets_at: NOW + 9 * 3_600_000,
      message: `The loss of the day is 300.5 USD; max_daily_loss is 300 USD. It resets at ${midnight}.`,
    },
  ],
  [
    'drawdown',
    { limits: { max_drawdown_percent: 10 }, account: { equity: 9_000 } },
    {
      code: 'LIMIT_DRAWDOWN',
      configured: 10,
      attempted: 10,
      resets_at: null,
      message: 'Equity is 10 % below its peak; max_drawdown_percent is 10 %.',
    },
  ],
  [
    'risk at the stop',
    { limits: { max_risk_per_trade_percent: 0.4 } },
    {
      code: 'LIMIT_RISK_PER_TRADE',
      configured: 0.4,
      attempted: 0.42,
      message: 'The loss at the stop is 0.42 % of equity; max_risk_per_trade_percent is 0.4 %.',
    },
  ],
  [
    'spread',
    { limits: { max_spread_points: 9 } },
    {
      code: 'LIMIT_SPREAD',
      configured: 9,
      attempted: 10,
      message: 'The spread is 10 points; max_spread_points is 9 points.',
    },
  ],
  [
    'age of the quote',
    { limits: { max_quote_age_seconds: 5 }, snapshot: { terminal_time: NOW + 9_800 } },
    {
      code: 'DATA_STALE',
      configured: 5,
      attempted: 10,
      message: 'The newest quote is 10 seconds old; max_quote_age_seconds is 5.',
    },
  ],
  [
    'kill switch',
    { situation: { kill_switch: true } },
    { code: 'KILL_SWITCH_ON', limit: 'kill_switch', message: 'The kill switch is on, and this would add risk.' },
  ],
  ['read only', { rules: { read_only: true } }, { code: 'TRADING_READ_ONLY', limit: 'read_only', configured: true }],
  [
    'expected login',
    { rules: { expected: { login: 42n, server: '' } } },
    { code: 'ACCOUNT_MISMATCH', limit: 'mt5.login', configured: '42', attempted: '1001' },
  ],
  [
    'expected server',
    { rules: { expected: { login: 1001n, server: 'Other-Demo' } } },
    { code: 'ACCOUNT_MISMATCH', limit: 'mt5.server', configured: 'Other-Demo', attempted: 'Fake-Demo' },
  ],
  [
    'denylist, in any case',
    { rules: { symbols: { allowlist: [], denylist: ['eurusd'] } } },
    { code: 'SYMBOL_DENIED', limit: 'symbols.denylist', configured: ['eurusd'], attempted: 'EURUSD' },
  ],
  [
    'allowlist, as spelled',
    { rules: { symbols: { allowlist: ['eurusd'], denylist: [] } } },
    { code: 'SYMBOL_NOT_ALLOWED', limit: 'symbols.allowlist', configured: ['eurusd'], attempted: 'EURUSD' },
  ],
  [
    'a magic number of its own',
    { limits: { magic_scope: 'own', magic: 8n } },
    { code: 'FOREIGN_MAGIC', limit: 'magic_scope', configured: '8', attempted: '7' },
  ],
];

describe('a limit that stands against an order', () => {
  test.each(full)('%s', (_, changes, expected) => {
    expect(refusal(send(), changes)).toMatchObject(expected);
  });

  const changed = (order: bigint) => ({
    request_id: 'ABCDEFGH0003',
    command: modifyOrder({ request_id: 'ABCDEFGH0003', order, price: 1.09 }),
    notional: 109_000,
  });

  test.each([
    ['at the dearer of what it is and what it may become', changed(601n), 109_000],
    ['beside one that is not shown, which may be of any symbol', changed(602n), 217_000],
    ['beside requests that only touch what is held', { ...changed(601n), command: modify() }, 108_000],
  ])('counts a pending order %s', (_, request, worth) => {
    const changes = {
      limits: { max_position_notional_per_symbol: 1, max_total_notional: 1 },
      snapshot: { orders: [pending()] },
      situation: { in_flight: [request] },
    };
    const decision = evaluated(send(), changes);
    expect(decision.verdict === 'refused' && decision.refusals.map(({ attempted }) => attempted)).toEqual([
      worth + 10_842,
      worth + 10_842,
    ]);
  });

  test('stands only where it is on, and not where it is met exactly', () => {
    const limits = {
      max_notional_per_trade: 10_842,
      max_lots_per_trade: 0.1,
      max_position_notional_per_symbol: 119_252,
      max_total_notional: 119_252,
      max_open_positions: 2,
      max_orders_per_minute: 3,
      max_orders_per_day: 3,
      max_daily_loss: 100.01,
      max_drawdown_percent: 1.01,
      max_risk_per_trade_percent: 0.425,
      max_spread_points: 10,
      max_quote_age_seconds: 0.2,
      require_stop_loss: true,
      magic_scope: 'own',
    } as const;
    const changes = {
      limits,
      account: { equity: 9_900 },
      snapshot: { positions: [position()] },
      situation: { counters: { last_minute: 2, minute_resets_at: NOW, today: 2 } },
    };
    expect(verdict(send(), changes)).toBe('approved');
  });

  test('is told with all others, the first by the order of the rules', () => {
    const decision = evaluated(
      send(),
      {
        limits: { max_lots_per_trade: 0.01, max_orders_per_day: 1, max_notional_per_trade: 1 },
        situation: { kill_switch: true, counters: { last_minute: 0, minute_resets_at: NOW, today: 5 } },
      },
      NOW,
    );
    expect(decision.verdict === 'refused' && decision.refusals.map(({ code }) => code)).toEqual([
      'KILL_SWITCH_ON',
      'LIMIT_LOTS_PER_TRADE',
      'LIMIT_NOTIONAL_PER_TRADE',
      'LIMIT_ORDERS_PER_DAY',
    ]);
  });
});
