import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, type ConfigProblem, DEFAULT_CONFIG, parseConfig, renderDefaults } from './index.ts';

function errorOf(text: string, env = {}): ConfigError {
  try {
    parseConfig(text, 'config.toml', env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The text was accepted.');
}

const problemsOf = (text: string): readonly ConfigProblem[] => errorOf(text).problems;

describe('parseConfig', () => {
  it('takes the defaults for whatever the text leaves out', () => {
    expect(parseConfig('', 'config.toml').config).toEqual(DEFAULT_CONFIG);
    expect(parseConfig('[mt5]\n[mt5.bridge]\nport = 9001\n', 'config.toml').config).toEqual({
      ...DEFAULT_CONFIG,
      mt5: { ...DEFAULT_CONFIG.mt5, bridge: { host: '127.0.0.1', port: 9001 } },
    });
  });

  it('tells where values come from', () => {
    const { origins } = parseConfig('mt5.login = 7\n[logging]\nlevel = "INFO"', 'config.toml', {
      MT5_BRIDGE_LOG_LEVEL: 'debug',
    });
    expect(Object.fromEntries(origins)).toEqual({ 'mt5.login': 'file', 'logging.level': 'MT5_BRIDGE_LOG_LEVEL' });
  });

  it.each([
    ['WARNING', 'warn'],
    ['Critical', 'fatal'],
    ['info', 'info'],
    ['SILENT', 'silent'],
  ])('reads the log level %s as %s', (given, level) => {
    expect(parseConfig(`logging.level = "${given}"`, 'config.toml').config.logging.level).toBe(level);
    expect(parseConfig('', 'config.toml', { MT5_BRIDGE_LOG_LEVEL: ` ${given} ` }).config.logging.level).toBe(level);
  });

  it('lets the environment override the file, unless it is empty', () => {
    const level = (value: string) =>
      parseConfig('logging.level = "error"', 'config.toml', { MT5_BRIDGE_LOG_LEVEL: value }).config.logging.level;
    expect(level('trace')).toBe('trace');
    expect(level(' ')).toBe('error');
  });

  it('names the environment variable that holds a wrong value', () => {
    const error = errorOf('', { MT5_BRIDGE_LOG_LEVEL: 'verbose' });
    expect(error).toMatchObject({ code: 'CONFIG_INVALID_VALUE', file: 'MT5_BRIDGE_LOG_LEVEL', key: 'logging.level' });
    expect(error.message).toMatch(/^MT5_BRIDGE_LOG_LEVEL: logging\.level must be one of .*; found "verbose"/);
  });

  it.each(['transport.http.trusted_proxies', 'transport.http.local_addresses', 'tradingview.allowed_sources'])(
    'takes addresses and ranges for %s, and no name, which would match nobody',
    (key) => {
      const list = ['10.0.0.5', '172.16.0.0/12', '::1', 'fd00::/8'];
      const [section = '', ...rest] = key.split('.');
      const text = (entries: readonly string[]) => `${key} = ${JSON.stringify(entries)}`;
      const { config } = parseConfig(text(list), 'config.toml');
      expect(rest.reduce((at: object, name) => Reflect.get(at, name), Reflect.get(config, section))).toEqual(list);
      for (const wrong of ['proxy.example.com', '10.0.0', '10.0.0.0/33', '10.0.0.5:80', 'gatway', '']) {
        expect(problemsOf(text([wrong]))).toMatchObject([{ code: 'CONFIG_INVALID_VALUE' }]);
      }
    },
  );

  it('takes symbol names without the spaces around them, so that a denied one is denied', () => {
    const { symbols } = parseConfig('[symbols]\nallowlist = ["XAUUSD "]\ndenylist = [" EURUSD"]', 'config.toml').config;
    expect(symbols).toEqual({ allowlist: ['XAUUSD'], denylist: ['EURUSD'] });
    expect(errorOf('symbols.denylist = [" "]')).toMatchObject({ code: 'CONFIG_INVALID_VALUE' });
  });

  it.each(['auto', 'UTC', 'Europe/Athens', 'Etc/GMT-3', '+03:00', '-12:00', '+14:00', '+05:45'])(
    'takes %s for a time zone',
    (zone) => {
      expect(parseConfig(`mt5.server_timezone = "${zone}"`, 'config.toml').config.mt5.server_timezone).toBe(zone);
    },
  );

  it.each(['', 'Auto/Matic', '+3', '+15:00', '-12:30', '+14:30', '+03:60', 'UTC+3'])(
    'refuses the time zone %j',
    (zone) => {
      expect(errorOf(`mt5.server_timezone = "${zone}"`)).toMatchObject({ code: 'CONFIG_INVALID_VALUE', line: 1 });
    },
  );

  it.each(['tcp://127.0.0.1:5555', 'tcp://[::1]:1', 'tcp://mt5.local:65535', 'ipc:///tmp/mt5'])(
    'takes the address %s',
    (address) => {
      expect(parseConfig(`mt5.command = "${address}"`, 'config.toml').config.mt5.command).toBe(address);
    },
  );

  it.each([
    '127.0.0.1:5555',
    'tcp://localhost',
    'tcp://*:5555',
    'tcp://h:0',
    'tcp://h:65536',
    'tcp://h:5 5',
    'http://h:1',
    '',
  ])('refuses the address %j', (address) => {
    expect(errorOf(`mt5.command = "${address}"`)).toMatchObject({ code: 'CONFIG_INVALID_VALUE', key: 'mt5.command' });
  });

  it('refuses one address for both sockets', () => {
    const error = errorOf('[mt5]\nevents = "tcp://127.0.0.1:5555"');
    expect(error.message).toBe(
      'config.toml:2:1: mt5.events is the same address as mt5.command. Give each socket its own address.',
    );
  });
});

describe('ConfigError', () => {
  it('names the place of broken syntax and shows nothing of the file', () => {
    const error = errorOf('[mt5]\nserver = "Demo"\npassword = hunter2\n');
    expect(error).toMatchObject({ code: 'CONFIG_SYNTAX', file: 'config.toml', line: 3, column: 12 });
    expect(error.message).toMatch(/^config\.toml:3:12: Not valid TOML: invalid value\. Correct this line/);
    expect(error.message).not.toContain('hunter2');
  });

  it('reports every problem at once, in the order of the file', () => {
    const text = [
      '[streaming]',
      'quote_poll_interval_ms = 20000',
      'colour = "red"',
      '[mt5]',
      'evnets = "tcp://127.0.0.1:5556"',
      'request_timeout_ms = "fast"',
      '[streamin]',
    ].join('\n');
    expect(problemsOf(text).map(({ code, line, key }) => [code, line, key])).toEqual([
      ['CONFIG_INVALID_VALUE', 2, 'streaming.quote_poll_interval_ms'],
      ['CONFIG_UNKNOWN_KEY', 3, 'streaming.colour'],
      ['CONFIG_UNKNOWN_KEY', 5, 'mt5.evnets'],
      ['CONFIG_INVALID_VALUE', 6, 'mt5.request_timeout_ms'],
      ['CONFIG_UNKNOWN_KEY', 7, 'streamin'],
    ]);
    const error = errorOf(text);
    expect(error.message.split('\n')).toHaveLength(5);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID_VALUE', line: 2, key: 'streaming.quote_poll_interval_ms' });
  });

  it.each([
    ['[mt5]\nevnets = ""', 'Did you mean mt5.events?'],
    ['[mt5]\nLogin = 1', 'Did you mean mt5.login?'],
    ['[loging]\nlevel = "INFO"', 'Did you mean logging?'],
    ['level = "INFO"', 'Did you mean logging.level?'],
    ['[bridge]\nport = 1', 'Did you mean mt5.bridge?'],
    ['[symbols]\nlevel = "INFO"', 'Did you mean logging.level?'],
    ['[paper]', `Remove it; the sections are ${Object.keys(DEFAULT_CONFIG).join(', ')}.`],
    ['[policies]', 'Did you mean policy?'],
    ['[transprot.http]\nport = 1', 'Did you mean transport?'],
    ['[policy]\nmax_lots_per_trad = 1', 'Did you mean policy.max_lots_per_trade?'],
    ['max_daily_loss = 1', 'Did you mean policy.max_daily_loss?'],
    ['policy.preset = "guardd"', 'Did you mean "guarded"?'],
    ['policy.max_lots_per_trade = -1', 'Correct it, or leave it out for the value of policy.preset.'],
    ['approvals.channels = ["clu"]', 'Did you mean "cli"?'],
    ['[logging]\nfile = "x"', 'Remove it; [logging] has level.'],
    ['mt5.server_timezone = "europe/atens"', 'Did you mean "Europe/Athens"?'],
    ['logging.level = "WARNIGN"', 'Did you mean "warning"?'],
    ['mt5.login = "12345678"', 'Correct it, or leave it out for the default (0).'],
    ['mt5 = 5', "Write [mt5] on a line of its own, and the section's keys below it."],
  ])('%j: %s', (text, advice) => {
    expect(errorOf(text).what_to_do).toBe(advice);
  });

  it.each([
    ['streaming.quote_poll_interval_ms = 10001', 'a whole number from 0 to 10000 (ms); found 10001.'],
    ['streaming.account_poll_interval_ms = -1', 'a whole number from 0 to 60000 (ms); found -1.'],
    ['mt5.request_timeout_ms = 2.5', 'a whole number from 100 to 600000 (ms); found 2.5.'],
    ['mt5.request_timeout_ms = nan', 'found NaN.'],
    ['mt5.login = 99999999999999999999', 'found 99999999999999999999.'],
    ['mt5.eager_connect = "yes"', 'true or false; found text in quotes.'],
    ['mt5.server = 2026-01-01', 'found a date or time.'],
    ['mt5.command = []', 'found a list.'],
    ['mt5.command = {}', 'found a section.'],
    ['mt5.command = true', 'found true.'],
    ['mt5 = 2026-01-01', 'mt5 is a section, not a value; found a date or time.'],
    ['symbols.allowlist = "EURUSD"', 'a list of symbol names such as ["EURUSD", "XAUUSD"]; found text in quotes.'],
    ['symbols.denylist = ["EURUSD", ""]', 'found an empty text.'],
    ['policy.auto_approve_notional = -1', 'an amount from 0 (off), quotes or not (in account currency); found -1.'],
    ['policy.auto_approve_notional = "-1"', 'found text in quotes.'],
    ['policy.max_daily_loss = inf', 'found Infinity.'],
    ['policy.max_daily_loss = nan', 'found NaN.'],
    ['policy.max_total_notional = 1e300', 'found 1e+300.'],
    ['policy.max_drawdown_percent = 100.5', 'a number from 0 (off) to 100 (%); found 100.5.'],
    ['policy.max_orders_per_minute = 2.5', 'found 2.5.'],
    ['policy.max_orders_per_minute = true', 'found true.'],
    ['policy.require_stop_loss = 1', 'true or false; found a number.'],
    ['policy.magic = -1', 'found -1.'],
    ['policy.magic = "18446744073709551616"', 'found text in quotes.'],
    ['policy.magic_scope = "mine"', 'must be "any" or "own"; found "mine".'],
    ['policy.preset = "strict"', 'one of watch, guarded, prop-firm, open; found "strict".'],
    ['policy.trading_hours = "Mon-Fri 08:00-20:00"', 'found text in quotes.'],
    ['policy.trading_hours_timezone = "+03:00"', 'an IANA zone such as "Europe/London"; found "+03:00".'],
    ['policy.approval_ttl_seconds = 0', 'a whole number from 1 to 604800 (s); found 0.'],
    ['mt5.order_ttl_ms = 99', 'a whole number from 100 to 600000 (ms); found 99.'],
    ['live.enabled = "yes"', 'true or false; found text in quotes.'],
    ['live.login = -5', 'found -5.'],
    ['approvals.channels = ["phone"]', 'a list of agent, elicitation, cli, dashboard, passkey; found text in quotes.'],
    ['approvals.channels = "cli"', 'found text in quotes.'],
    ['idempotency.ttl_seconds = 0', 'found 0.'],
    ['audit.max_bytes = 0', 'found 0.'],
    ['audit.path = 5', 'a path in quotes (empty for the default); found a number.'],
    ['transport.http.port = 65536', 'a whole number from 0 to 65535; found 65536.'],
    ['transport = 5', 'transport is a section, not a value; found a number.'],
    ['screenshot.timeout_s = 0', 'a number above 0 (s); found 0.'],
  ])('%s: %s', (text, said) => {
    expect(errorOf(text)).toMatchObject({ code: 'CONFIG_INVALID_VALUE' });
    expect(errorOf(text).problems[0]?.message).toContain(said);
  });

  it.each([
    ['[policy]\nmagic_scope = "own"', 2, 'policy.magic_scope is "own", but policy.magic is 0.'],
    ['[policy]\npreset = "prop-firm"\nmagic = 0', 3, 'policy.magic is 0, but policy.magic_scope is "own".'],
  ])('refuses a scope that trades made by hand fall into: %j', (text, line, said) => {
    expect(errorOf(text)).toMatchObject({ line, message: expect.stringContaining(said) });
  });

  it.each([
    ['[profiles.a]\nmax_lots_per_trade = 1', 1, 'profiles.a.magic is missing. Add it: a whole number from 1 to'],
    ['[profiles.a]\nmagic = 0', 2, 'profiles.a.magic must be a whole number from 1 to'],
    ['[profiles.a]\nmagic = 5\n[profiles.b]\nmagic = "5"', 4, 'profiles.b.magic is 5, and so is profiles.a.magic.'],
    ['policy.magic = 5\n[profiles.a]\nmagic = 5', 3, 'profiles.a.magic is 5, and so is policy.magic.'],
    ['policy.preset = "prop-firm"\n[profiles.a]\nmagic = 777001', 3, 'and so is policy.magic.'],
    ['[profiles.a]\nmagic = 5\nmax_lot_per_trade = 1', 3, 'Did you mean profiles.a.max_lots_per_trade?'],
    ['[profiles.a]\nmagic = 5\nmagic_scope = "any"', 3, 'Unknown key profiles.a.magic_scope.'],
    ['[profiles.a]\nmagic = 5\nmax_daily_loss = -1', 3, 'found -1. Correct it, or leave it out for none.'],
    ['[profiles."a b"]\nmagic = 5', 1, 'profiles."a b" is no name that a section can have. Name it with up to 32'],
    ['[profiles.__proto__]\nmagic = 5', 1, 'profiles.__proto__ is no name that a section can have.'],
    ['profiles.a = 5', 1, 'profiles.a is a section, not a value; found a number.'],
    ['[[approvals.levels]]\nabove = -1\nchannels = []', 2, 'approvals.levels.above must be an amount from 0'],
    ['[[approvals.levels]]\nabove = 1', 1, 'approvals.levels.channels is missing.'],
    ['[[approvals.levels]]\nabove = 1\nchannels = ["passkeys"]', 3, 'Did you mean "passkey"?'],
    ['[[approvals.levels]]\nabove = 1\nchanels = []', 3, 'Did you mean approvals.levels.channels?'],
    ['approvals.levels = 5', 1, 'must be tables [[approvals.levels]] with above'],
  ])('says what is wrong with a section or table of the file: %j', (text, line, said) => {
    const [first] = errorOf(text).problems.filter((problem) => problem.line === line);
    expect(`${first?.message} ${first?.what_to_do}`).toContain(said);
  });

  it('points at the entry of a list', () => {
    expect(errorOf('[symbols]\nallowlist = [\n  "EURUSD",\n  5,\n]')).toMatchObject({ line: 4, column: 3 });
  });

  it.each([
    ['mt5.password = "hunter2"'],
    ['mt5.login = "hunter2"'],
    ['mt5 = "hunter2"'],
    ['symbols.allowlist = "hunter2"'],
    ['transport.http.auth_token = ["hunter2"]'],
    ['transport.http.auth_tokn = "hunter2"'],
    ['[transport.http]\nauth_token = hunter2'],
    ['policy.auto_approve_notional = "hunter2"'],
    ['mt5.command = "tcp://owner:hunter2@broker:5555"'],
    ['mt5.command = "tcp://owner:hunter2@broker\n:5555"'],
    ['mt5.login = hunter2'],
  ])('keeps a secret out of the message: %j', (text) => {
    const error = errorOf(text);
    expect(JSON.stringify([error.message, error.problems])).not.toContain('hunter2');
  });

  it('takes keys with names of built-in properties for what they are: unknown', () => {
    const keys = problemsOf('__proto__.a = 1\nconstructor = 2\n[mt5]\ntoString = 3\n__proto__ = 4').map(
      ({ key }) => key,
    );
    expect(keys).toEqual(['__proto__', 'constructor', 'mt5.toString', 'mt5.__proto__']);
  });

  it('shows 20 problems of a long list, with odd and endless names quoted and cut', () => {
    const text = Array.from({ length: 5000 }, (_, index) => `"${'x'.repeat(100)} ${index}" = 1`).join('\n');
    const error = errorOf(text);
    expect(error.problems).toHaveLength(20);
    expect(error.message.length).toBeLessThan(6000);
    expect(error.message).toMatch(/… and 4980 more problems\.$/);
  });

  it.each([
    ['a dotted key', `${'a.'.repeat(200_000)}a = 1`],
    ['a list', `x = ${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['a date', `mt5.login.${'a.'.repeat(200_000)}a = 2026-01-01`],
  ])('is the answer to %s of absurd depth', (_, text) => {
    expect(errorOf(text).problems).toHaveLength(1);
  });

  it('is all that any text can cause', () => {
    const token = fc.constantFrom(
      ...['[', ']', '[[', ']]', '{', '}', '=', '.', ',', '"', "'", '"""', "'''", '\\', '#', '\n', '\r\n', ' ', '\t'],
      ...['mt5', 'login', 'streaming', 'symbols', 'allowlist', '__proto__', 'x', '1', '-', '0x', 'inf', 'nan', 'true'],
      ...['1979-05-27', '07:32:00', '\\u00e9', '\uD800', '\uFEFF', 'é'],
    );
    const broken = fc
      .tuple(fc.nat(), fc.nat(20), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([at, length, insert]) => {
        const text = renderDefaults();
        const start = at % text.length;
        return text.slice(0, start) + insert + text.slice(start + length);
      });
    const text = fc.oneof(
      fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join('')),
      fc.string({ unit: 'binary' }),
      broken,
    );
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(text, (document) => {
        try {
          parseConfig(document, 'config.toml');
          accepted += 1;
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          refused += 1;
          const lines = document.split('\n').length;
          for (const problem of error.problems) {
            expect(problem.line).toBeGreaterThanOrEqual(1);
            expect(problem.line).toBeLessThanOrEqual(lines);
          }
        }
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(10);
  });
});
