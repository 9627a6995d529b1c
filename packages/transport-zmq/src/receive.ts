import type { EventType, Socket } from 'zeromq';

/** Hands over each message of a socket until it is closed; several in one turn of the event loop where several wait. */
export async function receiveAll<M>(
  socket: Socket & { receive(): Promise<M> },
  deliver: (message: M) => void | Promise<void>,
): Promise<void> {
  for (;;) {
    let message: M;
    try {
      message = await socket.receive();
    } catch (cause) {
      if (socket.closed) return;
      throw cause;
    }
    const done = deliver(message);
    if (done !== undefined) await done;
    if (socket.closed) return;
  }
}

/**
 * Tells what happens to a socket's connections until the socket is closed. It reads to the end: an observer that is not
 * read any more keeps its file descriptors until the garbage collector comes by.
 */
export async function monitor(socket: Socket, happened: (type: EventType) => void): Promise<void> {
  for await (const { type } of socket.events) happened(type);
}
