import { z } from 'zod';

/** When a changed key counts: while running, after a restart, or never (accepted for the sake of older files). */
export type Effect = 'at_once' | 'restart' | 'none';

/** What documentation, `config init`, `config check` and error messages say about one key. */
export interface KeyFacts {
  readonly description: string;
  readonly unit?: string;
  readonly effect: Effect;
  /** What a value may be, in words, where the type alone does not say it. */
  readonly allowed?: string;
  /** Known good values, to find the one that a misspelt value meant. */
  readonly candidates?: () => readonly string[];
  /** The environment variable that overrides the file. */
  readonly env?: string;
}

export const keyFacts = z.registry<KeyFacts>();

function key<T extends z.ZodType>(type: T, value: z.output<T>, facts: KeyFacts): z.ZodDefault<T> {
  const withDefault = z._default(type, value as z.core.util.NoUndefined<z.output<T>>);
  keyFacts.add(withDefault as z.ZodType, facts);
  return withDefault;
}

/** A section that the file may leave out: its keys then take their defaults. */
function section<T extends z.ZodObject>(keys: T): z.ZodPrefault<T> {
  return z.prefault(keys, {} as z.input<T>);
}

const PORT_LIMIT = 65_535;
const TCP_ADDRESS = /^tcp:\/\/(?:\[[0-9a-f:.%]+\]|[^\s:/@[\]*]+):(\d{1,5})$/i;
const IPC_ADDRESS = /^ipc:\/\/\S+$/;

function isAddress(text: string): boolean {
  const port = Number(TCP_ADDRESS.exec(text)?.[1] ?? 0);
  return (port >= 1 && port <= PORT_LIMIT) || IPC_ADDRESS.test(text);
}

const address = z.string().refine(isAddress);
const ADDRESS_ALLOWED = 'an address such as tcp://127.0.0.1:5555 (or ipc:///path/of/a/socket)';

/** UTC-12:00 to UTC+14:00, the offsets that exist. */
const FIXED_OFFSET = /^(?:-(?:0\d|1[01]):[0-5]\d|-12:00|\+(?:0\d|1[0-3]):[0-5]\d|\+14:00)$/;

function isServerTimezone(text: string): boolean {
  if (text === 'auto') return true;
  if (/^[+-]/.test(text)) return FIXED_OFFSET.test(text);
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const PYTHON_LEVELS: Readonly<Record<string, string>> = { warning: 'warn', critical: 'fatal' };

const logLevel = z
  .string()
  .transform((text) => PYTHON_LEVELS[text.toLowerCase()] ?? text.toLowerCase())
  .pipe(z.enum(LOG_LEVELS));

const symbolNames = z.array(z.string().min(1));
const SYMBOLS_ALLOWED = 'a list of symbol names such as ["EURUSD", "XAUUSD"]';

const mt5 = z
  .strictObject({
    command: key(address, 'tcp://127.0.0.1:5555', {
      description: "Address of the expert advisor's command socket.",
      effect: 'restart',
      allowed: ADDRESS_ALLOWED,
    }),
    events: key(address, 'tcp://127.0.0.1:5556', {
      description: "Address of the expert advisor's event socket: quotes, account, positions, orders and fills.",
      effect: 'restart',
      allowed: ADDRESS_ALLOWED,
    }),
    server_timezone: key(z.string().refine(isServerTimezone), 'auto', {
      description: "Time zone of the broker's server; auto recognises the usual UTC+2/+3 on New York's switch dates.",
      effect: 'restart',
      allowed: '"auto", an IANA zone such as "Europe/Athens", or an offset from "-12:00" to "+14:00" such as "+03:00"',
      candidates: () => ['auto', 'UTC', ...Intl.supportedValuesOf('timeZone')],
    }),
    request_timeout_ms: key(z.int().min(100).max(600_000), 5000, {
      description: 'Longest wait for one answer of the terminal.',
      unit: 'ms',
      effect: 'at_once',
    }),
    login: key(z.int().min(0).max(Number.MAX_SAFE_INTEGER), 0, {
      description: 'Account number that the terminal is expected to be logged in to; 0 accepts any.',
      effect: 'at_once',
      allowed: 'an account number, written without quotes (0 for any)',
    }),
    server: key(z.string(), '', {
      description: 'Trade server that the terminal is expected to be logged in to; empty accepts any.',
      effect: 'at_once',
      allowed: 'a server name in quotes, as the terminal shows it (empty for any)',
    }),
    terminal_path: key(z.string(), '', {
      description:
        'Of mt5-trading-mcp, which starts this program; mt5-bridge talks to the terminal that runs its expert advisor.',
      effect: 'none',
      allowed: 'a path in quotes',
    }),
    eager_connect: key(z.boolean(), true, {
      description: 'Of mt5-trading-mcp, whose first call could hang; mt5-bridge connects in the background.',
      effect: 'none',
    }),
    bridge: section(
      z.strictObject({
        host: key(z.string(), '127.0.0.1', {
          description: 'Of mt5-trading-mcp, for its Python bridge; mt5-bridge uses mt5.command and mt5.events.',
          effect: 'none',
          allowed: 'a host name in quotes',
        }),
        port: key(z.int().min(1).max(PORT_LIMIT), 8001, {
          description: 'Of mt5-trading-mcp, for its Python bridge; mt5-bridge uses mt5.command and mt5.events.',
          effect: 'none',
        }),
      }),
    ),
  })
  .refine((keys) => keys.command !== keys.events, {
    path: ['events'],
    message: 'is the same address as mt5.command',
    params: { what_to_do: 'Give each socket its own address.' },
  });

/**
 * Data is pushed here, not polled: 0 tells each change at once, and what changes together is told once. A value other
 * than 0 spaces the notices out, which is all that a client of mt5-trading-mcp could see of its poll intervals.
 */
const streaming = z.strictObject({
  quote_poll_interval_ms: key(z.int().min(0).max(10_000), 0, {
    description:
      'Shortest time between two change notices of one quotes:// or book:// resource; 0 tells each change at once.',
    unit: 'ms',
    effect: 'at_once',
  }),
  account_poll_interval_ms: key(z.int().min(0).max(60_000), 50, {
    description: 'Shortest time between two change notices of account://current.',
    unit: 'ms',
    effect: 'at_once',
  }),
  positions_poll_interval_ms: key(z.int().min(0).max(60_000), 50, {
    description: 'Shortest time between two change notices of positions://current, and of orders://current.',
    unit: 'ms',
    effect: 'at_once',
  }),
});

const logging = z.strictObject({
  level: key(logLevel, 'warn', {
    description: 'Least severe log line that is written; the log goes to stderr.',
    effect: 'at_once',
    allowed: `one of ${LOG_LEVELS.join(', ')} (or DEBUG, INFO, WARNING, ERROR, CRITICAL; any case)`,
    candidates: () => [...LOG_LEVELS, ...Object.keys(PYTHON_LEVELS)],
    env: 'MT5_BRIDGE_LOG_LEVEL',
  }),
});

const symbols = z.strictObject({
  allowlist: key(symbolNames, [], {
    description: 'If not empty, the only symbols that may be traded; reading is never restricted.',
    effect: 'at_once',
    allowed: SYMBOLS_ALLOWED,
  }),
  denylist: key(symbolNames, [], {
    description: 'Symbols that may never be traded; reading is never restricted.',
    effect: 'at_once',
    allowed: SYMBOLS_ALLOWED,
  }),
});

export const configSchema = z.strictObject({
  mt5: section(mt5),
  streaming: section(streaming),
  logging: section(logging),
  symbols: section(symbols),
});

type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly E[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** The whole configuration, every key present. The names are the file's own. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;

/** What is in force without a file. */
export const DEFAULT_CONFIG: Config = configSchema.parse({});
