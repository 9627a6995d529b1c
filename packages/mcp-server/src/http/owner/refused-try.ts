import type { Actor } from '@mt5-bridge/gateway/api';
import type { Context } from 'hono';
import type { Env, HttpServices } from '../context.ts';
import { bearerOf } from '../guards/token.ts';

/** Tells the audit log that somebody tried what is the owner's, and whose token they had with them, if any. */
export function refusedTry(
  c: Context<Env>,
  { accessLog, tokens }: Pick<HttpServices, 'accessLog' | 'tokens'>,
  what: string,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const bearer = bearerOf(c.req.header('authorization'));
  const principal = bearer === undefined ? undefined : tokens.authenticate(bearer);
  const actor: Actor =
    principal === undefined
      ? { kind: 'gateway', name: 'http' }
      : { kind: 'agent', name: principal.name, token: principal.name };
  const { method, path } = c.req;
  accessLog.note({ what, actor, data: { address: c.get('peer').address, method, path, ...more } });
}
