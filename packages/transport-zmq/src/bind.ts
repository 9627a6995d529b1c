import { Mt5Error } from '@mt5-bridge/protocol';
import type { BindTransport, Frames, RequestHandler, ServerTransport } from '@mt5-bridge/protocol/wire';
import { Publisher, Router, type Socket } from 'zeromq';
import { addressError } from './address.ts';
import type { ZmqAddresses } from './connect.ts';
import { publisherOptions, routerOptions } from './options.ts';
import { monitor, receiveAll } from './receive.ts';

/** The real addresses, also where a port was asked for as `*`. */
export type BoundEndpoints = ZmqAddresses;

interface Sockets {
  readonly command: Router;
  readonly events: Publisher;
}

/**
 * The answering side, listening at once: requests that come before the returned function is given its handler wait.
 * After its `close`, the function may be called again and listens on the same endpoints.
 *
 * Commands are served as a REP socket serves them, one at a time and in order, but by a ROUTER: the two look the same
 * to the caller, and a request that is never answered (a fault on command) blocks nothing behind it.
 *
 * @throws Mt5Error ADDRESS_IN_USE, ADDRESS_INVALID
 */
export async function bindZmq(addresses: ZmqAddresses): Promise<BindTransport & BoundEndpoints> {
  let ready: Sockets | undefined = await open(addresses);
  let serving = false;
  const endpoints: BoundEndpoints = { command: endpoint(ready.command), events: endpoint(ready.events) };

  const bind: BindTransport = async (handler) => {
    if (serving) throw new Mt5Error('ADDRESS_IN_USE', `${endpoints.command} is already being served.`);
    serving = true;
    try {
      const sockets = ready ?? (await open(endpoints));
      ready = undefined;
      return serve(sockets, handler, () => {
        serving = false;
      });
    } catch (cause) {
      serving = false;
      throw cause;
    }
  };
  return Object.assign(bind, endpoints);
}

function serve(sockets: Sockets, handler: RequestHandler, closed: () => void): ServerTransport {
  const { command, events } = sockets;
  void receiveAll(command, (frames) => answer(command, frames, handler));
  let closing: Promise<void> | undefined;
  return {
    publish(topic, payload) {
      if (closing === undefined) void unlessClosed(events, events.send([topic, payload]));
    },
    close() {
      closing ??= Promise.all([release(command), release(events)]).then(closed);
      return closing;
    },
  };
}

/** What is under way when a socket closes is dropped; any other failure stays one. */
async function unlessClosed(socket: Socket, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (!socket.closed) throw cause;
  }
}

async function answer(command: Router, frames: Buffer[], handler: RequestHandler): Promise<void> {
  const delimiter = frames.findIndex((frame, i) => i > 0 && frame.length === 0);
  if (delimiter < 0) return; // No way back is known; a REP socket drops it as well.
  const given = handler(frames.slice(delimiter + 1));
  const reply: Frames | undefined = given instanceof Promise ? await given : given;
  if (reply === undefined || command.closed) return;
  await unlessClosed(command, command.send([...frames.slice(0, delimiter + 1), ...reply]));
}

async function open(addresses: ZmqAddresses): Promise<Sockets> {
  const command = new Router(routerOptions);
  const events = new Publisher(publisherOptions);
  try {
    await listen(command, addresses.command);
    await listen(events, addresses.events);
  } catch (cause) {
    command.close();
    events.close();
    throw cause;
  }
  return { command, events };
}

async function listen(socket: Socket, address: string): Promise<void> {
  try {
    await socket.bind(address);
  } catch (cause) {
    throw addressError(address, cause);
  }
}

function endpoint(socket: Socket): string {
  return socket.lastEndpoint ?? '';
}

/** Closes a listening socket and waits until its port is free again. */
async function release(socket: Socket): Promise<void> {
  const freed = new Promise<void>((resolve) => {
    void monitor(socket, (type) => {
      if (type === 'close') resolve();
    });
  });
  socket.close();
  await freed;
}
