import { Mt5Error } from '@mt5-bridge/protocol';
import type { Context } from 'hono';
import type { z } from 'zod';
import { readJson } from './guards/body.ts';

/** The body of a request of our own pages, as `schema` has it. @throws Mt5Error BODY_UNREADABLE */
export async function jsonBody<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  const { data, error } = schema.safeParse(await readJson(c));
  if (error === undefined) return data as z.output<T>;
  const fields = error.issues.map(({ path }) => path.join('.'));
  throw new Mt5Error('BODY_UNREADABLE', 'The body lacks something, or has it in another form.', {
    details: { fields },
  });
}
