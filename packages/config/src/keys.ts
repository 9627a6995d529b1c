import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type KeyFacts, keyFacts } from './key-facts.ts';
import { policyOf } from './policy.ts';
import { type Config, configSchema, DEFAULT_CONFIG } from './schema.ts';

/** One key of the configuration, as documentation and messages need it. */
export interface ConfigKey extends KeyFacts {
  /** Dotted, as in `mt5.bridge.port`. */
  readonly path: string;
  readonly section: string;
  readonly name: string;
  readonly allowed: string;
  /** In force without a file; of a key that has no such value, one to begin with. */
  readonly default: unknown;
  /** What counts where it is not set. `preset`: the value of `policy.preset`. */
  readonly unset: 'default' | 'preset' | 'nothing' | 'refused';
}

/** Stands in a path for the name that a file gives to a section of its own. */
export const NAME = 'NAME';

const DEFAULTS: Config = { ...DEFAULT_CONFIG, policy: policyOf(DEFAULT_CONFIG) };

function allowedBy(type: z.ZodType): string | undefined {
  if (type instanceof z.ZodNumber) return `a whole number from ${type.minValue} to ${type.maxValue}`;
  return type instanceof z.ZodBoolean ? 'true or false' : undefined;
}

function* keysOf(object: z.ZodObject, section: string): Generator<ConfigKey> {
  for (const [name, type] of Object.entries(object.shape)) {
    const path = section === '' ? name : `${section}.${name}`;
    const below = type instanceof z.ZodPrefault ? type.unwrap() : undefined;
    if (below instanceof z.ZodObject) yield* keysOf(below, path);
    else if (below instanceof z.ZodRecord) yield* keysOf(below.valueType as z.ZodObject, `${path}.${NAME}`);
    else yield keyOf(type as z.ZodType, section, name);
  }
}

function keyOf(type: z.ZodType, section: string, name: string): ConfigKey {
  const path = `${section}.${name}`;
  const known = keyFacts.get(type);
  const own = type instanceof z.ZodDefault || type instanceof z.ZodExactOptional ? type.unwrap() : type;
  const allowed = known?.allowed ?? allowedBy(own as z.ZodType);
  if (!known || !allowed) throw new TypeError(`The key ${path} has no facts.`);
  const { example, ...facts } = known;
  const usual = type instanceof z.ZodDefault ? type.parse(undefined) : valueAt(DEFAULTS, `policy.${name}`);
  return { ...facts, path, section, name, allowed, default: example ?? usual, unset: unsetOf(type, section) };
}

function unsetOf(type: z.ZodType, section: string): ConfigKey['unset'] {
  if (type instanceof z.ZodDefault) return 'default';
  if (!(type instanceof z.ZodExactOptional)) return 'refused';
  return section.endsWith(`.${NAME}`) ? 'nothing' : 'preset';
}

/**
 * Every key in the order of the schema, the keys of a section before its subsections; those of sections that a file names
 * stand once, with {@link NAME} in their paths.
 */
export const CONFIG_KEYS: readonly ConfigKey[] = [...keysOf(configSchema, '')];

/** The keys of the tables in lists, by the path of their list. */
export const ENTRY_KEYS: readonly ConfigKey[] = [...entryKeysOf(configSchema, '')];

function* entryKeysOf(object: z.ZodObject, section: string): Generator<ConfigKey> {
  for (const [name, type] of Object.entries(object.shape)) {
    const path = section === '' ? name : `${section}.${name}`;
    const own = type instanceof z.ZodPrefault || type instanceof z.ZodDefault ? type.unwrap() : undefined;
    if (own instanceof z.ZodObject) yield* entryKeysOf(own, path);
    if (own instanceof z.ZodArray && own.element instanceof z.ZodObject) yield* keysOf(own.element, path);
  }
}

/** The keys that these configurations have: those of named sections once for every name. */
export function keysIn(...configs: readonly Config[]): ConfigKey[] {
  return CONFIG_SECTIONS.flatMap((section) => {
    const keys = CONFIG_KEYS.filter((key) => key.section === section);
    if (!section.endsWith(`.${NAME}`)) return keys;
    const parent = section.slice(0, -NAME.length - 1);
    const names = new Set(configs.flatMap((config) => Object.keys(valueAt(config, parent) as object)));
    return [...names].flatMap((own) => keys.map((key) => named(key, `${parent}.${own}`)));
  });
}

const named = (key: ConfigKey, section: string): ConfigKey => ({ ...key, section, path: `${section}.${key.name}` });

/** Section names in the order of the schema, dotted, those that hold nothing but sections included. */
export const CONFIG_SECTIONS: readonly string[] = [
  ...new Set(CONFIG_KEYS.flatMap(({ section }) => enclosing(section))),
];

function enclosing(section: string): string[] {
  const names = section.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}

/** The value of one key (`path` is a key's own); undefined if it is not set and has no default. */
export function valueAt(config: Config, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], config);
}

/** Of what an event or a log may tell of a value: plain JSON, null for "not set", and no secret. */
export function toldAt(config: Config, { path, secret }: ConfigKey): unknown {
  const value = valueAt(config, path) ?? null;
  if (secret) return value === '' ? '' : '[redacted]';
  return typeof value === 'bigint' ? String(value) : value;
}

/** A value as a person reads it in a sentence. */
export function written(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

/** The keys whose values differ. */
export function changedKeys(before: Config, after: Config): ConfigKey[] {
  return keysIn(before, after).filter((key) => !isDeepStrictEqual(valueAt(before, key.path), valueAt(after, key.path)));
}
