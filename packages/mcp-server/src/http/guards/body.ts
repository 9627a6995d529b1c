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
    if (c.req.header('transfer-encoding') !== undefined) return whole(counted(c, next));
    return Number(c.req.header('content-length') ?? 0) > bytes ? refuse() : next();
  };
}

/** Deeper than anything that is asked here; what works through a value in turn may not run out of stack. */
const MOST_DEPTH = 100;

/** The body of a request that says it is JSON. @throws Mt5Error BODY_UNREADABLE */
export async function readJson(c: Context): Promise<unknown> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Mt5Error('BODY_UNREADABLE', 'The Content-Type is not application/json.');
  const value = parsed(await whole(c.req.text()));
  if (isDeeper(value, MOST_DEPTH))
    throw new Mt5Error('BODY_UNREADABLE', `The body is nested deeper than ${MOST_DEPTH}.`);
  return value;
}

/** A body that is being read. @throws Mt5Error BODY_UNREADABLE its sender went away before it was all there */
export async function whole<T>(body: Promise<T>): Promise<T> {
  try {
    return await body;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ECONNRESET') throw cause;
    throw new Mt5Error('BODY_UNREADABLE', 'The connection ended before the body did.', { cause });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Mt5Error('BODY_UNREADABLE', 'The body is no JSON.', { cause });
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}
