import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManualClock, settled } from '../../testing/manual-clock.ts';
import { initialize, mcpHeaders, type RawRequest, rawRequest, sent } from '../../testing/raw-request.ts';
import { type StubHttpOptions, serveHttp } from '../../testing/stub-http.ts';
import { StubReads } from '../../testing/stub-reads.ts';

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const ping = { jsonrpc: '2.0', id: 1, method: 'ping', params: {} };

async function door(options: StubHttpOptions = {}) {
  const clock = new ManualClock();
  const served = await serveHttp({ ...options, services: { clock, ...options.services } });
  ends.push(() => served.server.close());
  const ask = (headers: RawRequest['headers'], body: object = ping, method = 'POST') =>
    rawRequest(served.url, {
      method,
      path: '/mcp',
      ...(method === 'POST' && { body }),
      headers: { ...mcpHeaders, ...headers },
    });
  /** Returns the id of a new session. */
  const open = async (token = 'trader-token') => {
    const answer = await ask({ authorization: `Bearer ${token}` }, initialize);
    expect(answer.status).toBe(200);
    return answer.headers['mcp-session-id'] as string;
  };
  const stream = async (id: string) => {
    const headers = { ...mcpHeaders, 'mcp-session-id': id };
    const answer = await sent(served.url, { path: '/mcp', headers });
    ends.push(async () => answer.destroy());
    return answer;
  };
  const statusOf = async (id: string, headers = {}) => (await ask({ 'mcp-session-id': id, ...headers })).status;
  return { ...served, clock, ask, open, stream, statusOf };
}

describe('a session', () => {
  it('has an id that nobody guesses and that is of use to its token alone', async () => {
    const { open, statusOf, ask, noted } = await door();
    const ids = [await open(), await open(), await open()];
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[\w-]{32}$/);
    const [id = ''] = ids;
    expect(await statusOf(id)).toBe(200);
    expect(await statusOf(id, { authorization: 'Bearer reader-token' })).toBe(404);
    expect(noted).toEqual([
      { what: 'session_refused', actor: expect.objectContaining({ token: 'reader' }), data: { address: '127.0.0.1' } },
    ]);
    expect(await statusOf(id.toUpperCase())).toBe(404);
    expect((await ask({})).status).toBe(400);
    expect((await ask({ 'mcp-session-id': 'x' })).json()).toMatchObject({ error: { code: 'SESSION_NOT_FOUND' } });
  });

  it('ends by DELETE, and only by that of its own token', async () => {
    const { open, statusOf, ask, stub } = await door();
    const id = await open();
    expect(stub.listeners).toBe(1);
    const remove = (token: string) =>
      ask({ 'mcp-session-id': id, authorization: `Bearer ${token}` }, {}, 'DELETE').then(({ status }) => status);
    expect(await remove('reader-token')).toBe(404);
    expect(await statusOf(id)).toBe(200);
    expect(await remove('trader-token')).toBe(200);
    expect(await statusOf(id)).toBe(404);
    expect(stub.listeners).toBe(0);
  });

  it('ends when nobody has used it for so long, but not under an open stream', async () => {
    const { open, statusOf, stream, clock, config } = await door({ http: { session_idle_seconds: 60 } });
    const [idle, used, streaming] = [await open(), await open(), await open()];
    const events = await stream(streaming);
    await clock.pass(50_000);
    expect(await statusOf(used)).toBe(200);
    await clock.pass(15_000);
    expect(await statusOf(idle)).toBe(404);
    expect(await statusOf(used)).toBe(200);
    await clock.pass(600_000);
    expect(await statusOf(used)).toBe(404);
    expect(await statusOf(streaming)).toBe(200);
    events.destroy();
    Object.assign(config, { session_idle_seconds: 1 });
    await vi.waitFor(async () => {
      await clock.pass(2_000);
      expect(await statusOf(streaming)).toBe(404);
    });
    expect(clock.timers).toBe(0);
  });

  it('that is idle for longest makes room', async () => {
    const { open, statusOf, stream, clock, stub } = await door({ http: { max_sessions: 3 } });
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.push(await open());
      await clock.pass(10);
    }
    const [streaming = '', used = '', idle = ''] = ids;
    await stream(streaming);
    expect(await statusOf(used)).toBe(200);
    const latest = await open();
    expect(await Promise.all([streaming, used, latest].map((id) => statusOf(id)))).toEqual([200, 200, 200]);
    expect(await statusOf(idle)).toBe(404);
    expect(stub.listeners).toBe(3);
  });

  it('makes room at the cost of its own token, where that one has the most', async () => {
    const { open, statusOf, stream, clock } = await door({ http: { max_sessions: 4 } });
    const other = await open('reader-token');
    const others = { authorization: 'Bearer reader-token' };
    for (let i = 0; i < 3; i++) await stream(await open());
    for (let i = 0; i < 20; i++) {
      await clock.pass(10);
      await open();
    }
    expect(await statusOf(other, others)).toBe(200);
    const second = await open('reader-token');
    expect(await Promise.all([other, second].map((id) => statusOf(id, others)))).toEqual([200, 200]);
  });

  it('ends, its stream too, when its token is revoked', async () => {
    const { open, statusOf, stream, tokens } = await door();
    const id = await open();
    const events = await stream(id);
    const ended = once(events.resume(), 'end');
    tokens.revoke('trader');
    await ended;
    expect(await statusOf(id)).toBe(401);
  });

  it('answers what is under way when it ends, but for those who have left', async () => {
    const terminal = new StubReads({ account: () => new Promise(() => {}) });
    const { open, ask, url } = await door({ services: { reads: terminal.reads } });
    const id = await open();
    const call = (request: number) => ({
      ...{ jsonrpc: '2.0', id: request, method: 'tools/call', params: { name: 'get_account_info', arguments: {} } },
    });
    const headers = { ...mcpHeaders, 'mcp-session-id': id };
    const left = await sent(url, { method: 'POST', path: '/mcp', headers, body: call(7) });
    const waiting = ask({ 'mcp-session-id': id }, call(8));
    await vi.waitFor(() => expect(terminal.called('account')).toHaveLength(2));
    expect((await ask({ 'mcp-session-id': id })).text).toContain('"result":{}');
    left.destroy();
    expect((await ask({ 'mcp-session-id': id }, {}, 'DELETE')).status).toBe(200);
    const answers = [...(await waiting).text.matchAll(/^data: (.+)$/gm)].map(([, json = '']) => JSON.parse(json));
    expect(answers).toEqual([
      {
        ...{ jsonrpc: '2.0', id: 8 },
        error: {
          code: -32_603,
          message: expect.stringMatching(/^SESSION_ENDED: .* get_order_outcome/),
          data: expect.objectContaining({ code: 'SESSION_ENDED', retryable: false }),
        },
      },
    ]);
  });

  it('is not kept for what is no initialization', async () => {
    const { ask, stub } = await door();
    const broken = { ...initialize, params: { protocolVersion: 7 } };
    expect((await ask({}, broken)).status).toBeGreaterThanOrEqual(400);
    expect((await ask({ accept: 'text/html' }, initialize)).status).toBe(406);
    await settled();
    expect(stub.listeners).toBe(0);
  });
});
