import { CliError } from '../cli-error.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The arguments of a tool from `key=value` words and a JSON object; the words win. A word's value becomes what the
 * tool's input schema asks for; what it can't become stays text, for the tool itself to refuse.
 * @throws CliError USAGE
 */
export function toolArguments(
  words: readonly string[],
  json: Readonly<Record<string, unknown>>,
  inputSchema: JsonSchema,
): Record<string, unknown> {
  const properties = (inputSchema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  const given: Record<string, unknown> = {};
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 1) throw new CliError('USAGE', `"${word}" is not an argument: write key=value.`);
    const key = word.slice(0, equals);
    if (Object.hasOwn(given, key)) throw new CliError('USAGE', `The argument "${key}" is given twice.`);
    given[key] = coerced(word.slice(equals + 1), properties[key] ?? {});
  }
  return { ...json, ...given };
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** One word as the first of the schema's types that it can be; text when there is none. */
export function coerced(text: string, schema: JsonSchema): unknown {
  const kinds = typesOf(schema);
  if (kinds.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (kinds.has('null') && text === 'null') return null;
  if ((kinds.has('integer') || kinds.has('number')) && NUMBER.test(text)) {
    const number = Number(text);
    // A ticket above 2^53 would change its digits; tools take such numbers as text.
    if (!Number.isInteger(number) || Number.isSafeInteger(number)) return number;
  }
  if (kinds.has('array')) return list(text, schema);
  if (kinds.has('object')) return parsed(text) ?? text;
  return text;
}

function list(text: string, schema: JsonSchema): unknown {
  if (text.startsWith('[')) return parsed(text) ?? text;
  const array = alternatives(schema).find((one) => one.type === 'array');
  const items = (array?.items ?? {}) as JsonSchema;
  return text === '' ? [] : text.split(',').map((item) => coerced(item.trim(), items));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const choices = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) =>
    Array.isArray(list) ? (list as JsonSchema[]) : [],
  );
  return [schema, ...choices.flatMap(alternatives)];
}

function typesOf(schema: JsonSchema): ReadonlySet<unknown> {
  return new Set(alternatives(schema).flatMap((one) => one.type ?? []));
}
