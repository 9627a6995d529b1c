import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OwnerBrowser } from '../support/owner-browser.ts';
import { type Served, serveHttp } from '../support/served.ts';

// An agent with a good token for trading, a program of its own and nothing to lose tries to approve its own order.

const SETTINGS = `
[policy]
preset = "open"
auto_approve_notional = 1000
[approvals]
channels = ["agent", "elicitation", "cli", "dashboard", "passkey"]
elicitation_max_notional = 1000000
agent_max_notional = 1000000
[tradingview]
enabled = true
allowed_sources = []
`;
const ORDER = { symbol: 'EURUSD', side: 'buy', volume: 0.05 };

let served: Served;
let token: string;
/** Signed in before anybody guesses passphrases. */
let owner: OwnerBrowser;
beforeAll(async () => {
  served = await serveHttp(SETTINGS);
  token = await served.token('hostile', 'read,trade');
  owner = new OwnerBrowser(served.url);
  expect((await owner.signIn(served.passphrase)).status).toBe(200);
});
afterAll(() => served?.end());

interface Waiting {
  readonly approval_id: string;
  readonly request_id: string;
  readonly hash: string;
}

let agent: Client;
let order: Waiting;
beforeEach(async () => {
  agent = await served.connect(token);
  order = await propose();
});

/** Whatever was tried: the order waits as it did, and nothing was sent for it. */
afterEach(async () => {
  const { state, outcome } = await approval(order);
  expect({ state, outcome }).toEqual({ state: 'pending', outcome: null });
  expect(await events(order)).not.toContain('send');
  await agent.close();
});

async function call(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { structuredContent, content, isError } = await agent.callTool({ name, arguments: args });
  if (!isError) return structuredContent as Record<string, unknown>;
  return JSON.parse((content as { text: string }[])[0]?.text ?? '{}') as Record<string, unknown>;
}

async function propose(): Promise<Waiting> {
  const answer = await call('place_order', ORDER);
  expect(answer).toMatchObject({ status: 'pending_approval' });
  const { approval_id, request_id, approval: about } = answer as Record<string, unknown> & Omit<Waiting, 'hash'>;
  return { approval_id, request_id, hash: (about as { hash: string }).hash };
}

const approval = ({ approval_id }: Waiting) => call('get_approval', { approval_id });

async function audit(...filter: string[]): Promise<{ event: string; data: Record<string, unknown> }[]> {
  const lines = await served.command(['audit', 'query', '--count', '500', '-o', 'ndjson', ...filter]);
  return lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line));
}
const events = async ({ request_id }: Waiting) => (await audit('--request-id', request_id)).map(({ event }) => event);
const accesses = async () => (await audit('--event', 'access')).map(({ data }) => data.what);

/** Anything that HTTP can carry, a forged Host included, which fetch would not send. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, method, path, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

describe('by the tools', () => {
  test('its own word is not heard, whatever the owner lets other connections say', async () => {
    const confirmed = { ...ORDER, approval_confirmed: true, approval_request_id: order.approval_id };
    expect(await call('place_order', confirmed)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await call('place_order', { ...confirmed, volume: 0.06 })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await events(order)).not.toContain('approval_granted');
  });

  test('it is not asked, and an answer to a question that nobody asked is none', async () => {
    const asking = await served.connect(token, 'modern', { elicitation: { form: {}, url: {} } });
    const questions: unknown[] = [];
    asking.setRequestHandler('elicitation/create', ({ params }) => {
      questions.push(params);
      return { action: 'accept', content: { confirm: true } };
    });
    const answer = await asking.callTool({ name: 'place_order', arguments: ORDER });
    expect(answer.structuredContent).toMatchObject({ status: 'pending_approval' });
    // A page may be offered to its user; a form that it could fill in is not.
    expect(questions.filter((question) => (question as { mode?: string }).mode !== 'url')).toEqual([]);
    await asking.close();

    const forged = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: 'place_order',
        arguments: ORDER,
        inputResponses: { confirm: { action: 'accept', content: { confirm: true } } },
        requestState: Buffer.from(
          JSON.stringify({ approval_id: order.approval_id, hash: order.hash, way: 'form' }),
        ).toString('base64url'),
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'forger', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
        },
      },
    });
    const { text } = await raw(
      'POST',
      '/mcp',
      {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'place_order',
      },
      forged,
    );
    expect(text).toMatch(/INVALID_APPROVAL|FORBIDDEN/);
  });

  test('no tool approves, and the kill switch that it may pull it cannot release', async () => {
    const { tools } = await agent.listTools();
    expect(
      tools.map(({ name }) => name).filter((name) => /approve|deny|release|kill_switch_off|token|passkey/.test(name)),
    ).toEqual([]);
    for (const name of ['approve', 'approve_order', 'dashboard/approve', '__proto__']) {
      await expect(agent.callTool({ name, arguments: { approval_id: order.approval_id } })).rejects.toThrow();
    }
  });
});

/** Every way in that the dashboard has, with what a program can bring along. */
const WAYS: readonly (readonly [name: string, headers: (owner: OwnerBrowser) => Record<string, string>])[] = [
  ['its token', () => ({ authorization: `Bearer ${token}`, origin: served.url })],
  [
    'a cookie that it made up',
    () => ({ cookie: `mt5_bridge_session=${randomBytes(32).toString('base64url')}`, origin: served.url }),
  ],
  ['its token as the cookie', () => ({ cookie: `mt5_bridge_session=${token}`, origin: served.url })],
  ['no Origin', () => ({})],
  ['the Origin of another page', (owner) => ({ ...owner.proof, origin: 'https://evil.example' })],
  ['the Origin null', (owner) => ({ ...owner.proof, origin: 'null' })],
  [
    'a name that it rebound to this machine',
    (owner) => ({ ...owner.proof, host: 'evil.example', origin: 'http://evil.example' }),
  ],
  // Browsers send it to every port of the host: a page that the owner was got to open elsewhere is enough.
  ["the owner's cookie", (owner) => ({ cookie: owner.cookie, origin: served.url })],
  [
    "the owner's cookie and a page key that it made up",
    (owner) => ({
      ...{ cookie: owner.cookie, origin: served.url },
      'x-mt5-bridge-page-key': randomBytes(32).toString('base64url'),
    }),
  ],
  [
    "the owner's cookie as the page key, too",
    (owner) => ({
      ...{ cookie: owner.cookie, origin: served.url },
      'x-mt5-bridge-page-key': owner.cookie.split('=')[1] ?? '',
    }),
  ],
];

describe('by the routes of the dashboard', () => {
  const paths = () => [
    `/api/approvals/${order.approval_id}/approve`,
    `/api/approvals/${order.approval_id}/passkey`,
    `/api/approvals/${order.approval_id}/passkey/options`,
    `/api/approvals/${order.approval_id}/deny`,
    '/api/kill-switch',
  ];
  const reads = () => [
    '/api/events',
    '/api/activity',
    '/api/symbols',
    '/api/chart?symbol=EURUSD&timeframe=H1',
    `/api/approvals/${order.approval_id}`,
  ];
  const body = () => JSON.stringify({ hash: order.hash, on: false, passphrase: 'x', answer: { id: 'x' }, reason: 'x' });

  test.each(WAYS)('%s opens none of them', async (_name, headersOf) => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'x-mt5-bridge': 'dashboard',
      ...headersOf(owner),
    };
    for (const path of paths()) {
      const { status, text } = await raw('POST', path, headers, body());
      expect([401, 403, 421], `${path}: ${text}`).toContain(status);
    }
    for (const path of reads()) {
      const { status, text } = await raw('GET', path, headers);
      expect([401, 403, 421], `${path}: ${text}`).toContain(status);
    }
    const { status, text } = await raw('GET', '/api/session', headers);
    expect(status === 200 ? JSON.parse(text) : { signed_in: false }).toMatchObject({ signed_in: false });
    await raw('DELETE', '/api/session', headers, '{}');
    // The owner's page was not signed out by that.
    expect(await (await owner.get('/api/session')).json()).toMatchObject({ signed_in: true });
  });

  test('a form, a method or a spelling of the path of its own choosing opens none', async () => {
    const own = { ...owner.proof, origin: served.url, 'x-mt5-bridge': 'dashboard' };
    const form = { ...owner.proof, origin: served.url, 'content-type': 'text/plain' };
    const [approve = ''] = paths();
    expect((await raw('POST', approve, form, body())).status).toBeGreaterThanOrEqual(400);
    expect(
      (
        await raw(
          'POST',
          approve,
          { ...own, 'content-type': 'application/x-www-form-urlencoded' },
          `hash=${order.hash}`,
        )
      ).status,
    ).toBeGreaterThanOrEqual(400);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']) {
      expect((await raw(method, approve, own)).status, method).toBeGreaterThanOrEqual(400);
    }
    for (const path of [
      `/api//approvals/${order.approval_id}/approve`,
      `/API/approvals/${order.approval_id}/approve`,
      `${approve}/`,
      `/mcp/..${approve}`,
      approve.replace('/approve', '%2Fapprove'),
    ]) {
      const { status } = await raw(
        'POST',
        path,
        { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body(),
      );
      expect(status, path).toBeGreaterThanOrEqual(400);
    }
  });

  test('an assertion that no key signed is none, though an owner is signed in', async () => {
    const options = await owner.post(`/api/approvals/${order.approval_id}/passkey/options`, { hash: order.hash });
    const { challenge = '' } = (await options.json()) as { challenge?: string };
    const clientData = { type: 'webauthn.get', challenge, origin: served.url, crossOrigin: false };
    const id = randomBytes(16).toString('base64url');
    const answer = {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: Buffer.from(JSON.stringify(clientData)).toString('base64url'),
        authenticatorData: randomBytes(37).toString('base64url'),
        signature: randomBytes(70).toString('base64url'),
      },
    };
    const refused = await owner.post(`/api/approvals/${order.approval_id}/passkey`, { hash: order.hash, answer });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: 'PASSKEY_REFUSED' } });
  });
});

describe('by guessing', () => {
  test('tokens, links that add a passkey, and alert addresses', async () => {
    for (let guess = 0; guess < 3; guess++) {
      const { status } = await raw(
        'POST',
        '/mcp',
        { authorization: `Bearer mt5b_${randomBytes(32).toString('base64url')}` },
        '{}',
      );
      expect([401, 429]).toContain(status);
    }
    const page = new OwnerBrowser(served.url);
    const enrol = await page.post('/api/enrol/options', { code: randomBytes(32).toString('base64url') });
    expect(await enrol.json()).toMatchObject({ error: { code: 'ENROLMENT_REFUSED' } });
    expect((await raw('POST', `/hooks/tradingview/${randomBytes(32).toString('hex')}`, {}, '{}')).status).toBe(404);
  });

  test('files through the pages', async () => {
    for (const path of [
      '/../tokens.json',
      '/..%2f..%2ftokens.json',
      '/assets/..%5c..%5cowner.json',
      '/%2e%2e/%2e%2e/etc/passwd',
    ]) {
      const { text } = await raw('GET', path, {});
      expect(text, path).not.toMatch(/mt5b_|scrypt|root:/);
    }
  });

  test('the passphrase, whose guesses are stopped', async () => {
    const page = new OwnerBrowser(served.url);
    const codes = new Set<string>();
    for (let guess = 0; guess < 12; guess++) {
      const { error } = (await (await page.signIn(`guess ${guess}`)).json()) as { error: { code: string } };
      codes.add(error.code);
    }
    expect(codes).toContain('WRONG_PASSPHRASE');
    expect([...codes].some((code) => /LOCKED|TOO_MANY/.test(code))).toBe(true);
    // The owner's own terminal is not locked out by that.
    expect(await served.command(['kill', 'on'])).toBeDefined();
    expect(await served.command(['kill', 'off'], `${served.passphrase}\n`)).toBeDefined();
  });
});

describe('beside an owner who says yes', () => {
  /** These orders are decided, so each test has one of its own; that of the others goes on waiting. */
  const yes = ({ approval_id, hash }: Waiting) => owner.post(`/api/approvals/${approval_id}/approve`, { hash });

  test('a yes to one order is none to another, nor to one with another field', async () => {
    const own = await propose();
    expect(await (await yes({ ...own, hash: order.hash })).json()).toMatchObject({
      error: { code: 'INVALID_APPROVAL' },
    });
    expect(await (await yes({ ...order, hash: own.hash })).json()).toMatchObject({
      error: { code: 'INVALID_APPROVAL' },
    });
    expect(await (await yes(own)).json()).toMatchObject({ state: 'approved', outcome: { status: 'done' } });
    expect(await approval(order)).toMatchObject({ state: 'pending' });
  });

  test('the same yes again, and twenty at once, send it once', async () => {
    const own = await propose();
    const replays = await Promise.all(Array.from({ length: 20 }, () => yes(own)));
    const codes = await Promise.all(
      replays.map(async (response) => (await response.json()) as Record<string, unknown>),
    );
    expect(codes.filter(({ state }) => state === 'approved').length).toBeGreaterThanOrEqual(1);
    expect(await (await yes(own)).json()).toMatchObject({ error: { code: 'APPROVAL_USED' } });
    expect((await events(own)).filter((event) => event === 'send')).toHaveLength(1);
    expect((await events(own)).filter((event) => event === 'approval_granted')).toHaveLength(1);
  });

  test('a yes that races with its own tries counts, and theirs do not', async () => {
    const own = await propose();
    const tries = Array.from({ length: 10 }, (_, at) =>
      at % 2 === 0
        ? call('place_order', { ...ORDER, approval_confirmed: true, approval_request_id: own.approval_id })
        : raw(
            'POST',
            `/api/approvals/${own.approval_id}/approve`,
            { authorization: `Bearer ${token}`, 'content-type': 'application/json', origin: served.url },
            JSON.stringify({ hash: own.hash }),
          ),
    );
    const [answer, ...results] = await Promise.all([yes(own), ...tries]);
    expect(await answer.json()).toMatchObject({ state: 'approved', channel: 'dashboard' });
    for (const result of results) expect(JSON.stringify(result)).toMatch(/FORBIDDEN|ORIGIN_REFUSED|SIGN_IN_REQUIRED/);
    expect((await events(own)).filter((event) => event === 'send')).toHaveLength(1);
  });

  test('a cookie and a page key that were good until their owner signed out open nothing', async () => {
    const stolen = owner.proof;
    await owner.signOut();
    const headers = {
      ...stolen,
      origin: served.url,
      'content-type': 'application/json',
      'x-mt5-bridge': 'dashboard',
    };
    const path = `/api/approvals/${order.approval_id}/approve`;
    expect((await raw('POST', path, headers, JSON.stringify({ hash: order.hash }))).status).toBe(401);
  });
});

test('every kind of try is on record', async () => {
  const kinds = await accesses();
  for (const what of [
    ...[
      'token_refused',
      'origin_refused',
      'host_refused',
      'not_signed_in',
      'page_key_refused',
      'passkey_refused',
      'enrolment_refused',
    ],
    ...['sign_in_refused', 'hook_secret_wrong', 'forbidden'],
  ]) {
    expect(kinds).toContain(what);
  }
});
