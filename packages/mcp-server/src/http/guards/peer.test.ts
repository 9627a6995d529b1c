import type { IncomingMessage } from 'node:http';
import type { AccessEvent } from '@mt5-bridge/gateway/api';
import { systemClock } from '@mt5-bridge/protocol';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Env, HttpServices } from '../context.ts';
import { failure } from '../failures.ts';
import { findPeer, isListed, peerOf } from './peer.ts';

function peer(remoteAddress: string, headers: IncomingMessage['headers'], proxies: readonly string[] = []) {
  return peerOf({ socket: { remoteAddress }, headers } as IncomingMessage, proxies);
}

describe('where a request came from', () => {
  const proxies = ['10.0.0.0/8', '2001:db8::1'];

  it('is where the socket is from, whatever an untrusted one says', () => {
    const headers = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' };
    expect(peer('198.51.100.1', headers, proxies)).toEqual({
      address: '198.51.100.1',
      isSecure: false,
      certificate: null,
    });
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    // What stands left of it the client wrote itself.
    ['203.0.113.9, 192.0.2.1', '192.0.2.1'],
    ['203.0.113.9, 192.0.2.1, 10.1.1.1', '192.0.2.1'],
    ['10.1.1.1', '10.1.1.1'],
    ['', '10.0.0.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['nonsense', 'nonsense'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['[2001:db8::9]:4711', '2001:db8::9'],
    ['[2001:db8::9]', '2001:db8::9'],
    ['203.0.113.9:1, 192.0.2.1:4711, 10.1.1.1:4712', '192.0.2.1'],
  ])('is what trusted proxies say: %j is from %s', (said, address) => {
    expect(peer('::ffff:10.0.0.1', { 'x-forwarded-for': said }, proxies).address).toBe(address);
  });

  it('speaks HTTPS where a trusted proxy says so', () => {
    expect(peer('2001:db8::1', { 'x-forwarded-proto': 'https, http' }, proxies).isSecure).toBe(true);
    expect(peer('2001:db8::1', { 'x-forwarded-proto': 'http' }, proxies).isSecure).toBe(false);
    expect(peer('2001:db8::1', {}, proxies).isSecure).toBe(false);
  });

  it.each([
    ['192.0.2.1', ['192.0.2.1'], true],
    ['192.0.2.1', ['192.0.2.0/24'], true],
    ['::ffff:192.0.2.1', ['192.0.2.0/24'], true],
    ['192.0.3.1', ['192.0.2.0/24'], false],
    ['2001:db8::2', ['2001:db8::/32'], true],
    ['2001:db8::2', ['192.0.2.0/24', 'proxy.example', '10.0.0.0/99'], false],
    ['', ['0.0.0.0/0'], false],
  ])('%s in %j: %j', (address, list, isIn) => {
    expect(isListed(address, list)).toBe(isIn);
  });
});

describe('a request that is not encrypted', () => {
  const noted: AccessEvent[] = [];
  const http = { trusted_proxies: ['10.0.0.5'], local_addresses: ['gateway', '10.1.0.0/24'] };
  const services = {
    config: () => ({ transport: { http } }),
    networkGateway: '172.18.0.1',
    accessLog: { note: (event: AccessEvent) => noted.push(event) },
  } as unknown as HttpServices;
  const app = new Hono<Env>()
    .onError((error, c) => failure(c, error, { log: () => {}, clock: systemClock() }))
    .use(findPeer(services))
    .get('/', (c) => c.text(c.get('peer').address));
  const from = (remoteAddress: string, headers = {}) =>
    app.request('/', {}, { incoming: { socket: { remoteAddress }, headers } });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['10.0.0.5', '10.0.0.5'],
    ['::ffff:172.18.0.1', '172.18.0.1'],
    ['10.1.0.7', '10.1.0.7'],
  ])('comes from this machine, what counts as it, or through a trusted proxy: %s', async (direct, address) => {
    const answer = await from(direct);
    expect([answer.status, await answer.text()]).toEqual([200, address]);
  });

  it('is from where it comes, whatever one that counts as this machine says of others', async () => {
    const answer = await from('172.18.0.1', { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' });
    expect([answer.status, await answer.text()]).toEqual([200, '172.18.0.1']);
  });

  it.each(['172.18.0.2', '10.0.0.6', '::ffff:192.0.2.1', '2001:db8::9', ''])(
    'comes from no other machine, whatever it says of itself: %s',
    async (direct) => {
      noted.length = 0;
      const answer = await from(direct, { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ error: { code: 'HTTP_UNSAFE' } });
      expect(noted).toMatchObject([{ what: 'plain_refused' }]);
    },
  );

  it('comes from no gateway where there is none', async () => {
    const without = new Hono<Env>()
      .onError((error, c) => failure(c, error, { log: () => {}, clock: systemClock() }))
      .use(findPeer({ ...services, networkGateway: null }));
    const incoming = { socket: { remoteAddress: 'gateway' }, headers: {} };
    expect((await without.request('/', {}, { incoming })).status).toBe(403);
  });
});
