import { Mt5Error } from '@mt5-bridge/protocol';
import type { MiddlewareHandler } from 'hono';
import type { Env, HttpServices } from '../context.ts';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** The names of this machine, as a browser on it writes them with this server's port. */
export function loopbackHosts(port: number): string[] {
  return LOOPBACK_NAMES.map((name) => `${name}:${port}`);
}

/**
 * Lets through only what was asked of this server by one of its names. A page whose own name suddenly leads here (DNS
 * rebinding) carries that name. @throws Mt5Error HOST_REFUSED
 */
export function checkHost({ config, publicUrl, accessLog }: HttpServices): MiddlewareHandler<Env> {
  return async (c, next) => {
    const said = c.req.header('host') ?? '';
    const host = hostOf(said);
    const { trusted_hosts } = config().transport.http;
    const known = [...loopbackHosts(c.env.incoming.socket.localPort ?? 0), new URL(publicUrl()).host].map(hostOf);
    const isOurs =
      host !== undefined &&
      (known.some((one) => one?.name === host.name && one.port === host.port) ||
        trusted_hosts.some((name) => name.toLowerCase() === host.name));
    if (!isOurs) {
      const { address } = c.get('peer');
      accessLog.note({ what: 'host_refused', actor: { kind: 'gateway', name: 'http' }, data: { address, host: said } });
      throw new Mt5Error('HOST_REFUSED', undefined, { details: { host: said } });
    }
    await next();
  };
}

interface Host {
  readonly name: string;
  /** '' = the scheme's own. */
  readonly port: string;
}

function hostOf(text: string): Host | undefined {
  const [, name, port] = /^(\[[0-9a-f:.]+\]|[^:/?#@[\]\s]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { name: name.toLowerCase(), port: port === undefined || port === '80' || port === '443' ? '' : port };
}
