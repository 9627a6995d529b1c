import type { ServerResponse } from 'node:http';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { MiddlewareHandler } from 'hono';
import type { Env } from './context.ts';

/** As many bytes of a stream may wait for a reader. Only who has stopped reading lets as much come together. */
const MOST_UNREAD = 262_144;

/**
 * What is under way: requests, and streams that stand open. None of it outlives the server, and a reader who has stopped
 * reading is cut off before what waits for it takes memory from others.
 */
export class Traffic {
  readonly #clock: Clock;
  readonly #answers = new Set<ServerResponse>();
  readonly #streams = new Set<() => void>();
  readonly #quiet = Promise.withResolvers<void>();
  #isEnding = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Requests that are not answered to the end, open streams among them. */
  get requests(): number {
    return this.#answers.size;
  }

  get streams(): number {
    return this.#streams.size;
  }

  /** @throws Mt5Error SHUTTING_DOWN */
  readonly watch: MiddlewareHandler<Env> = async (c, next) => {
    if (this.#isEnding) {
      c.header('Connection', 'close');
      throw new Mt5Error('SHUTTING_DOWN');
    }
    const { outgoing } = c.env;
    this.#answers.add(outgoing as ServerResponse);
    whenClosed(outgoing as ServerResponse, () => {
      this.#answers.delete(outgoing as ServerResponse);
      if (this.#isEnding && this.#answers.size === 0) this.#quiet.resolve();
    });
    await next();
    if (c.req.method === 'GET' && isStream(c.res)) c.res = this.hold(c.res, outgoing as ServerResponse);
  };

  /** The same answer, its body a stream that ends with the server, or when too much waits for its reader. */
  hold(response: Response, outgoing: ServerResponse): Response {
    const source = response.body?.getReader();
    if (source === undefined) return response;
    let close = () => {};
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          close = () => {
            if (!this.#streams.delete(close)) return;
            source.cancel().catch(() => {});
            controller.close();
          };
          this.#streams.add(close);
          void this.#pump(source, controller, () => outgoing.destroy()).then(close);
        },
        cancel: async () => {
          this.#streams.delete(close);
          await source.cancel();
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MOST_UNREAD }),
    );
    return new Response(body, response);
  }

  async #pump(
    source: ReadableStreamDefaultReader<Uint8Array>,
    controller: ReadableStreamDefaultController<Uint8Array>,
    cutOff: () => void,
  ): Promise<void> {
    for (;;) {
      const { done, value } = await source.read();
      if (done) return;
      controller.enqueue(value);
      if ((controller.desiredSize ?? 0) <= 0) cutOff();
    }
  }

  /** Ends the streams and takes no new request; resolves when those under way are answered, at the latest after `ms`. */
  async end(ms: number): Promise<void> {
    this.#isEnding = true;
    // What their owners have said last still leaves.
    await new Promise((resolve) => setImmediate(resolve));
    for (const close of [...this.#streams]) close();
    if (this.#answers.size === 0) return;
    const cancel = this.#clock.setTimer(ms, () => this.#quiet.resolve());
    await this.#quiet.promise;
    cancel();
  }
}

export function whenClosed(outgoing: ServerResponse, listener: () => void): void {
  if (outgoing.closed) listener();
  else outgoing.once('close', listener);
}

export function isStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') === true;
}
