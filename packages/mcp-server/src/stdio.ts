import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { type BridgeServerOptions, createBridgeServer } from './create-server.ts';
import { ListenTap } from './listen-tap.ts';
import { MOST_SUBSCRIPTIONS } from './resources/subscriptions.ts';

export interface ServeBridgeStdioOptions extends Omit<BridgeServerOptions, 'sent'> {
  readonly stdin: Readable;
  /** Carries nothing but the protocol. */
  readonly stdout: Writable;
}

export interface StdioService {
  /** Resolves when the client has gone (either pipe closed or broke), or after {@link close}. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Serves one client over a pair of pipes, in whichever protocol era it opens. */
export function serveBridgeStdio({ stdin, stdout, ...options }: ServeBridgeStdioOptions): StdioService {
  // Each message that waits for a full pipe holds a listener; how many may wait is bounded elsewhere.
  stdout.setMaxListeners(0);
  const wire = new StdioServerTransport(stdin, stdout);
  holdUnread(wire, stdin, stdout);
  const create = () => createBridgeServer({ ...options, sent: () => tap.sent() });
  const tap = new ListenTap(wire, {
    check: (uris) => server.subscriptions.refusal(uris),
    opened: (id, uris) => server.subscriptions.add(id, uris),
    closed: (id) => server.subscriptions.removeAll(id),
  });
  let server = create();
  let taken = false;
  const service = serveStdio(
    () => {
      // A client that probes for the modern era and falls back gets a second server; the SDK closes the first.
      if (taken) server = create();
      taken = true;
      return server.mcp;
    },
    {
      transport: tap,
      maxSubscriptions: MOST_SUBSCRIPTIONS,
      onerror: (error) => options.log('warn', 'MCP connection', { error: error.message }),
    },
  );
  const closed = tap.closed.then(() => server.dispose());
  return {
    closed,
    async close() {
      await service.close();
      await closed;
    },
  };
}

/** As many bytes of answers may wait for the client before no more requests are read. */
const MOST_UNREAD = 16_777_216;

/** A client that asks on and on without reading its answers is not listened to until it has read them. */
function holdUnread(wire: StdioServerTransport, stdin: Readable, stdout: Writable): void {
  const send = wire.send.bind(wire);
  let isHeld = false;
  wire.send = (message) => {
    const sent = send(message);
    if (!isHeld && stdout.writableLength > MOST_UNREAD) {
      isHeld = true;
      stdin.pause();
      stdout.once('drain', () => {
        isHeld = false;
        stdin.resume();
      });
    }
    return sent;
  };
}
