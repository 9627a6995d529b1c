import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { MiddlewareHandler } from 'hono';
import ipaddr from 'ipaddr.js';
import type { Env, HttpServices, Peer } from '../context.ts';

/** As the configuration calls it: what its container's network leads everything else through. */
const GATEWAY = 'gateway';

type Services = Pick<HttpServices, 'config' | 'accessLog' | 'networkGateway'>;

/**
 * Finds out where a request came from. Another machine's has to be encrypted, by this server or by a proxy that is
 * trusted: past that proxy nobody gets in. @throws Mt5Error HTTP_UNSAFE
 */
export function findPeer({ config, accessLog, networkGateway }: Services): MiddlewareHandler<Env> {
  const known = (entry: string) => (entry === GATEWAY ? (networkGateway ?? []) : entry);
  return async (c, next) => {
    const { trusted_proxies, local_addresses } = config().transport.http;
    const own = [...trusted_proxies, ...local_addresses.flatMap(known)];
    const { incoming } = c.env;
    const peer = peerOf(incoming, trusted_proxies);
    c.set('peer', peer);
    const direct = incoming.socket.remoteAddress ?? '';
    if (!peer.isSecure && !isLoopback(direct) && !isListed(direct, own)) {
      const { address } = peer;
      accessLog.note({ what: 'plain_refused', actor: { kind: 'gateway', name: 'http' }, data: { address } });
      throw new Mt5Error('HTTP_UNSAFE', 'The request came from another machine, and not by way of a trusted proxy.');
    }
    await next();
  };
}

/** Whether an address or a name of one stays on this machine. */
export function isLoopback(host: string): boolean {
  if (!ipaddr.isValid(host)) return host.toLowerCase() === 'localhost';
  return ipaddr.process(host).range() === 'loopback';
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
