import type { Socket } from 'zeromq';

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
