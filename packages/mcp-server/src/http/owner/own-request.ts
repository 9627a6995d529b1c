import type { Browser } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { Context, MiddlewareHandler } from 'hono';
import type { Env, HttpServices } from '../context.ts';
import { isOwnOrigin } from '../guards/origin.ts';
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

/** Who asks, behind {@link ownRequest}. */
export function browserOf(c: Context<Env>): Browser {
  return { origin: c.req.header('origin') ?? '', address: c.get('peer').address };
}
