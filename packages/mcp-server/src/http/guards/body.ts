import { Mt5Error } from '@mt5-bridge/protocol';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** Refuses larger bodies, before they are read where their length is said. @throws Mt5Error BODY_TOO_LARGE */
export function limitBody(bytes: number): MiddlewareHandler {
  const refuse = (): never => {
    throw new Mt5Error('BODY_TOO_LARGE', `The body is larger than ${bytes} bytes.`, { details: { limit: bytes } });
  };
  const counted = bodyLimit({
    maxSize: bytes,
    onError(c) {
      // What is left of it is not waited for.
      c.header('Connection', 'close');
      return refuse();
    },
  });
  return (c, next) => {
    if (c.req.header('transfer-encoding') !== undefined) return counted(c, next);
    return Number(c.req.header('content-length') ?? 0) > bytes ? refuse() : next();
  };
}

/** The body of a request that says it is JSON. @throws Mt5Error BODY_UNREADABLE */
export async function readJson(c: Context): Promise<unknown> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Mt5Error('BODY_UNREADABLE', 'The Content-Type is not application/json.');
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Mt5Error('BODY_UNREADABLE', 'The body is no JSON.', { cause });
  }
}
