import { Mt5Error } from '@mt5-bridge/protocol';
import type { MiddlewareHandler } from 'hono';
import type { Env, HttpServices } from '../context.ts';
import { refusedTry } from './refused-try.ts';
import { sessionToken } from './session-cookie.ts';

/** Lets in the owner who is signed in; a token of a program is no way in. @throws Mt5Error SIGN_IN_REQUIRED */
export function requireOwner(services: HttpServices): MiddlewareHandler<Env> {
  const { owner } = services;
  return async (c, next) => {
    const token = sessionToken(c);
    const session = token === undefined ? undefined : owner.session(token);
    if (token === undefined || session === undefined) {
      // A page that was opened before somebody signed in is no try.
      if (token !== undefined || c.req.method !== 'GET') refusedTry(c, services, 'not_signed_in');
      throw new Mt5Error('SIGN_IN_REQUIRED');
    }
    c.set('session', session);
    c.set('stillSignedIn', () => owner.stands(token));
    await next();
  };
}
