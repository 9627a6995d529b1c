import { parse, TomlError, type TomlTable } from 'smol-toml';
import { ConfigError, type ConfigProblem } from './errors.ts';
import { CONFIG_KEYS, keysIn } from './keys.ts';
import { type Finding, findings } from './problems.ts';
import { type Config, configSchema } from './schema.ts';
import { positionAt, TomlPositions } from './toml-positions.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A configuration and where its values come from. */
export interface ParsedConfig {
  readonly config: Config;
  /** Key to `file` or to the name of an environment variable. What is absent is at its default. */
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * Reads a TOML text, which the environment variables of the schema override.
 * @param file names the text in errors
 * @throws ConfigError with everything found: one problem for broken syntax, else each unknown key and wrong value (the
 *   first 20), else what is wrong with the environment
 */
export function parseConfig(text: string, file: string, env: Environment = {}): ParsedConfig {
  const raw = tableOf(text, file);
  const overrides = CONFIG_KEYS.flatMap(({ path, env: name }) => {
    const value = name === undefined ? undefined : env[name]?.trim();
    return name !== undefined && value ? [{ path, name, table: nested(path.split('.'), value) }] : [];
  });
  throwIfAny(raw, (found) => inText(found, text, file));
  for (const { table, name } of overrides)
    throwIfAny(table, (found) => found.map(({ describe }) => ({ ...describe(), file: name })));
  const config = configSchema.parse(overrides.reduce((below, { table }) => merged(below, table), raw));
  return {
    config,
    origins: new Map([
      ...keysIn(config)
        .filter(({ path }) => isGiven(raw, path))
        .map(({ path }) => [path, 'file'] as const),
      ...overrides.map(({ path, name }) => [path, name] as const),
    ]),
  };
}

/** Far more than any key needs; a bound keeps the parser's recursion away from the stack's end. */
const DEEPEST_NESTING = 100;

function tableOf(text: string, file: string): TomlTable {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded', maxDepth: DEEPEST_NESTING });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The parser's message goes on with an excerpt of the file, which may hold a secret.
    const reason = error.message.split('\n', 1)[0]?.replace('Invalid TOML document: ', '');
    throw new ConfigError([
      {
        code: 'CONFIG_SYNTAX',
        file,
        line: error.line,
        column: error.column,
        message: `Not valid TOML: ${reason}.`,
        what_to_do:
          'Correct this line: text goes in quotes, sections stand in [brackets], each key once, on its own line.',
      },
    ]);
  }
}

/** More lines than this help nobody. */
const MOST_SHOWN = 20;

function throwIfAny(raw: TomlTable, place: (found: readonly Finding[]) => ConfigProblem[]): void {
  const found = findings(configSchema.safeParse(withoutDates(raw)).error?.issues ?? [], raw);
  const [first, ...others] = found.length === 0 ? [] : place(found);
  if (first) throw new ConfigError([first, ...others], found.length - others.length - 1);
}

/** Deeper than any key. */
const DEEPEST_KEY = 8;

/** zod takes a Date for an object without keys. No key takes a date, so it becomes what no type accepts. */
function withoutDates(value: unknown, depth = 0): unknown {
  if (value instanceof Date) return Symbol('date');
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > DEEPEST_KEY) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, withoutDates(child, depth + 1)]));
}

/** The first findings in the order of the text, with their places. */
function inText(found: readonly Finding[], text: string, file: string): ConfigProblem[] {
  const positions = new TomlPositions(text);
  return found
    .map(({ path, describe }) => ({ describe, offset: positions.offsetOf(path) }))
    .sort((one, other) => one.offset - other.offset)
    .slice(0, MOST_SHOWN)
    .map(({ describe, offset }) => ({ ...describe(), file, ...positionAt(text, offset) }));
}

function nested(path: readonly string[], value: string): TomlTable {
  const [name = '', ...rest] = path;
  return { [name]: rest.length === 0 ? value : nested(rest, value) };
}

/** Both tables are valid, so where one has a section the other has none or one too. */
function merged(below: TomlTable, above: TomlTable): TomlTable {
  const entries = Object.entries(above).map(([name, value]) => {
    const base = below[name];
    return [name, isTable(base) && isTable(value) ? merged(base, value) : value] as const;
  });
  return { ...below, ...Object.fromEntries(entries) };
}

const isTable = (value: unknown): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isGiven(raw: TomlTable, path: string): boolean {
  let at: unknown = raw;
  for (const name of path.split('.')) at = isTable(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at !== undefined;
}
