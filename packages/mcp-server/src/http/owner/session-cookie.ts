import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Env, Peer } from '../context.ts';

const NAME = 'mt5_bridge_session';
/** s; as long as a session can last at most: when it ends is the server's to say. */
const KEPT = 30 * 86_400;

/** With HTTPS it has the prefix that browsers take from this very host alone, over HTTPS alone. */
const nameFor = ({ isSecure }: Peer): string => (isSecure ? `__Host-${NAME}` : NAME);

/** No script reads it, and no other site's page makes a browser send it. */
const traits = ({ isSecure }: Peer) => ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure }) as const;

export function sessionToken(c: Context<Env>): string | undefined {
  return getCookie(c, nameFor(c.get('peer')));
}

export function keepSession(c: Context<Env>, token: string): void {
  const peer = c.get('peer');
  setCookie(c, nameFor(peer), token, { ...traits(peer), maxAge: KEPT });
}

export function dropSession(c: Context<Env>): void {
  const peer = c.get('peer');
  deleteCookie(c, nameFor(peer), traits(peer));
}
