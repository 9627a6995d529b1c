import { Mt5Error } from '@mt5-bridge/protocol';
import type { MiddlewareHandler } from 'hono';
import type { Env, HttpServices } from '../context.ts';
import { refusedTry } from './refused-try.ts';
import { sessionProof } from './session-cookie.ts';

/**
 * Lets in the owner who is signed in, on a page of ours; a token of a program is no way in, nor is a cookie that one
 * has got hold of. @throws Mt5Error SIGN_IN_REQUIRED
 */
export function requireOwner(services: HttpServices): MiddlewareHandler<Env> {
  const { owner } = services;
  return async (c, next) => {
    const proof = sessionProof(c);
    const session = proof && owner.session(proof);
    if (proof === undefined || session === undefined) {
      if (proof !== undefined && owner.stands(proof.token)) refusedTry(c, services, 'page_key_refused');
      // A page that was opened before somebody signed in is no try.
      else if (proof !== undefined || c.req.method !== 'GET') refusedTry(c, services, 'not_signed_in');
      throw new Mt5Error('SIGN_IN_REQUIRED');
    }
    c.set('session', session);
    c.set('stillSignedIn', () => owner.stands(proof.token));
    await next();
  };
}
