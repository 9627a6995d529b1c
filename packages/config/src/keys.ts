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
  /** In force without a file. */
  readonly default: unknown;
  /** Not set, it takes the value of `policy.preset`. */
  readonly by_preset: boolean;
}

const DEFAULTS: Config = { ...DEFAULT_CONFIG, policy: policyOf(DEFAULT_CONFIG) };

function allowedBy(type: z.ZodType): string | undefined {
  if (type instanceof z.ZodNumber) return `a whole number from ${type.minValue} to ${type.maxValue}`;
  return type instanceof z.ZodBoolean ? 'true or false' : undefined;
}

function* keysOf(object: z.ZodObject, section: string): Generator<ConfigKey> {
  for (const [name, type] of Object.entries(object.shape)) {
    const path = section === '' ? name : `${section}.${name}`;
    if (type instanceof z.ZodPrefault) yield* keysOf(type.unwrap() as z.ZodObject, path);
    else if (type instanceof z.ZodDefault || type instanceof z.ZodExactOptional) {
      const facts = keyFacts.get(type);
      const allowed = facts?.allowed ?? allowedBy(type.unwrap() as z.ZodType);
      if (!facts || !allowed) throw new TypeError(`The key ${path} has no facts.`);
      const by_preset = type instanceof z.ZodExactOptional;
      yield { ...facts, path, section, name, allowed, default: valueAt(DEFAULTS, path), by_preset };
    }
  }
}

/** Every key in the order of the schema, the keys of a section before its subsections. */
export const CONFIG_KEYS: readonly ConfigKey[] = [...keysOf(configSchema, '')];

/** Section names in the order of the schema, dotted, those that hold nothing but sections included. */
export const CONFIG_SECTIONS: readonly string[] = [
  ...new Set(CONFIG_KEYS.flatMap(({ section }) => enclosing(section))),
];

function enclosing(section: string): string[] {
  const names = section.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}

/** The value of one key (`path` is a key's own); undefined if the preset has it. */
export function valueAt(config: Config, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], config);
}

/** Of what an event or a log may tell of a value: plain JSON, null for "as the preset", and no secret. */
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
  return CONFIG_KEYS.filter((key) => !isDeepStrictEqual(valueAt(before, key.path), valueAt(after, key.path)));
}
