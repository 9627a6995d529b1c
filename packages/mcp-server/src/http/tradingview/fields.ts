import { type LooseObject, type LooseValue, parseLoosely } from './lenient-json.ts';

export type Scalar = string | number | boolean | null;
/** What an alert says, by the names that it says it under. */
export type Fields = ReadonlyMap<string, Scalar>;

/** What an alert says beyond that is not looked at. */
export const MOST_FIELDS = 100;
const MOST_DEPTH = 4;
const LONGEST_NAME = 64;

/** The fields of an object, those of objects in it as `takeProfit.limitPrice`. undefined: the text is no object. */
export function fieldsOfJson(text: string): Fields | undefined {
  const object = strictly(text) ?? parseLoosely(text);
  if (object === undefined) return undefined;
  const fields = new Map<string, Scalar>();
  gather(object, '', 0, fields);
  return fields;
}

/** A placeholder that was not filled in says nothing. */
const PLACEHOLDER = /^\{\{[^{}]{0,100}\}\}$/;

export function scalarOf(text: string): Scalar {
  const trimmed = text.trim().toWellFormed();
  return trimmed === '' || PLACEHOLDER.test(trimmed) ? null : trimmed;
}

function gather(
  members: Iterable<readonly [string, LooseValue]>,
  prefix: string,
  depth: number,
  to: Map<string, Scalar>,
) {
  for (const [key, value] of members) {
    if (to.size >= MOST_FIELDS) return;
    const name = `${prefix}${key}`.toWellFormed().slice(0, LONGEST_NAME);
    if (typeof value !== 'object' || value === null)
      to.set(name, typeof value === 'string' ? scalarOf(value) : finite(value));
    else if (depth < MOST_DEPTH) gather(isList(value) ? entriesOf(value) : value, `${name}.`, depth + 1, to);
  }
}

const isList = (value: readonly LooseValue[] | LooseObject): value is readonly LooseValue[] => Array.isArray(value);
const entriesOf = (list: readonly LooseValue[]) => list.map((item, at) => [`${at}`, item] as const);
const finite = (value: number | boolean | null): Scalar =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value;

function strictly(text: string): LooseObject | undefined {
  try {
    const value: unknown = JSON.parse(text, (_key, item: unknown) =>
      typeof item === 'object' && item !== null && !Array.isArray(item) ? new Map(Object.entries(item)) : item,
    );
    return value instanceof Map ? (value as LooseObject) : undefined;
  } catch {
    return undefined;
  }
}
