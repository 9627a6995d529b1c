import { DEFAULT_CONFIG, parseConfig } from '@mt5-bridge/config';
import type { TokenStore } from '@mt5-bridge/gateway/api';
import { afterEach, describe, expect, it } from 'vitest';
import { initialize, mcpHeaders, type RawRequest, rawRequest } from '../../testing/raw-request.ts';
import { type StubHttpOptions, StubTokens, serveHttp } from '../../testing/stub-http.ts';

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A server, and a way to initialize a session there with other headers. */
async function door(options?: StubHttpOptions) {
  const served = await serveHttp(options);
  ends.push(() => served.server.close());
  const ask = (headers: RawRequest['headers'] = {}, more: RawRequest = {}) =>
    rawRequest(served.url, {
      method: 'POST',
      path: '/mcp',
      body: initialize,
      ...more,
      headers: { ...mcpHeaders, ...headers },
    });
  return { ...served, ask };
}

const codeOf = (answer: { json: () => Record<string, unknown> }) => (answer.json().error as { code: string }).code;

describe('Host', () => {
  it('may be a name of this machine with the port, that of public_url, or a trusted one', async () => {
    const http = { public_url: 'https://bridge.example.com', trusted_hosts: ['Desk.Example'] };
    const { ask, server } = await door({ http });
    const hosts = ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'].map((name) => `${name}:${server.port}`);
    for (const host of [...hosts, 'bridge.example.com', 'bridge.example.com:443', 'desk.example:9000']) {
      expect([host, (await ask({ host })).status]).toEqual([host, 200]);
    }
  });

  it('of a page that had its name rebound to this machine is refused, and stands in the audit log', async () => {
    const { ask, server, noted } = await door();
    const hosts = [
      'evil.example',
      `evil.example:${server.port}`,
      'localhost',
      'localhost:1',
      `localhost.evil:${server.port}`,
    ];
    for (const host of hosts) {
      const answer = await ask({ host });
      expect([host, answer.status, codeOf(answer)]).toEqual([host, 403, 'HOST_REFUSED']);
    }
    expect(noted[0]).toMatchObject({ what: 'host_refused', data: { address: '127.0.0.1', host: 'evil.example' } });
  });

  it('that is none is refused', async () => {
    const { ask, server } = await door();
    for (const host of [`localhost@evil:${server.port}`, `localhost:${server.port}/evil`]) {
      expect([host, (await ask({ host })).status]).toEqual([host, 400]);
    }
  });
});

describe('Origin', () => {
  it('may be absent, our own, or a trusted one, which may then read the answer', async () => {
    const http = { public_url: 'https://bridge.example.com', trusted_origins: ['https://app.example.com'] };
    const { ask, server } = await door({ http });
    expect((await ask()).status).toBe(200);
    const own = [`http://localhost:${server.port}`, `http://127.0.0.1:${server.port}`, 'https://bridge.example.com'];
    for (const origin of [...own, 'https://app.example.com']) {
      const { status, headers } = await ask({ origin });
      expect([status, headers['access-control-allow-origin']]).toEqual([200, origin]);
    }
    const preflight = await ask(
      { origin: 'https://app.example.com', 'access-control-request-method': 'POST', authorization: '' },
      { method: 'OPTIONS', body: undefined },
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toContain('mcp-session-id');
  });

  it.each(['null', 'https://evil.example', 'http://localhost:1', 'http://localhost.evil'])(
    '%s is refused before the token is looked at, and stands in the audit log',
    async (origin) => {
      const { ask, noted } = await door();
      const answer = await ask({ origin, authorization: 'Bearer wrong' });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'ORIGIN_REFUSED']);
      expect(noted).toEqual([expect.objectContaining({ what: 'origin_refused' })]);
    },
  );
});

describe('a token', () => {
  it.each([
    ['none', ''],
    ['one in another scheme', 'Basic dHJhZGVyOnRva2Vu'],
    ['the word alone', 'Bearer'],
    ['a wrong one', 'Bearer nobody-token'],
    ['one with another behind it', 'Bearer trader-token nobody-token'],
  ])('is needed: %s is answered 401', async (_, authorization) => {
    const { ask } = await door();
    const answer = await ask({ authorization });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHORIZED']);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  it('is never looked for in the address', async () => {
    const { ask } = await door();
    expect((await ask({ authorization: '' }, { path: '/mcp?token=trader-token' })).status).toBe(401);
  });

  it('guessed ten times locks the address out, but neither others nor who came in from there before', async () => {
    const { ask, noted } = await door({ http: { trusted_proxies: ['127.0.0.1'] } });
    const from = (address: string, token: string) =>
      ask({ 'x-forwarded-for': address, authorization: `Bearer ${token}` });
    expect((await from('192.0.2.7', 'trader-token')).status).toBe(200);
    for (let i = 0; i < 10; i++) expect((await from('192.0.2.7', `guess-${i}`)).status).toBe(401);
    const locked = await from('192.0.2.7', 'guess-11');
    expect([locked.status, codeOf(locked)]).toEqual([429, 'LOCKED_OUT']);
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(50);
    expect((await from('192.0.2.7', 'reader-token')).status).toBe(429);
    expect((await from('192.0.2.7', 'trader-token')).status).toBe(200);
    expect((await from('192.0.2.8', 'reader-token')).status).toBe(200);
    expect(noted.map(({ what }) => what)).toEqual([...Array(9).fill('token_refused'), 'locked_out']);
    expect(JSON.stringify(noted)).not.toContain('guess-');
  });

  it('without the scope is refused, which stands in the audit log', async () => {
    const { url, noted } = await door();
    const answer = await rawRequest(url, { path: '/metrics', headers: { authorization: 'Bearer trader-token' } });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    const data = { address: '127.0.0.1', scope: 'admin', tried: '/metrics' };
    expect(noted).toEqual([{ what: 'forbidden', actor: expect.objectContaining({ token: 'trader' }), data }]);
  });

  it('that is bound to a profile lets in as long as the configuration has it', async () => {
    const bound = { name: 'bound', scopes: ['read'], profile: 'trend' } as const;
    const tokens = new StubTokens(bound) as unknown as TokenStore;
    const { config } = parseConfig('[profiles.trend]\nmagic = 1\n', 'config.toml');
    const http = { ...DEFAULT_CONFIG.transport.http, port: 0 };
    let { profiles } = config;
    const current = () => ({ ...DEFAULT_CONFIG, profiles, transport: { http } });
    const { ask } = await door({ services: { tokens, config: current } });
    const authorization = 'Bearer bound-token';
    expect((await ask({ authorization })).status).toBe(200);
    profiles = {};
    const answer = await ask({ authorization });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'PROFILE_NOT_FOUND']);
  });

  it('makes so many requests a minute', async () => {
    const { ask, config } = await door({ http: { max_requests_per_minute: 3 } });
    for (let i = 0; i < 3; i++) expect((await ask()).status).toBe(200);
    const answer = await ask();
    expect([answer.status, codeOf(answer)]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask({ authorization: 'Bearer reader-token' })).status).toBe(200);
    Object.assign(config, { max_requests_per_minute: 4 });
    expect((await ask()).status).toBe(200);
  });
});

describe('every answer', () => {
  it('is kept from being framed, sniffed and cached', async () => {
    const { ask, url } = await door();
    for (const answer of [
      await ask(),
      await ask({ host: 'evil.example' }),
      await rawRequest(url, { path: '/nothing' }),
    ]) {
      expect(answer.headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      expect(answer.headers['cache-control']).toMatch(/no-store|no-cache/);
      expect(answer.headers['strict-transport-security']).toBeUndefined();
    }
  });

  it('to a browser that speaks HTTPS with a trusted proxy asks it to keep to that', async () => {
    const { ask } = await door({ http: { trusted_proxies: ['127.0.0.0/8'] } });
    const { headers } = await ask({ 'x-forwarded-proto': 'https' });
    expect(headers['strict-transport-security']).toContain('max-age');
  });

  it('where there is nothing says so', async () => {
    const { url } = await door();
    const answer = await rawRequest(url, { path: '/nothing' });
    expect([answer.status, codeOf(answer)]).toEqual([404, 'PAGE_NOT_FOUND']);
  });

  it('to a body too large, or that is no JSON, says which', async () => {
    const { ask } = await door();
    const large = await ask({}, { body: ' '.repeat(1_048_577) });
    expect([large.status, codeOf(large)]).toEqual([413, 'BODY_TOO_LARGE']);
    const unsaid = await ask({ 'transfer-encoding': 'chunked' }, { body: ' '.repeat(1_048_577) });
    expect([unsaid.status, codeOf(unsaid)]).toEqual([413, 'BODY_TOO_LARGE']);
    for (const answer of [await ask({}, { body: '{"a":' }), await ask({ 'content-type': 'text/plain' })]) {
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BODY_UNREADABLE']);
    }
  });
});
