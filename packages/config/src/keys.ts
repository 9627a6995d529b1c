import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Config, configSchema, type KeyFacts, keyFacts } from './schema.ts';

/** One key of the configuration, as documentation and messages need it. */
export interface ConfigKey extends KeyFacts {
  /** Dotted, as in `mt5.bridge.port`. */
  readonly path: string;
  readonly section: string;
  readonly name: string;
  readonly allowed: string;
  readonly default: unknown;
}

function allowedBy(type: z.ZodType): string | undefined {
  if (type instanceof z.ZodNumber) return `a whole number from ${type.minValue} to ${type.maxValue}`;
  return type instanceof z.ZodBoolean ? 'true or false' : undefined;
}

function* keysOf(object: z.ZodObject, section: string): Generator<ConfigKey> {
  for (const [name, type] of Object.entries(object.shape)) {
    const path = section === '' ? name : `${section}.${name}`;
    if (type instanceof z.ZodPrefault) yield* keysOf(type.unwrap() as z.ZodObject, path);
    else if (type instanceof z.ZodDefault) {
      const facts = keyFacts.get(type);
      const allowed = facts?.allowed ?? allowedBy(type.unwrap() as z.ZodType);
      if (!facts || !allowed) throw new TypeError(`The key ${path} has no facts.`);
      yield { ...facts, path, section, name, allowed, default: type.parse(undefined) };
    }
  }
}

/** Every key in the order of the schema, the keys of a section before its subsections. */
export const CONFIG_KEYS: readonly ConfigKey[] = [...keysOf(configSchema, '')];

/** Section names in the order of the schema, dotted. */
export const CONFIG_SECTIONS: readonly string[] = [...new Set(CONFIG_KEYS.map((key) => key.section))];

/** The value of one key; `path` is a key's own. */
export function valueAt(config: Config, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], config);
}

/** The keys whose values differ. */
export function changedKeys(before: Config, after: Config): ConfigKey[] {
  return CONFIG_KEYS.filter((key) => !isDeepStrictEqual(valueAt(before, key.path), valueAt(after, key.path)));
}
