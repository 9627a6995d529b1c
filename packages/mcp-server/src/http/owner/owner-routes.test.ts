import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createAuditLog, createOwnerAccess, Ledger } from '@mt5-bridge/gateway';
import type { Browser, OwnerAccess, WebAuthnJson } from '@mt5-bridge/gateway/api';
import { Mt5Error, systemClock } from '@mt5-bridge/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { type RawAnswer, type RawRequest, rawRequest } from '../../testing/raw-request.ts';
import { type StubHttpOptions, serveHttp } from '../../testing/stub-http.ts';
import type { HttpServices } from '../context.ts';

const PASSPHRASE = 'correct horse battery';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The owner as the gateway has it, with a ledger of its own; a look at the passphrase costs nothing. */
function ownerAccess(): OwnerAccess {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mt5-bridge-'));
  const clock = systemClock({ background: true });
  const audit = { file: path.join(folder, 'audit.jsonl'), maxBytes: 1_000_000, clock, fs };
  const ledger = new Ledger({
    file: path.join(folder, 'ledger.sqlite'),
    audit: (remembered) => createAuditLog({ ...audit, remembered }),
  });
  ends.push(() => {
    ledger.close();
    fs.rmSync(folder, { recursive: true });
  });
  const passphrase = {
    isSet: () => true,
    async check(text: string) {
      if (text !== PASSPHRASE) throw new Mt5Error('WRONG_PASSPHRASE');
    },
  };
  return createOwnerAccess({ ledger, passphrase, accessLog: { note: () => {} }, clock, randomBytes });
}

/** A server, a page of it, and whatever else somebody may send. */
async function dashboard(options: StubHttpOptions = {}) {
  const owner = (options.services?.owner ?? ownerAccess()) as OwnerAccess;
  const served = await serveHttp({ ...options, services: { ...options.services, owner } as Partial<HttpServices> });
  ends.push(() => served.server.close());
  const origin = `http://localhost:${served.server.port}`;
  const ask = (method: string, at: string, { headers = {}, body }: RawRequest = {}) => {
    const own = method === 'GET' ? {} : { origin, 'x-mt5-bridge': 'dashboard', 'content-type': 'application/json' };
    return rawRequest(served.url, { method, path: at, body, headers: { ...own, ...headers } });
  };
  const signIn = (headers: RawRequest['headers'] = {}, passphrase = PASSPHRASE) =>
    ask('POST', '/api/session', { headers, body: { passphrase } });
  return { ...served, owner, origin, ask, signIn };
}

/** What the page that signed in sends along from then on. */
const proofOf = (answer: RawAnswer) => ({
  cookie: cookieOf(answer),
  'x-mt5-bridge-page-key': String(answer.json().page_key),
});
/** `name=value` of the cookie that an answer sets. */
const cookieOf = ({ headers }: RawAnswer) => headers['set-cookie']?.[0]?.split(';')[0] ?? '';
const codeOf = (answer: RawAnswer) => (answer.json().error as { code: string }).code;

describe('/api/session', () => {
  it('says to everybody whether somebody is signed in, and how one can', async () => {
    const { ask, origin } = await dashboard();
    const answer = await ask('GET', '/api/session');
    expect(answer.json()).toEqual({
      ...{ signed_in: false, by: null, method: null, expires_at: null },
      ...{ has_passphrase: true, passkeys: 0, public_url: origin, version: '9.8.7' },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('signs in with the passphrase, by a cookie that no script and no other site gets, and a key', async () => {
    const { ask, signIn } = await dashboard();
    const answer = await signIn();
    expect(answer.json()).toMatchObject({ signed_in: true, by: 'passphrase', method: 'passphrase' });
    const [set = ''] = answer.headers['set-cookie'] ?? [];
    expect(set).toMatch(/^mt5_bridge_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(answer.text).not.toContain(cookieOf(answer).split('=')[1]);
    expect(answer.json().page_key).toMatch(/^[\w-]{43}$/);
    const state = await ask('GET', '/api/session', { headers: proofOf(answer) });
    expect(state.json()).toMatchObject({ signed_in: true });
    expect(state.text).not.toContain('page_key');
  });

  it('is not signed in with the cookie alone, as a page on another port has it, nor with the key alone', async () => {
    const { ask, signIn } = await dashboard();
    const [one, other] = [proofOf(await signIn()), proofOf(await signIn())];
    const { cookie, 'x-mt5-bridge-page-key': key } = one;
    for (const headers of [{ cookie }, { 'x-mt5-bridge-page-key': key }, { ...other, cookie }]) {
      expect((await ask('GET', '/api/session', { headers })).json()).toMatchObject({ signed_in: false, by: null });
      expect((await ask('DELETE', '/api/session', { headers })).status).toBe(200);
    }
    // Nobody was signed out by them.
    expect((await ask('GET', '/api/session', { headers: one })).json()).toMatchObject({ signed_in: true });
  });

  it('keeps the cookie to this host and to HTTPS where the browser speaks it', async () => {
    const http = { public_url: 'https://bridge.example.com', trusted_proxies: ['127.0.0.1'] };
    const { ask, signIn } = await dashboard({ http });
    const proxied = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'https', origin: http.public_url };
    const answer = await signIn(proxied);
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^__Host-mt5_bridge_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const proof = proofOf(answer);
    expect((await ask('GET', '/api/session', { headers: { ...proxied, ...proof } })).json()).toMatchObject({
      signed_in: true,
    });
    // As a neighbour on plain HTTP could have set it.
    const plain = { ...proof, cookie: proof.cookie.replace('__Host-', '') };
    expect((await ask('GET', '/api/session', { headers: { ...proxied, ...plain } })).json()).toMatchObject({
      signed_in: false,
    });
  });

  it('refuses a wrong passphrase without a cookie', async () => {
    const { signIn } = await dashboard();
    const answer = await signIn({}, 'wrong one');
    expect([answer.status, codeOf(answer), answer.headers['set-cookie']]).toEqual([403, 'WRONG_PASSPHRASE', undefined]);
    for (let i = 0; i < 4; i++) await signIn({}, 'wrong one');
    const locked = await signIn();
    expect([locked.status, codeOf(locked)]).toEqual([429, 'LOCKED_OUT']);
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(800);
  });

  it('signs out, so that copies of cookie and key are worth nothing', async () => {
    const { ask, signIn } = await dashboard();
    const headers = proofOf(await signIn());
    const answer = await ask('DELETE', '/api/session', { headers });
    expect(answer.json()).toMatchObject({ signed_in: false });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^mt5_bridge_session=; Max-Age=0; Path=\//);
    expect((await ask('GET', '/api/session', { headers })).json()).toMatchObject({ signed_in: false });
  });

  it('ends the session that the browser had before', async () => {
    const { ask, signIn } = await dashboard();
    const headers = proofOf(await signIn());
    await signIn(headers);
    expect((await ask('GET', '/api/session', { headers })).json()).toMatchObject({ signed_in: false });
  });
});

describe('passkeys', () => {
  it('are asked for, and answered, as the browser has it', async () => {
    const seen: unknown[] = [];
    const session = { method: 'passkey', by: 'laptop', created_at: 1, expires_at: 2 } as const;
    const note = (name: string, answer: unknown) => {
      return async (...args: unknown[]) => {
        seen.push([name, ...args]);
        return answer;
      };
    };
    const owner = {
      state: () => ({ has_passphrase: true, passkeys: 1 }),
      signInOptions: note('signInOptions', { challenge: 'a' }),
      signInByPasskey: note('signInByPasskey', { proof: { token: 't', page_key: 'k' }, session }),
      enrolmentOptions: note('enrolmentOptions', { challenge: 'b' }),
      enrol: note('enrol', { id: 'i', name: 'laptop', created_at: 1, last_used_at: null }),
    } as unknown as OwnerAccess;
    const { ask, origin } = await dashboard({ services: { owner } });
    const from: Browser = { origin, address: '127.0.0.1' };
    const answer: WebAuthnJson = { id: 'x', response: {} };
    const post = async (at: string, body: object) => (await ask('POST', at, { body })).json();
    expect(await post('/api/session/passkey/options', {})).toEqual({ challenge: 'a' });
    expect(await post('/api/session/passkey', { answer })).toMatchObject({
      signed_in: true,
      by: 'laptop',
      page_key: 'k',
    });
    expect(await post('/api/enrol/options', { code: 'c' })).toEqual({ challenge: 'b' });
    expect(await post('/api/enrol', { code: 'c', answer })).toEqual({ name: 'laptop' });
    expect(seen).toEqual([
      ['signInOptions', from],
      ['signInByPasskey', from, answer],
      ['enrolmentOptions', 'c', from],
      ['enrol', 'c', from, answer],
    ]);
  });

  it('are refused with the reason where there can be none', async () => {
    const { ask, server } = await dashboard();
    const headers = { origin: `http://127.0.0.1:${server.port}` };
    const refused = await ask('POST', '/api/session/passkey/options', { headers, body: {} });
    expect([refused.status, codeOf(refused)]).toEqual([403, 'PASSKEY_REFUSED']);
    expect(refused.text).toContain('localhost');
    const guessed = await ask('POST', '/api/enrol/options', { body: { code: 'A'.repeat(43) } });
    expect([guessed.status, codeOf(guessed)]).toEqual([403, 'ENROLMENT_REFUSED']);
  });
});

describe('whoever is no page of ours', () => {
  const routes = [
    ['POST', '/api/session'],
    ['DELETE', '/api/session'],
    ['POST', '/api/session/passkey/options'],
    ['POST', '/api/session/passkey'],
    ['POST', '/api/enrol/options'],
    ['POST', '/api/enrol'],
  ] as const;
  const body = { passphrase: PASSPHRASE, code: 'c', answer: {} };

  it.each(routes)('is refused, and told of: %s %s', async (method, at) => {
    const { ask, noted, server } = await dashboard();
    const lies: Readonly<Record<string, string>>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '' },
      { origin: 'http://localhost:1' },
      { origin: `https://localhost:${server.port}` },
      { origin: `http://localhost.evil:${server.port}` },
      { 'x-mt5-bridge': '' },
      { 'x-mt5-bridge': 'Dashboard' },
    ];
    for (const headers of lies) {
      const answer = await ask(method, at, method === 'POST' ? { headers, body } : { headers });
      expect([headers, answer.status, codeOf(answer)]).toEqual([headers, 403, 'ORIGIN_REFUSED']);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(noted).toHaveLength(lies.length);
    expect(noted[0]).toMatchObject({ what: 'origin_refused', data: { address: '127.0.0.1', method, path: at } });
  });

  it('is refused without any Origin, as a program comes, and its token is named', async () => {
    const { url, noted } = await dashboard();
    const headers = { 'x-mt5-bridge': 'dashboard', authorization: 'Bearer trader-token' };
    const answer = await rawRequest(url, { method: 'POST', path: '/api/session', body, headers });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'ORIGIN_REFUSED']);
    expect(noted).toMatchObject([{ actor: { kind: 'agent', token: 'trader' }, data: { origin: null } }]);
  });

  it('may be an origin that may call /mcp: that is not the dashboard', async () => {
    const http = { trusted_origins: ['https://app.example.com'] };
    const { signIn } = await dashboard({ http });
    expect(codeOf(await signIn({ origin: 'https://app.example.com' }))).toBe('ORIGIN_REFUSED');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'cannot send a form: %j',
    async (type) => {
      const { signIn } = await dashboard();
      expect(codeOf(await signIn({ 'content-type': type }))).toBe('BODY_UNREADABLE');
    },
  );
});

it.each(['', '{', 'null', '[]', '{}', '{"passphrase":7}', `{"passphrase":"${'x'.repeat(4_097)}"}`])(
  'a body that is none is refused: %s',
  async (body) => {
    const { ask } = await dashboard();
    expect(codeOf(await ask('POST', '/api/session', { body }))).toBe('BODY_UNREADABLE');
  },
);

it('a body that is too large is refused', async () => {
  const { ask } = await dashboard();
  const answer = await ask('POST', '/api/session', { body: { passphrase: 'x'.repeat(70_000) } });
  expect([answer.status, codeOf(answer)]).toEqual([413, 'BODY_TOO_LARGE']);
});
