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
  let server: { handler: RequestHandler } | undefined;
  const clients = new Set<MemoryClient>();
  const queue: { client: MemoryClient; frames: Frames; generation: number }[] = [];
  let serving = false;

  const copy = (frames: Frames): Frames => frames.map((frame) => frame.slice());

  async function serve(): Promise<void> {
    if (serving) return;
    serving = true;
    for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
      const bound = server;
      if (bound === undefined) break;
      const answer = await bound.handler(request.frames);
      if (answer === undefined || request.generation !== request.client.generation) continue;
      request.client.listener.reply(copy(answer));
    }
    serving = false;
  }

  interface MemoryClient {
    readonly listener: ClientTransportEvents;
    readonly topics: Set<string>;
    generation: number;
  }

  const connect: ConnectTransport = (listener): ClientTransport => {
    const client: MemoryClient = { listener, topics: new Set(), generation: 0 };
    let closed = false;
    clients.add(client);
    if (server !== undefined) queueMicrotask(() => listener.link('connected'));
    return {
      send(frames) {
        if (closed) throw new Mt5Error('CLOSED');
        if (queue.length >= MAX_QUEUED) throw new Mt5Error('QUEUE_FULL');
        queue.push({ client, frames: copy(frames), generation: client.generation });
        queueMicrotask(() => void serve());
      },
      subscribe: (topic) => void client.topics.add(topic),
      unsubscribe: (topic) => void client.topics.delete(topic),
      reconnect() {
        client.generation++;
        for (let i = queue.length - 1; i >= 0; i--) if (queue[i]?.client === client) queue.splice(i, 1);
      },
      async close() {
        closed = true;
        client.generation++;
        clients.delete(client);
      },
    };
  };

  const bind: BindTransport = async (handler) => {
    if (server !== undefined) throw new Mt5Error('ADDRESS_IN_USE');
    const bound = { handler };
    server = bound;
    for (const client of clients) client.listener.link('connected');
    queueMicrotask(() => void serve());
    return {
      publish(topic, payload) {
        for (const client of clients) {
          if (!client.topics.has(topic)) continue;
          const frame = payload.slice();
          queueMicrotask(() => {
            if (clients.has(client) && client.topics.has(topic)) client.listener.event(topic, frame);
          });
        }
      },
      async close() {
        if (server !== bound) return;
        server = undefined;
        for (const client of clients) client.listener.link('disconnected');
      },
    };
  };

  return { connect, bind };
}
