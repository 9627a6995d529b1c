import { Mt5Error } from '@mt5-bridge/protocol';
import type { MiddlewareHandler } from 'hono';
import type { Env, HttpServices } from '../context.ts';
import { loopbackHosts } from './host.ts';

/**
 * For routes that programs call, which send no Origin: a web page may only come from here, or from where the owner allows.
 * @throws Mt5Error ORIGIN_REFUSED
 */
export function allowOrigins(services: HttpServices): MiddlewareHandler<Env> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && !isAllowed(origin, c.env.incoming.socket.localPort ?? 0, services)) {
      refuse(services, c.get('peer').address, origin);
    }
    await next();
  };
}

export function isAllowed(origin: string, port: number, { config, publicUrl }: HttpServices): boolean {
  const own = loopbackHosts(port).flatMap((host) => [`http://${host}`, `https://${host}`]);
  return [...own, new URL(publicUrl()).origin, ...config().transport.http.trusted_origins].includes(origin);
}

function refuse({ accessLog }: HttpServices, address: string, origin = ''): never {
  accessLog.note({ what: 'origin_refused', actor: { kind: 'gateway', name: 'http' }, data: { address, origin } });
  throw new Mt5Error('ORIGIN_REFUSED', undefined, { details: { origin } });
}
