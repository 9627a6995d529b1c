import type { AccessEvent, OwnerAccess, OwnerSession } from '@mt5-bridge/gateway/api';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import type { Env, HttpServices } from '../context.ts';
import { failure } from '../failures.ts';
import { requireOwner } from './index.ts';

/** A route for the owner alone, and who asked for it in vain. */
function door() {
  let isOpen = true;
  const session: OwnerSession = { method: 'passkey', by: 'laptop', created_at: 1, expires_at: 2 };
  const owner: Pick<OwnerAccess, 'session' | 'stands'> = {
    session: ({ token, page_key }) => (token === 'right' && page_key === 'its key' ? session : undefined),
    stands: (token) => token === 'right' && isOpen,
  };
  const noted: AccessEvent[] = [];
  const services = {
    ...{ owner, log: () => {}, clock: { now: () => 0 } },
    accessLog: { note: (event: AccessEvent) => noted.push(event) },
    tokens: { authenticate: () => ({ name: 'trader', scopes: ['trade'], profile: null }) },
  } as unknown as HttpServices;
  const app = new Hono<Env>();
  app.onError((error, c) => failure(c, error, services));
  app.use(async (c, next) => {
    c.set('peer', { address: '192.0.2.7', isSecure: false, certificate: null });
    await next();
  });
  app.use(requireOwner(services));
  let stillSignedIn = () => false;
  app.all('*', (c) => {
    stillSignedIn = c.get('stillSignedIn');
    return c.text(c.get('session').by);
  });
  return {
    noted,
    ask: (method: string, headers: Record<string, string> = {}) => app.request('/api/x', { method, headers }),
    stillSignedIn: () => stillSignedIn(),
    end: () => {
      isOpen = false;
    },
  };
}

const SIGNED_IN = { cookie: 'mt5_bridge_session=right', 'x-mt5-bridge-page-key': 'its key' };

it('lets the owner in, whose streams learn when the session ends', async () => {
  const { ask, stillSignedIn, end } = door();
  const answer = await ask('GET', SIGNED_IN);
  expect([answer.status, await answer.text()]).toEqual([200, 'laptop']);
  expect(stillSignedIn()).toBe(true);
  end();
  expect(stillSignedIn()).toBe(false);
});

it('does not take a token of a program for the owner, and names it', async () => {
  const { ask, noted } = door();
  const answer = await ask('POST', { authorization: 'Bearer anything' });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ error: { code: 'SIGN_IN_REQUIRED' } });
  expect(noted).toEqual([
    {
      what: 'not_signed_in',
      actor: { kind: 'agent', name: 'trader', token: 'trader' },
      data: { address: '192.0.2.7', method: 'POST', path: '/api/x' },
    },
  ]);
});

it('does not take a cookie for the owner that came without the key of its page, and tells of it', async () => {
  const { ask, noted } = door();
  const { cookie } = SIGNED_IN;
  for (const headers of [{ cookie }, { cookie, 'x-mt5-bridge-page-key': 'another' }]) {
    for (const method of ['GET', 'HEAD', 'POST']) expect((await ask(method, headers)).status).toBe(401);
  }
  expect(noted.map(({ what }) => what)).toEqual(Array(6).fill('page_key_refused'));
  expect(JSON.stringify(noted)).not.toMatch(/right|another/);
});

it('tells of guesses at a session, and not of a page that was opened before the sign-in', async () => {
  const { ask, noted } = door();
  expect((await ask('GET')).status).toBe(401);
  expect(noted).toEqual([]);
  for (const cookie of ['mt5_bridge_session=wrong', '__Host-mt5_bridge_session=right', 'mt5_bridge_session=']) {
    expect((await ask('GET', { cookie })).status).toBe(401);
  }
  expect(noted.map(({ what }) => what)).toEqual(['not_signed_in', 'not_signed_in']);
  expect(JSON.stringify(noted)).not.toContain('wrong');
});
