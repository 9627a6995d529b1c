import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** What a client may send; unknown arguments are refused. */
export function inputJsonSchema(schema: z.ZodObject): JsonSchema {
  return converted(schema, 'input');
}

/** What a client gets. More keys may come with later versions, so it isn't closed. */
export function outputJsonSchema(schema: z.ZodObject): JsonSchema {
  return converted(schema, 'output');
}

function converted(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const { $schema, ...json } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      withoutSafeIntegerBounds(jsonSchema);
      if (io === 'output') delete jsonSchema.additionalProperties;
    },
  });
  return json;
}

/** zod states the bounds of exact integers with every integer; models pay for each word of a schema. */
function withoutSafeIntegerBounds(json: JsonSchema): void {
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
}
