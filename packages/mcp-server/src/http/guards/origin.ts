import { Mt5Error } from '@mt5-bridge/protocol';
import type { Context, MiddlewareHandler } from 'hono';
import type { Env, HttpServices } from '../context.ts';
import { loopbackHosts } from './host.ts';

/** Our own pages' address: that of public_url, or a name of this machine with this server's port. */
export function isOwnOrigin(c: Context<Env>, origin: string, { publicUrl }: Pick<HttpServices, 'publicUrl'>): boolean {
  const scheme = c.get('peer').isSecure ? 'https' : 'http';
  const local = loopbackHosts(c.env.incoming.socket.localPort ?? 0).map((host) => `${scheme}://${host}`);
  return origin === new URL(publicUrl()).origin || local.includes(origin);
}

/** One whose web pages may use what programs use: ours, or that of a page that the owner trusts. */
export function isAllowedOrigin(c: Context<Env>, origin: string, services: HttpServices): boolean {
  return isOwnOrigin(c, origin, services) || services.config().transport.http.trusted_origins.includes(origin);
}

/**
 * For routes that programs call, which send no Origin: a web page may only come from where the owner allows.
 * @throws Mt5Error ORIGIN_REFUSED
 */
export function allowOrigins(services: HttpServices): MiddlewareHandler<Env> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && !isAllowedOrigin(c, origin, services)) {
      const { address } = c.get('peer');
      const actor = { kind: 'gateway', name: 'http' } as const;
      services.accessLog.note({ what: 'origin_refused', actor, data: { address, origin } });
      throw new Mt5Error('ORIGIN_REFUSED', undefined, { details: { origin } });
    }
    await next();
  };
}
