import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { MiddlewareHandler } from 'hono';
import ipaddr from 'ipaddr.js';
import type { Env, HttpServices, Peer } from '../context.ts';

/** Finds out where a request came from. */
export function findPeer({ config }: Pick<HttpServices, 'config'>): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set('peer', peerOf(c.env.incoming, config().transport.http.trusted_proxies));
    await next();
  };
}

/** Only what a trusted proxy says of others is believed; what the others say of themselves stands left of that. */
export function peerOf({ socket, headers }: IncomingMessage, proxies: readonly string[]): Peer {
  const direct = plainAddress(socket.remoteAddress ?? '');
  const isTls = socket instanceof TLSSocket;
  const certificate = isTls ? certificateOf(socket) : null;
  if (!isListed(direct, proxies)) return { address: direct, isSecure: isTls, certificate };
  const said = listOf(headers['x-forwarded-for']).map(plainAddress);
  const address = said.findLast((one) => !isListed(one, proxies)) ?? said[0] ?? direct;
  // Proxies in a row each add a word, or the first one's stands alone: browsers speak to the first.
  const isSecure = listOf(headers['x-forwarded-proto'])[0]?.toLowerCase() === 'https';
  // A proxy's certificate says nothing of who is behind it.
  return { address, isSecure, certificate: null };
}

/** Whether an address is in one of these addresses or ranges (`10.0.0.0/8`). What is neither matches nothing. */
export function isListed(address: string, list: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return list.some((entry) => {
    const [range, bits] = rangeOf(entry) ?? [];
    return range !== undefined && bits !== undefined && range.kind() === parsed.kind() && parsed.match(range, bits);
  });
}

function rangeOf(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  if (!ipaddr.isValid(entry)) return undefined;
  const address = ipaddr.process(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** IPv4 in its own form, however the socket or a proxy writes it; some proxies add the port. */
function plainAddress(text: string): string {
  const [, v6, v4] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$/.exec(text) ?? [];
  const address = v6 ?? v4 ?? text;
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : text;
}

function listOf(header: string | string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function certificateOf(socket: TLSSocket): Peer['certificate'] {
  if (!socket.authorized) return null;
  const { subject } = socket.getPeerCertificate();
  return subject === undefined
    ? null
    : Object.fromEntries(Object.entries(subject).map(([key, value]) => [key, `${value}`]));
}
