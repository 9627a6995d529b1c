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
  /** No command, log or event shows the value. */
  readonly secret?: true;
}

export const keyFacts = z.registry<KeyFacts & { readonly example?: unknown }>();

export function key<T extends z.ZodType>(type: T, value: z.output<T>, facts: KeyFacts): z.ZodDefault<T> {
  const withDefault = z._default(type, value as z.core.util.NoUndefined<z.output<T>>);
  keyFacts.add(withDefault as z.ZodType, facts);
  return withDefault;
}

/** A key that takes the value of `policy.preset` where the file does not set it. */
export function presetKey<T extends z.ZodType>(type: T, facts: KeyFacts): z.ZodExactOptional<T> {
  const optional = z.exactOptional(type);
  keyFacts.add(optional as z.ZodType, facts);
  return optional;
}

/** A key that its section cannot do without. @param example a value to begin with */
export function requiredKey<T extends z.ZodType>(type: T, example: z.output<T>, facts: KeyFacts): T {
  const required = type.clone() as T;
  keyFacts.add(required as z.ZodType, { ...facts, example });
  return required;
}

/** A key of another section that may be left out here, where it then says nothing. */
export function optionalKey<T extends z.ZodType>(of: z.ZodDefault<T>): z.ZodExactOptional<T> {
  const facts = keyFacts.get(of as z.ZodType);
  if (facts === undefined) throw new TypeError('The key has no facts.');
  return presetKey(of.unwrap(), facts);
}

/** Begins with a letter, so that it is no name of a built-in property either. */
const SECTION_NAME = /^[a-z][a-z0-9_-]{0,31}$/i;

export const SECTION_NAME_ALLOWED = 'up to 32 letters, digits, - and _, the first one a letter';

/** Sections that the file names itself, `[section.NAME]`, any number of them. */
export function namedSections<T extends z.ZodObject>(keys: T) {
  return z.prefault(z.record(z.string().regex(SECTION_NAME), keys), {});
}

/** A section that the file may leave out: its keys then take their defaults. */
export function section<T extends z.ZodObject>(keys: T): z.ZodPrefault<T> {
  return z.prefault(keys, {} as z.input<T>);
}

export const PORT_LIMIT = 65_535;

/** Account numbers are whole and stay exact up to 2^53, which TOML's own numbers go beyond. */
export const accountNumber = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** mt5-trading-mcp writes amounts of money as text in quotes: both count. */
const DECIMAL = /^\d+(?:\.\d+)?$/;

/** A decimal number from 0 to `max`. */
export function decimal(max: number): z.ZodType<number, number | string> {
  return z.union([z.number(), z.string().regex(DECIMAL).transform(Number)]).pipe(z.number().min(0).max(max));
}

/** Trimmed: a denied symbol with a stray space would deny nothing. */
export const names = z.array(z.string().trim().min(1));

/** An IP address or a range of them (`10.0.0.0/8`): a host name would silently match none. */
export const ipAddress = z
  .string()
  .trim()
  .pipe(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]));

export function isTimezone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
