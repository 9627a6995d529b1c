import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Config } from '@mt5-bridge/config';
import { Mt5Error } from '@mt5-bridge/protocol';
import { createHttpApp } from './app.ts';
import type { HttpServices } from './context.ts';
import { isLoopback } from './guards/peer.ts';

export interface HttpService {
  readonly port: number;
  /** Where clients on this machine find `/mcp`. */
  readonly url: string;
  /** Takes no new request, ends the streams, answers what is under way, and lets go of the port. */
  close(): Promise<void>;
}

/** A client that sends its request slowly, or not at all, holds a connection no longer than that. */
const LONGEST_HEADERS_MS = 10_000;
const LONGEST_REQUEST_MS = 30_000;
/** Longer than any order may take; who reads nothing of an answer for as long has gone. */
const LONGEST_SILENCE_MS = 900_000;
/** After the answer of an order that is under way. */
const GRACE_MS = 2_000;

/** @throws Mt5Error HTTP_UNSAFE, HTTP_UNUSABLE */
export async function serveBridgeHttp(services: HttpServices): Promise<HttpService> {
  const { transport, mt5, tradingview } = services.config();
  const { host, port, trusted_proxies, local_addresses } = transport.http;
  const tls = tlsOf(transport.http, tradingview);
  if (!isLoopback(host) && tls === undefined && trusted_proxies.length + local_addresses.length === 0) {
    throw new Mt5Error('HTTP_UNSAFE', `${host} is reachable from other machines, and nothing there is encrypted.`);
  }
  const app = createHttpApp(services);
  // Node itself reads a refused body to its end, within the time that a request has.
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false, autoCleanupIncoming: false });
  const limits = {
    headersTimeout: LONGEST_HEADERS_MS,
    requestTimeout: LONGEST_REQUEST_MS,
    connectionsCheckingInterval: 5_000,
  };
  const server = tls === undefined ? createServer(limits, listener) : createSecure({ ...limits, ...tls }, listener);
  server.setTimeout(LONGEST_SILENCE_MS);
  await listening(server, host, port);
  server.on('error', (error) => services.log('error', 'the HTTP server has trouble', { error: error.message }));
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `${tls === undefined ? 'http' : 'https'}://${hostInUrl(host)}:${bound}`,
    async close() {
      await app.end(mt5.order_timeout_ms + GRACE_MS);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Tls = Readonly<Record<'cert' | 'key', Buffer>> & {
  readonly ca?: Buffer;
  readonly requestCert: boolean;
  readonly rejectUnauthorized: false;
};

function createSecure(
  options: Parameters<typeof createSecureServer>[0],
  listener: ReturnType<typeof getRequestListener>,
) {
  try {
    return createSecureServer(options, listener);
  } catch (cause) {
    throw unusable(`The files of tls_cert and tls_key can't be used: ${(cause as Error).message}`, cause);
  }
}

/** @throws Mt5Error HTTP_UNUSABLE */
function tlsOf({ tls_cert, tls_key }: Config['transport']['http'], alerts: Config['tradingview']): Tls | undefined {
  const wantsCertificate = alerts.enabled && alerts.client_certificate === 'required';
  if (tls_cert === '' && tls_key === '') {
    if (!wantsCertificate) return undefined;
    throw unusable(
      'tradingview.client_certificate = "required" needs tls_cert and tls_key: without them none is seen.',
    );
  }
  if (tls_cert === '' || tls_key === '') throw unusable('tls_cert and tls_key are needed together.');
  const { client_certificate, client_ca } = alerts;
  return {
    cert: fileOf('tls_cert', tls_cert),
    key: fileOf('tls_key', tls_key),
    ...(client_ca !== '' && { ca: fileOf('tradingview.client_ca', client_ca) }),
    requestCert: client_certificate === 'required',
    // Others than TradingView have none: the route that needs one looks at it.
    rejectUnauthorized: false,
  };
}

function fileOf(key: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw unusable(`The file of ${key} can't be read: ${(cause as Error).message}`, cause);
  }
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  try {
    await promise;
  } catch (cause) {
    throw unusable(`The HTTP server can't listen on ${host}:${port}: ${(cause as Error).message}`, cause);
  } finally {
    server.off('error', reject);
  }
}

const unusable = (problem: string, cause?: unknown) => new Mt5Error('HTTP_UNUSABLE', problem, { cause });

/** What listens everywhere is found at home. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
