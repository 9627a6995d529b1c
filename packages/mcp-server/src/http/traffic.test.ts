import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { settled } from '../testing/manual-clock.ts';
import { initialize, mcpHeaders, rawRequest, sent } from '../testing/raw-request.ts';
import { serveHttp } from '../testing/stub-http.ts';
import { quoteOf, StubReads } from '../testing/stub-reads.ts';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const listenTo = (uri: string) => ({
  jsonrpc: '2.0',
  id: 'l',
  method: 'subscriptions/listen',
  params: { _meta, notifications: { resourceSubscriptions: [uri] } },
});
const modernHeaders = {
  ...mcpHeaders,
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'subscriptions/listen',
};
const POLICY = 'policy://current';

async function door(services: NonNullable<Parameters<typeof serveHttp>[0]>['services'] = {}) {
  const served = await serveHttp({ services });
  const close = () => served.server.close();
  ends.push(close);
  const post = (body: object, headers = {}) =>
    rawRequest(served.url, { method: 'POST', path: '/mcp', body, headers: { ...mcpHeaders, ...headers } });
  const open = async (body: object, headers: Readonly<Record<string, string>>) => {
    const answer = await sent(served.url, { method: 'POST', path: '/mcp', body, headers });
    ends.push(() => answer.destroy());
    return answer;
  };
  return { ...served, close, post, open };
}

describe('a stream', () => {
  /** Tells of something until it is over, at most as long as any kernel's buffers could hold up. */
  async function flood(change: () => void, isOver: () => boolean): Promise<void> {
    for (let i = 0; i < 400_000 && !isOver(); i++) {
      change();
      await settled();
    }
  }

  it('whose reader does not read is cut off; others hear everything and memory does not grow', async () => {
    const { open, trading, url } = await door();
    const { stub } = trading;
    const slow = await open(listenTo(POLICY), modernHeaders);
    const other = await sent(url, {
      method: 'POST',
      path: '/mcp',
      body: listenTo(POLICY),
      headers: { ...modernHeaders, authorization: 'Bearer reader-token' },
    });
    ends.push(() => other.destroy());
    let heard = 0;
    other.setEncoding('utf8').on('data', (text: string) => {
      heard += text.split('resources/updated').length - 1;
    });
    await vi.waitFor(() => expect(stub.listeners).toBe(2));
    let told = 0;
    await flood(
      () => {
        told++;
        stub.change('policy');
      },
      () => stub.listeners < 2,
    );
    expect(stub.listeners).toBe(1);
    await vi.waitFor(() => expect(heard).toBe(told));
    slow.destroy();
  });

  it('ends with the server, which tells its listeners so', async () => {
    const { open, trading, close } = await door();
    const stream = await open(listenTo(POLICY), modernHeaders);
    let said = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await vi.waitFor(() => expect(said).toContain('acknowledged'));
    const ended = once(stream, 'end');
    await close();
    await ended;
    expect(said).toContain('"resultType":"complete"');
    expect(trading.stub.listeners).toBe(0);
  });
});

describe('the end', () => {
  it('waits for what is under way, takes nothing new, and lets go of the port', async () => {
    let answer = () => {};
    const reads = new StubReads({
      quote: async (symbol) => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return quoteOf(symbol);
      },
    });
    const served = await door({ reads: reads.reads });
    const { post, close, url } = served;
    const id = (await post(initialize)).headers['mcp-session-id'] as string;
    const session = { 'mcp-session-id': id };
    const call = {
      jsonrpc: '2.0',
      id: 5,
      method: 'tools/call',
      params: { name: 'get_quote', arguments: { symbol: 'EURUSD' } },
    };
    const calling = post(call, session);
    await vi.waitFor(() => expect(reads.called('quote')).toHaveLength(1));
    const closing = close();
    await vi.waitFor(async () => {
      const late = await post(call, session);
      expect([late.status, late.headers.connection]).toEqual([503, 'close']);
      expect(late.json()).toMatchObject({ error: { code: 'SHUTTING_DOWN' } });
    });
    answer();
    const { status, text } = await calling;
    expect([status, text]).toEqual([200, expect.stringContaining('"bid":1.14273')]);
    await closing;
    await expect(rawRequest(url)).rejects.toThrow(/ECONN|hang up/);
    expect(reads.listeners).toBe(0);
  });

  it('does not wait for connections that only stand there', async () => {
    const { close, server, url } = await door();
    const silent = connect(server.port, '127.0.0.1');
    await once(silent, 'connect');
    const half = connect(server.port, '127.0.0.1');
    half.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Le');
    const agent = new Agent({ keepAlive: true });
    ends.push(() => agent.destroy());
    expect((await rawRequest(url, { path: '/nothing' })).status).toBe(404);
    const gone = [once(silent, 'close'), once(half, 'close')];
    await close();
    await Promise.all(gone);
  });
});
