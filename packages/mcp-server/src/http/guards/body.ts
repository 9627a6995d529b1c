import { Mt5Error } from '@mt5-bridge/protocol';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** Refuses larger bodies, before they are read where their length is said. @throws Mt5Error BODY_TOO_LARGE */
export function limitBody(bytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new Mt5Error('BODY_TOO_LARGE', `The body is larger than ${bytes} bytes.`, { details: { limit: bytes } });
    },
  });
}
