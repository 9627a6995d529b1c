import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** What a client may send; unknown arguments are refused. */
export function inputJsonSchema(schema: z.ZodObject): JsonSchema {
  return portable(z.toJSONSchema(schema, { io: 'input' })) as JsonSchema;
}

/** What a client gets. More keys may come with later versions, so it isn't closed. */
export function outputJsonSchema(schema: z.ZodObject): JsonSchema {
  return portable(z.toJSONSchema(schema, { io: 'output' }), ['additionalProperties']) as JsonSchema;
}

/**
 * The same schema in fewer words, since models pay for each, and in words that every client knows: `type` as a list is
 * legal, but clients with a dialect of one type each (OpenAPI's) lose or refuse it.
 */
function portable(node: unknown, without: readonly string[] = []): unknown {
  if (Array.isArray(node)) return node.map((item) => portable(item, without));
  if (typeof node !== 'object' || node === null) return node;
  const json: JsonSchema = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === '$schema' || without.includes(key) || isSafeIntegerBound(key, value)) continue;
    if (key === 'type' && Array.isArray(value)) json.anyOf = value.map((type) => ({ type }));
    else json[key] = portable(value, without);
  }
  return json;
}

/** zod states the bounds of exact integers with every integer. */
function isSafeIntegerBound(key: string, value: unknown): boolean {
  return (
    (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) || (key === 'minimum' && value === Number.MIN_SAFE_INTEGER)
  );
}
