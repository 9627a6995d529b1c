import type { ServerResponse } from 'node:http';
import { Hono } from 'hono';
import { z } from 'zod';
import { parseArguments, symbolArg } from '../../arguments.ts';
import type { Env, HttpServices, Routes } from '../context.ts';
import { Hub } from './hub.ts';

const MOST_SYMBOLS = 20;
/** Bytes that are handed over at once. */
const PIECE = 16_384;
const query = z.object({
  symbols: z
    .string()
    .default('')
    .transform((names) => names.split(',').filter((name) => name !== ''))
    .pipe(z.array(symbolArg).max(MOST_SYMBOLS)),
});

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // Proxies that gather answers would hold a stream back.
  'X-Accel-Buffering': 'no',
};

/** `GET /api/events`, behind the guards. */
export function eventRoutes(services: HttpServices): Routes {
  const hub = new Hub(services);
  const routes = new Hono<Env>();
  routes.get('/api/events', (c) => {
    const { symbols } = parseArguments(query, c.req.query());
    const outgoing = c.env.outgoing as ServerResponse;
    const page = hub.open({ symbols, stillSignedIn: c.get('stillSignedIn'), drop: () => outgoing.destroy() });
    outgoing.once('close', () => page.close());
    const encoder = new TextEncoder();
    let rest = encoder.encode('');
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await drained(outgoing);
          if (rest.length === 0) rest = encoder.encode(await page.next());
          // Nothing comes after the end alone.
          if (rest.length === 0) controller.close();
          else controller.enqueue(rest.subarray(0, PIECE));
          rest = rest.subarray(PIECE);
        },
        cancel: () => page.close(),
      },
      { highWaterMark: 0 },
    );
    return c.body(body, 200, headers);
  });
  return routes;
}

/** The connection takes more, or is gone: what is not handed over can still be replaced by something newer. */
function drained(outgoing: ServerResponse): Promise<void> {
  if (!outgoing.writableNeedDrain || outgoing.destroyed) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = (): void => {
    outgoing.off('drain', done);
    outgoing.off('close', done);
    resolve();
  };
  outgoing.on('drain', done);
  outgoing.on('close', done);
  return promise;
}
