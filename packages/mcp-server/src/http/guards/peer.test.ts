import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isListed, peerOf } from './peer.ts';

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
