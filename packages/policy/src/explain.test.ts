import { expect, it } from 'vitest';
import { explain, parseTradingHours } from './index.ts';
import { noLimits, openRules } from './testing/situation.ts';

it('tells every rule in a sentence', () => {
  const limits = {
    auto_approve_notional: 1_000,
    max_notional_per_trade: 100_000,
    max_lots_per_trade: 0.5,
    max_position_notional_per_symbol: 200_000,
    max_total_notional: 500_000,
    max_open_positions: 10,
    max_orders_per_minute: 10,
    max_orders_per_day: 100,
    max_daily_loss: 500,
    max_drawdown_percent: 10,
    max_risk_per_trade_percent: 2,
    require_stop_loss: true,
    max_spread_points: 50,
    max_realised_loss_per_close: 500,
    magic_scope: 'own',
    magic: 77n,
    trading_hours: parseTradingHours('Sun 22:00-Fri 21:00'),
    trading_hours_timezone: 'Europe/London',
    news_blackout_minutes: 15,
    max_quote_age_seconds: 60,
  } as const;
  const rules = {
    limits,
    read_only: false,
    symbols: { allowlist: ['EURUSD', 'XAUUSD'], denylist: ['GBPJPY'] },
    live: { enabled: true, login: 42n },
    expected: { login: 42n, server: 'Broker-Live' },
    approvals: {
      channels: ['cli', 'elicitation'],
      elicitation_max_notional: 10_000,
      agent_max_notional: 0,
      levels: [{ above: 50_000, channels: ['cli'] }],
    },
    profiles: {
      trend: {
        limits: { ...noLimits, magic: 1_001n, magic_scope: 'own', max_daily_loss: 100 },
        symbols: { allowlist: ['EURUSD'], denylist: [] },
      },
    },
  } as const;
  expect(explain(rules)).toMatchInlineSnapshot(`
    [
      "Real money is traded on account 42 only.",
      "The terminal must be logged in to account 42.",
      "The terminal must be logged in at "Broker-Live".",
      "Risk is added only in EURUSD, XAUUSD.",
      "No risk is added in GBPJPY.",
      "An order that adds risk and is worth 1,000 in account currency or more waits for approval.",
      "No order may be worth more than 100,000 in account currency.",
      "No order may be of more than 0.5 lots.",
      "What is held and ordered of one symbol may be worth at most 200,000 in account currency together.",
      "All that is held and ordered may be worth at most 500,000 in account currency together.",
      "Positions and pending orders may be at most 10 together.",
      "No risk is added once 10 trade requests, closing ones included, were sent within a minute.",
      "No risk is added once 100 trade requests, closing ones included, were sent within the server's day.",
      "No risk is added on a day whose loss, realised and floating, has reached 500 in account currency.",
      "No risk is added while equity is 10 % or more below its peak.",
      "No order may lose more than 2 % of equity at its stop loss, so each needs one.",
      "Whatever adds risk needs a stop loss.",
      "No risk is added while the spread is wider than 50 points.",
      "No close may realise a loss of more than 500 in account currency.",
      "Only what carries the magic number 77 is sent or touched.",
      "Risk is added only within Sun 22:00-Fri 21:00 (Europe/London).",
      "No risk is added in a symbol from 15 minutes before until 15 minutes after important news of its currencies.",
      "No risk is added on a quote that is older than 60 seconds, nor is a position closed on one, since its loss would be a guess.",
      "Approval is given by: cli, elicitation (up to 10,000 in account currency).",
      "Of an order that is worth more than 50,000 in account currency, only these count: cli.",
      "Closing, cancelling and tightening a stop stay possible under these limits.",
      "Profile trend: Risk is added only in EURUSD.",
      "Profile trend: No risk is added on a day whose loss, realised and floating, has reached 100 in account currency.",
      "Profile trend: Only what carries the magic number 1001 is sent or touched.",
    ]
  `);
});

it('says who approves where only a profile asks, and where nobody can', () => {
  const own = { limits: { ...noLimits, auto_approve_notional: 1 }, symbols: openRules.symbols };
  const approvals = { ...openRules.approvals, levels: [{ above: 5, channels: [] }] };
  const sentences = explain({ ...openRules, approvals, profiles: { own } });
  expect(sentences).toContain('Of an order that is worth more than 5 in account currency, nobody can approve it.');
  expect(sentences.join()).toContain('Approval is given by: cli');
});

it('names what is off', () => {
  expect(explain({ ...openRules, limits: { ...noLimits, max_daily_loss: 250.5 } })).toMatchInlineSnapshot(`
    [
      "Real money is not traded.",
      "No risk is added on a day whose loss, realised and floating, has reached 250.5 in account currency.",
      "Closing, cancelling and tightening a stop stay possible under these limits.",
      "Off: auto_approve_notional, max_notional_per_trade, max_lots_per_trade, max_position_notional_per_symbol, max_total_notional, max_open_positions, max_orders_per_minute, max_orders_per_day, max_drawdown_percent, max_risk_per_trade_percent, require_stop_loss, max_spread_points, max_realised_loss_per_close, magic_scope, trading_hours, news_blackout_minutes, max_quote_age_seconds.",
    ]
  `);
});

it('says why real money is not traded although it is enabled', () => {
  const [first] = explain({ ...openRules, live: { enabled: true, login: 0n } });
  expect(first).toBe('Real money is not traded: live.enabled is true, but live.login names no account.');
});

it('says what an old quote stands in the way of', () => {
  const sentence = (more: object) =>
    explain({ ...openRules, limits: { ...noLimits, ...more } }).find((text) => text.includes('older'));
  expect(sentence({ max_quote_age_seconds: 60 })).toBe('No risk is added on a quote that is older than 60 seconds.');
  expect(sentence({ max_quote_age_seconds: 60, max_realised_loss_per_close: 1 })).toContain('nor is a position closed');
});

it('says one lot where it is one', () => {
  expect(explain({ ...openRules, limits: { ...noLimits, max_lots_per_trade: 1 } })).toContain(
    'No order may be of more than 1 lot.',
  );
});

it('says that nothing is sent, and that nobody can approve', () => {
  const sentences = explain({
    ...openRules,
    read_only: true,
    limits: { ...noLimits, auto_approve_notional: 1 },
    approvals: { ...openRules.approvals, channels: [] },
  });
  expect(sentences[0]).toBe('Nothing is sent at all: this server only reads.');
  expect(sentences).toContain('Nobody can approve, so such orders are refused: no channel is accepted.');
  expect(sentences.join()).not.toContain('stay possible');
});
