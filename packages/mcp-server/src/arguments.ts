import { type ErrorCode, type ErrorDetails, Mt5Error, timeframe } from '@mt5-bridge/protocol';
import { z } from 'zod';

/**
 * The arguments that tools share, and how what a client sends becomes them. Clients don't check arguments against the
 * schema before they send, and models write `"5"` for 5, null for "none" and lists as text; what can only mean one
 * thing is taken as that, everything else is refused with the code of the argument.
 */

const CODES: Readonly<Record<string, ErrorCode>> = {
  symbol: 'INVALID_SYMBOL',
  symbols: 'INVALID_SYMBOL',
  timeframe: 'INVALID_TIMEFRAME',
  count: 'INVALID_COUNT',
  start: 'INVALID_COUNT',
  limit: 'INVALID_COUNT',
  offset: 'INVALID_COUNT',
  from: 'INVALID_TIMESTAMP',
  to: 'INVALID_TIMESTAMP',
  from_ts: 'INVALID_TIMESTAMP',
  to_ts: 'INVALID_TIMESTAMP',
  expiration: 'INVALID_TIMESTAMP',
  volume: 'INVALID_VOLUME',
  price: 'INVALID_PRICE',
  stop_limit_price: 'INVALID_PRICE',
  price_open: 'INVALID_PRICE',
  price_close: 'INVALID_PRICE',
  sl: 'INVALID_STOPS',
  tp: 'INVALID_STOPS',
  comment: 'INVALID_COMMENT',
};

export const symbolArg = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^\P{Cc}*$/u, 'expected a name without control characters')
  .meta({ pattern: undefined, description: "Name as the broker spells it, e.g. 'EURUSD'" });

export const timeframeArg = z
  .preprocess(
    (given) =>
      typeof given === 'string'
        ? given
            .trim()
            .toUpperCase()
            .replace(/^PERIOD_/, '')
        : given,
    z.enum(timeframe.names),
  )
  .describe('Length of a bar, in any case');

export const countArg = (most: number) => z.int().min(1).max(most);
export const offsetArg = z.int().min(0).default(0).describe('Rows to skip, for paging');

/** ISO 8601 -> epoch ms; a time without a zone is UTC, a date alone its first moment. */
export const timeArg = z.string().transform((text, context) => {
  const ms = parseTime(text.trim());
  if (ms !== undefined) return ms;
  context.addIssue(`expected ISO 8601 UTC such as 2026-07-13T12:00:00Z, got ${JSON.stringify(text.slice(0, 40))}`);
  return z.NEVER;
});

const MOST_ID = 2n ** 64n - 1n;
const WHOLE = 'expected a whole number';

/** A ticket, position or magic number; as text when it is beyond 2^53. */
export const idArg = z
  .union([z.int().min(0), z.string().regex(/^\d{1,20}$/, WHOLE)], WHOLE)
  .transform(BigInt)
  .refine((id) => id <= MOST_ID, 'expected an unsigned 64-bit number');

/** One of a few words, in any case. */
export const wordArg = <const W extends readonly string[]>(words: W) =>
  z.preprocess((given) => (typeof given === 'string' ? given.trim().toLowerCase() : given), z.enum(words));

export const priceArg = z.number().positive();
export const volumeArg = z.number().positive().describe('lots');
/** Largest slippage. */
export const deviationArg = z.int().min(0).max(1_000_000).describe('Points');

/** Those that were given: absent keys absent, as `exactOptionalPropertyTypes` has it. */
export function given<T extends object>(args: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) as never;
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;

function parseTime(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, clock = '00:00', zone = 'Z'] = match;
  // Date.parse takes 30 February for 2 March.
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return undefined;
  const ms = Date.parse(`${year}-${month}-${day}T${clock}${zone.toUpperCase()}`);
  return ms >= 0 ? ms : undefined;
}

/** @throws Mt5Error INVALID_..., naming the argument */
export function parseArguments<I extends z.ZodObject>(input: I, given: unknown): z.output<I> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new Mt5Error('INVALID_PARAMS', 'Arguments must be an object.');
  }
  const args = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const first = input.safeParse(args);
  if (first.success) return first.data;
  const second = input.safeParse({ ...args, ...readFromText(args, first.error.issues) });
  if (second.success) return second.data;
  throw refusal(second.error.issues, args, Object.keys(input.shape));
}

/** Arguments that came as text where the schema wants something else: what that text says. */
function readFromText(args: Readonly<Record<string, unknown>>, issues: readonly z.core.$ZodIssue[]) {
  const read: Record<string, unknown> = {};
  for (const issue of issues) {
    const name = issue.path[0];
    if (issue.code !== 'invalid_type' || issue.path.length !== 1 || typeof name !== 'string') continue;
    const text = args[name];
    if (typeof text !== 'string') continue;
    read[name] = jsonIn(text) ?? (issue.expected === 'array' ? text.split(',') : text);
  }
  return read;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(issues: readonly z.core.$ZodIssue[], args: Readonly<Record<string, unknown>>, known: string[]) {
  const sentences = issues.map((issue) => sentence(issue, args, known));
  const issue = issues[0];
  const name = String(issue?.path[0] ?? '');
  // What one code advises helps with nothing else that is wrong.
  const codes = new Set(issues.map(({ path }) => CODES[String(path[0])]));
  const [code] = codes.size === 1 ? codes : [];
  return new Mt5Error(code ?? 'INVALID_PARAMS', sentences.join(' '), {
    details: { ...(name === '' ? { known } : { argument: name }), ...limitsOf(issue) },
  });
}

function sentence(issue: z.core.$ZodIssue, args: Readonly<Record<string, unknown>>, known: string[]): string {
  if (issue.code === 'unrecognized_keys') {
    const takes = known.length === 0 ? 'This tool takes none.' : `Known are: ${known.join(', ')}.`;
    return `Unknown argument: ${issue.keys.join(', ')}. ${takes}`;
  }
  const name = String(issue.path[0]);
  if (!Object.hasOwn(args, name)) return `${name}: missing.`;
  // What a check of ours says stands for itself.
  if (issue.code === 'custom') return `${name}: ${issue.message}.`;
  return `${issue.path.join('.')}: ${expected(issue)}, got ${JSON.stringify(args[name]).slice(0, MOST_SHOWN)}.`;
}

const MOST_SHOWN = 40;

/** The library's own words are for who wrote the schema. */
function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `expected one of ${issue.values.join(', ')}`;
    case 'invalid_type':
      return `expected ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    default:
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  string: 'text',
  array: 'a list',
};
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

function limitsOf(issue: z.core.$ZodIssue | undefined): ErrorDetails {
  switch (issue?.code) {
    case 'too_big':
      return { maximum: Number(issue.maximum) };
    case 'too_small':
      return { minimum: Number(issue.minimum) };
    case 'invalid_value':
      return { allowed: issue.values };
    default:
      return {};
  }
}
