import type { SessionProof } from '@mt5-bridge/gateway/api';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Env, Peer } from '../context.ts';

const NAME = 'mt5_bridge_session';
const PAGE_KEY = 'x-mt5-bridge-page-key';
/** s; as long as a session can last at most: when it ends is the server's to say. */
const KEPT = 30 * 86_400;

/** With HTTPS it has the prefix that browsers take from this very host alone, over HTTPS alone. */
const nameFor = ({ isSecure }: Peer): string => (isSecure ? `__Host-${NAME}` : NAME);

/** No script reads it, and no other site's page makes a browser send it. */
const traits = ({ isSecure }: Peer) => ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure }) as const;

/** undefined without a cookie. */
export function sessionProof(c: Context<Env>): SessionProof | undefined {
  const token = getCookie(c, nameFor(c.get('peer')));
  return token === undefined ? undefined : { token, page_key: c.req.header(PAGE_KEY) ?? '' };
}

export function keepSession(c: Context<Env>, token: string): void {
  const peer = c.get('peer');
  setCookie(c, nameFor(peer), token, { ...traits(peer), maxAge: KEPT });
}

export function dropSession(c: Context<Env>): void {
  const peer = c.get('peer');
  deleteCookie(c, nameFor(peer), traits(peer));
}
