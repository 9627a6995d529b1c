import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, DEFAULT_CONFIG, explain, parseConfig, renderDefaults } from './index.ts';

const example = (name: string) => fileURLToPath(new URL(`../../../examples/config/${name}`, import.meta.url));
const inForce = CONFIG_KEYS.filter((key) => key.effect !== 'none').map((key) => key.path);

describe('CONFIG_KEYS', () => {
  it.each(CONFIG_KEYS.map((key) => [key.path, key]))('%s is described in one line', (_, key) => {
    expect(key.description).toMatch(/^[A-Z].{10,130}\.$/);
    expect(key.allowed).not.toBe('');
    expect(key.name.endsWith('_ms')).toBe(key.unit === 'ms');
  });
});

describe('renderDefaults', () => {
  it('loads again to the defaults, with every key that has an effect', () => {
    const { config, origins } = parseConfig(renderDefaults(), 'config.toml');
    expect(config).toEqual(DEFAULT_CONFIG);
    expect([...origins.keys()]).toEqual(inForce);
  });

  it('is examples/config/default.toml (vitest -u writes it)', async () => {
    await expect(renderDefaults()).toMatchFileSnapshot(example('default.toml'));
  });
});

describe('examples/config/mt5-trading-mcp.toml', () => {
  it('is accepted as it is, with the meaning it had', async () => {
    const file = example('mt5-trading-mcp.toml');
    const parsed = parseConfig(await readFile(file, 'utf8'), 'mt5-trading-mcp.toml');
    expect(parsed.config).toEqual({
      mt5: {
        ...DEFAULT_CONFIG.mt5,
        login: 12345678,
        server: 'MetaQuotes-Demo',
        terminal_path: 'C:\\Program Files\\MetaTrader 5\\terminal64.exe',
        eager_connect: false,
        bridge: { host: '127.0.0.1', port: 8001 },
      },
      streaming: { quote_poll_interval_ms: 200, account_poll_interval_ms: 1000, positions_poll_interval_ms: 1000 },
      logging: { level: 'warn' },
      symbols: { allowlist: ['EURUSD', 'XAUUSD'], denylist: ['BTCUSD'] },
    });
    const location = { file: 'mt5-trading-mcp.toml', namedBy: '--config' } as const;
    expect(explain({ ...parsed, location, exists: true }).filter((sentence) => sentence.includes('no effect'))).toEqual(
      [
        expect.stringMatching(/^mt5\.terminal_path is accepted and has no effect\./),
        expect.stringMatching(/^mt5\.eager_connect is accepted/),
        expect.stringMatching(/^mt5\.bridge\.host is accepted/),
        expect.stringMatching(/^mt5\.bridge\.port is accepted/),
      ],
    );
  });
});
