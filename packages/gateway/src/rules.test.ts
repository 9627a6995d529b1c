import { readFileSync } from 'node:fs';
import { ConfigError, DEFAULT_CONFIG, PRESET_NAMES, parseConfig } from '@mt5-bridge/config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesOf } from './rules.ts';

const rules = (text: string, readOnly = false) => rulesOf(parseConfig(text, 'config.toml').config, readOnly);

const DAY = 1440;

describe('rulesOf', () => {
  it('is the preset guarded without a file', () => {
    expect(rulesOf(DEFAULT_CONFIG, false)).toEqual({
      limits: {
        auto_approve_notional: 1000,
        max_notional_per_trade: 100_000,
        max_lots_per_trade: 1,
        max_position_notional_per_symbol: 200_000,
        max_total_notional: 500_000,
        max_open_positions: 10,
        max_orders_per_minute: 10,
        max_orders_per_day: 100,
        max_daily_loss: 500,
        max_drawdown_percent: 10,
        max_risk_per_trade_percent: 2,
        require_stop_loss: true,
        max_spread_points: 500,
        max_realised_loss_per_close: 500,
        magic_scope: 'any',
        magic: 0n,
        trading_hours: [],
        trading_hours_timezone: 'UTC',
        news_blackout_minutes: 0,
        max_quote_age_seconds: 60,
      },
      read_only: false,
      symbols: { allowlist: [], denylist: [] },
      live: { enabled: false, login: 0n },
      expected: { login: 0n, server: '' },
      approvals: {
        channels: ['cli', 'elicitation', 'dashboard', 'passkey'],
        elicitation_max_notional: 10_000,
        agent_max_notional: 10_000,
        levels: [],
      },
      profiles: {},
    });
  });

  it('carries every wish of the owner', () => {
    const text = `
      [mt5]
      login = 42
      server = "Demo"
      [policy]
      preset = "open"
      max_daily_loss = "12.50"
      magic = "9007199254740993"
      magic_scope = "own"
      trading_hours = ["Mon 08:00-20:00", "Sat 22:00-Sun 01:00"]
      trading_hours_timezone = "Europe/London"
      [symbols]
      denylist = ["BTCUSD"]
      [live]
      enabled = true
      login = 42
      [approvals]
      channels = ["agent"]
      agent_max_notional = 5
      [[approvals.levels]]
      above = 20
      channels = ["passkey"]
      [profiles.night]
      magic = 11
      max_lots_per_trade = 0.5
      symbols_denylist = ["XAUUSD"]
      trading_hours = ["Sat 00:00-24:00"]
    `;
    expect(rules(text)).toMatchObject({
      limits: {
        max_daily_loss: 12.5,
        max_total_notional: 0,
        magic: 9_007_199_254_740_993n,
        magic_scope: 'own',
        trading_hours: [
          { from: DAY + 480, to: DAY + 1200 },
          { from: 6 * DAY + 1320, to: 7 * DAY + 60 },
        ],
        trading_hours_timezone: 'Europe/London',
      },
      symbols: { allowlist: [], denylist: ['BTCUSD'] },
      live: { enabled: true, login: 42n },
      expected: { login: 42n, server: 'Demo' },
      approvals: { channels: ['agent'], agent_max_notional: 5, levels: [{ above: 20, channels: ['passkey'] }] },
      profiles: {
        night: {
          limits: {
            magic: 11n,
            magic_scope: 'own',
            max_lots_per_trade: 0.5,
            max_daily_loss: 0,
            max_quote_age_seconds: 0,
            trading_hours: [{ from: 6 * DAY, to: 7 * DAY }],
            trading_hours_timezone: 'Europe/London',
          },
          symbols: { allowlist: [], denylist: ['XAUUSD'] },
        },
      },
    });
  });

  it.each(PRESET_NAMES)('only reads with --read-only, and with watch alone: %s', (preset) => {
    const text = `policy.preset = "${preset}"`;
    expect(rules(text, true).read_only).toBe(true);
    expect(rules(text).read_only).toBe(preset === 'watch');
  });

  it('is possible of every trading hours that a configuration may hold', () => {
    const two = (most: number) => fc.nat(most).map((part) => String(part).padStart(2, '0'));
    const day = fc.constantFrom('Sun', 'Mon', 'Tue', 'wed', 'THU', 'Fri', 'Sat');
    const time = fc.oneof(
      { weight: 9, arbitrary: fc.tuple(two(24), two(61)).map((parts) => parts.join(':')) },
      fc.constantFrom('00:00', '24:00'),
    );
    const hours = fc.oneof(
      fc.tuple(day, time, time).map(([on, from, to]) => `${on} ${from}-${to}`),
      fc.tuple(day, day, time, time).map(([first, last, from, to]) => `${first}-${last} ${from}-${to}`),
      fc.tuple(day, time, day, time).map(([first, from, last, to]) => `${first} ${from}-${last} ${to}`),
    );
    let accepted = 0;
    fc.assert(
      fc.property(hours, (text) => {
        const toml = `policy.trading_hours = ["${text}"]`;
        try {
          parseConfig(toml, 'config.toml');
        } catch (error) {
          if (error instanceof ConfigError) return;
          throw error;
        }
        accepted += 1;
        const spans = rules(toml).limits.trading_hours;
        expect(spans.length).toBeGreaterThan(0);
        for (const { from, to } of spans) {
          expect(from).toBeLessThan(7 * DAY);
          expect(to).toBeGreaterThan(from);
          expect(to - from).toBeLessThanOrEqual(7 * DAY);
        }
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it.each(['default', 'guarded', 'prop-firm', 'two-strategies', 'from-mt5-trading-mcp'])(
    'is possible of examples/config/%s.toml',
    (name) => {
      const file = new URL(`../../../examples/config/${name}.toml`, import.meta.url);
      expect(rules(readFileSync(file, 'utf8')).limits.max_daily_loss).toBeGreaterThan(0);
    },
  );
});
