import type { Browser } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { Context, MiddlewareHandler } from 'hono';
import type { Env, HttpServices } from '../context.ts';
import { loopbackHosts } from '../guards/host.ts';
import { refusedTry } from './refused-try.ts';

const HEADER = 'x-mt5-bridge';

/**
 * Lets through what our own pages ask. A page of another origin cannot send this header without asking first, which
 * nothing here allows it to, and it cannot hide where it is from. @throws Mt5Error ORIGIN_REFUSED
 */
export function ownRequest(services: HttpServices): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { method } = c.req;
    const origin = c.req.header('origin');
    const isRead = method === 'GET' || method === 'HEAD';
    if (origin === undefined ? !isRead : !isOwnOrigin(c, origin, services)) {
      refusedTry(c, services, 'origin_refused', { origin: origin ?? null });
      throw new Mt5Error('ORIGIN_REFUSED', undefined, { details: { origin: origin ?? null } });
    }
    if (!isRead && c.req.header(HEADER) !== 'dashboard') {
      refusedTry(c, services, 'origin_refused', { origin, header: false });
      throw new Mt5Error('ORIGIN_REFUSED', `This is for pages of the dashboard, which send ${HEADER}: dashboard.`);
    }
    await next();
  };
}

/** The page's own address: that of public_url, or a name of this machine with this server's port. */
function isOwnOrigin(c: Context<Env>, origin: string, { publicUrl }: HttpServices): boolean {
  const scheme = c.get('peer').isSecure ? 'https' : 'http';
  const local = loopbackHosts(c.env.incoming.socket.localPort ?? 0).map((host) => `${scheme}://${host}`);
  return origin === new URL(publicUrl()).origin || local.includes(origin);
}

/** Who asks, behind {@link ownRequest}. */
export function browserOf(c: Context<Env>): Browser {
  return { origin: c.req.header('origin') ?? '', address: c.get('peer').address };
}
