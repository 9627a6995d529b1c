import { Mt5Error } from '../errors/index.ts';
import type {
  BindTransport,
  ClientTransport,
  ClientTransportEvents,
  ConnectTransport,
  Frames,
  RequestHandler,
} from './transport.ts';

/** Calls that may wait for the answering side before QUEUE_FULL. */
const MAX_QUEUED = 1_024;

/**
 * Both ends of a wire inside one process: everything of the protocol runs, frames and all, except a socket. Frames are
 * copied, since the other end of a real wire can't change them either; delivery is asynchronous for the same reason.
 */
export function memoryPair(): { connect: ConnectTransport; bind: BindTransport } {
  interface MemoryClient {
    readonly listener: ClientTransportEvents;
    readonly topics: Set<string>;
    /** Grows whenever everything under way is to be dropped. */
    generation: number;
  }

  let server: { readonly handler: RequestHandler } | undefined;
  const clients = new Set<MemoryClient>();
  const queue: { readonly client: MemoryClient; readonly frames: Frames; readonly generation: number }[] = [];
  let serving = false;

  const copy = (frames: Frames): Frames => frames.map((frame) => frame.slice());

  /** Runs `deliver` later, unless the client has dropped what was under way by then. */
  function later(client: MemoryClient, deliver: () => void): void {
    const { generation } = client;
    queueMicrotask(() => {
      if (client.generation === generation) deliver();
    });
  }

  const announce = (client: MemoryClient, state: 'connected' | 'disconnected') =>
    later(client, () => client.listener.link(state));

  function drop(client: MemoryClient): void {
    client.generation++;
    for (let i = queue.length - 1; i >= 0; i--) if (queue[i]?.client === client) queue.splice(i, 1);
  }

  async function serve(): Promise<void> {
    if (serving) return;
    serving = true;
    try {
      while (server !== undefined) {
        const request = queue.shift();
        if (request === undefined) break;
        const bound = server;
        const answer = await bound.handler(request.frames);
        const isAwaited = server === bound && request.generation === request.client.generation;
        if (answer !== undefined && isAwaited) request.client.listener.reply(copy(answer));
      }
    } finally {
      serving = false;
    }
  }

  const connect: ConnectTransport = (listener): ClientTransport => {
    const client: MemoryClient = { listener, topics: new Set(), generation: 0 };
    clients.add(client);
    if (server !== undefined) announce(client, 'connected');
    return {
      peer: 'the terminal in this process',
      send(frames) {
        if (!clients.has(client)) throw new Mt5Error('CLOSED');
        if (queue.length >= MAX_QUEUED) throw new Mt5Error('QUEUE_FULL');
        queue.push({ client, frames: copy(frames), generation: client.generation });
        queueMicrotask(() => void serve());
      },
      subscribe: (topic) => void client.topics.add(topic),
      unsubscribe: (topic) => void client.topics.delete(topic),
      reconnect() {
        drop(client);
        if (server !== undefined) announce(client, 'connected');
      },
      async close() {
        drop(client);
        clients.delete(client);
      },
    };
  };

  const bind: BindTransport = async (handler) => {
    if (server !== undefined) throw new Mt5Error('ADDRESS_IN_USE');
    const bound = { handler };
    server = bound;
    for (const client of clients) announce(client, 'connected');
    queueMicrotask(() => void serve());
    return {
      publish(topic, payload) {
        for (const client of clients) {
          if (!client.topics.has(topic)) continue;
          const frame = payload.slice();
          later(client, () => {
            if (client.topics.has(topic)) client.listener.event(topic, frame);
          });
        }
      },
      async close() {
        if (server !== bound) return;
        server = undefined;
        for (const client of clients) announce(client, 'disconnected');
      },
    };
  };

  return { connect, bind };
}
