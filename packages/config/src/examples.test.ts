import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, DEFAULT_CONFIG, explain, PRESETS, parseConfig, policyOf, profilesOf } from './index.ts';
import { NO_LIMITS } from './presets.ts';

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../examples/config/${name}`, import.meta.url)), 'utf8');

const parsed = (name: string) => parseConfig(read(name), name);

function explained(text: string): string[] {
  const location = { file: 'config.toml', namedBy: '--config' } as const;
  return explain({ ...parseConfig(text, location.file), location, exists: true });
}

describe('examples/config/guarded.toml', () => {
  it('asks earlier and stops sooner than the preset, which has the rest', () => {
    const { config } = parsed('guarded.toml');
    expect(policyOf(config)).toEqual({
      ...PRESETS.guarded,
      preset: 'guarded',
      auto_approve_notional: 5000,
      max_daily_loss: 200,
      trading_hours: ['Mon-Fri 07:00-20:00'],
      trading_hours_timezone: 'Europe/London',
      approval_ttl_seconds: 300,
    });
    expect(config.approvals.channels).toEqual(['cli', 'elicitation']);
  });
});

describe('examples/config/prop-firm.toml', () => {
  it('names the account twice and stays under the preset where money is at risk', () => {
    const { config } = parsed('prop-firm.toml');
    expect(config.live).toEqual({ enabled: true, login: config.mt5.login });
    expect(policyOf(config)).toMatchObject({
      preset: 'prop-firm',
      auto_approve_notional: 0.01,
      max_risk_per_trade_percent: 0.5,
      require_stop_loss: true,
      magic: 20_260_001n,
      magic_scope: 'own',
    });
  });
});

describe('examples/config/two-strategies.toml', () => {
  const { config } = parsed('two-strategies.toml');

  it('gives each strategy a number and limits of its own, and leaves the rest to the policy', () => {
    const [trend, news] = ['trend', 'news'].map((name) => profilesOf(config).get(name));
    expect(trend).toEqual({
      ...NO_LIMITS,
      magic: 1001n,
      magic_scope: 'own',
      symbols: { allowlist: ['EURUSD', 'GBPUSD'], denylist: [] },
      max_daily_loss: 100,
      max_open_positions: 3,
      trading_hours_timezone: 'Europe/London',
    });
    expect(news).toMatchObject({ magic: 1002n, auto_approve_notional: 0.01, max_daily_loss: 50 });
  });

  it('wants more of a person for a larger order', () => {
    expect(config.approvals.levels).toEqual([
      { above: 20_000, channels: ['dashboard', 'passkey'] },
      { above: 50_000, channels: ['passkey'] },
    ]);
  });

  it('is explained by the names of the strategies', () => {
    const said = explained(read('two-strategies.toml'));
    expect(
      said.find((line) => line.startsWith('profiles.trend.max_daily_loss is 100 in account currency.')),
    ).toBeDefined();
    expect(said.find((line) => line.startsWith('approvals.levels is [{"above":20000,'))).toBeDefined();
  });
});

describe('examples/config/from-mt5-trading-mcp.toml', () => {
  const text = read('from-mt5-trading-mcp.toml');
  /** What 1.5 and 1.6 added. */
  const screenshot = '\n[screenshot]\nwidth = 1920\nheight = 1080\ntemplate = "agent"\ntimeout_s = 7.5\n';

  it('is accepted as it is, with the meaning it had', () => {
    expect(parseConfig(text, 'config.toml').config).toEqual({
      ...DEFAULT_CONFIG,
      mt5: {
        ...DEFAULT_CONFIG.mt5,
        login: 12345678,
        server: 'MetaQuotes-Demo',
        terminal_path: 'C:\\Program Files\\MetaTrader 5\\terminal64.exe',
        eager_connect: false,
        bridge: { host: '127.0.0.1', port: 8001 },
      },
      policy: {
        ...DEFAULT_CONFIG.policy,
        auto_approve_notional: 1000,
        max_notional_per_trade: 10_000,
        max_realised_loss_per_close: 500,
        max_daily_loss: 2000,
        max_orders_per_minute: 5,
        approval_ttl_seconds: 120,
      },
      streaming: { quote_poll_interval_ms: 200, account_poll_interval_ms: 1000, positions_poll_interval_ms: 1000 },
      logging: { level: 'warn' },
      symbols: { allowlist: ['EURUSD', 'XAUUSD'], denylist: ['BTCUSD'] },
      idempotency: { path: 'C:\\mt5-mcp\\idempotency.db', ttl_seconds: 3600 },
      audit: { path: 'C:\\mt5-mcp\\audit.jsonl', max_bytes: 5_242_880 },
      transport: {
        http: {
          ...DEFAULT_CONFIG.transport.http,
          host: '127.0.0.1',
          port: 8766,
          auth_token: 'an-example-and-no-secret',
          stateless: false,
          trusted_hosts: ['mt5.example.net'],
          trusted_origins: ['https://mt5.example.net'],
        },
      },
    });
  });

  it('is accepted with the section that 1.5 and 1.6 added', () => {
    expect(parseConfig(text + screenshot, 'config.toml').config.screenshot).toEqual({
      width: 1920,
      height: 1080,
      template: 'agent',
      timeout_s: 7.5,
    });
  });

  it('says of each line what it means here, or that it has no effect', () => {
    const without = explained(text + screenshot).flatMap(
      (said) => /^(\S+) is accepted and has no effect/.exec(said)?.[1] ?? [],
    );
    expect(without).toEqual(CONFIG_KEYS.filter((key) => key.effect === 'none').map((key) => key.path));
    expect(explained(text)).toContain(
      'policy.auto_approve_notional is 1000 in account currency. Notional from which on an order that adds risk waits for a person; 0 never asks.',
    );
  });

  it('keeps its token to itself', () => {
    expect(explained(text).join('\n')).not.toContain('an-example-and-no-secret');
  });

  it('with the gate at "0" never asks, as there', () => {
    expect(policyOf(parseConfig('[policy]\nauto_approve_notional = "0"\n', 'f').config).auto_approve_notional).toBe(0);
  });
});
