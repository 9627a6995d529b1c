import { PassThrough, Writable } from 'node:stream';
import { DEFAULT_CONFIG } from '@mt5-bridge/config';
import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it, vi } from 'vitest';
import { connect, ERAS, type Era, serve, tradingOptions } from './testing/connect.ts';
import { settled } from './testing/manual-clock.ts';
import { StubGateway } from './testing/stub-gateway.ts';
import { quoteOf, StubReads } from './testing/stub-reads.ts';

type Connected = Awaited<ReturnType<typeof connect>>;

/** Subscribes as the era does it; returns how to end it. */
async function subscribe({ client }: Connected, era: Era, ...uris: string[]): Promise<() => Promise<void>> {
  if (era === 'modern') {
    const subscription = await client.listen({ resourceSubscriptions: uris });
    return () => subscription.close();
  }
  for (const uri of uris) await client.subscribeResource({ uri });
  return async () => {
    for (const uri of uris) await client.unsubscribeResource({ uri });
  };
}

function updatesAt({ client }: Connected): string[] {
  const updates: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    updates.push(params.uri);
  });
  return updates;
}

async function flow(): Promise<void> {
  for (let i = 0; i < 5; i++) await settled();
}

describe.each(ERAS)('a %s client over pipes', (era) => {
  it('calls tools and reads resources', async () => {
    const connected = await connect(era);
    const { client, close } = connected;
    expect(client.getServerVersion()).toMatchObject({ name: 'mt5-bridge', version: '9.8.7' });
    const { structuredContent } = await client.callTool({ name: 'get_quote', arguments: { symbol: 'EURUSD' } });
    expect(structuredContent).toMatchObject({ environment: 'fake', bid: 1.14273 });
    expect((await client.readResource({ uri: 'account://current' })).contents).toHaveLength(1);
    await close();
  });

  it('is told of what it subscribes to, from then until it unsubscribes', async () => {
    const connected = await connect(era);
    const { stub, close } = connected;
    const updates = updatesAt(connected);
    stub.change('quote');
    expect(stub.observed).toEqual([]);

    const end = await subscribe(connected, era, 'quotes://EURUSD', 'orders://current');
    expect(stub.observed).toEqual([{ kind: 'quote', symbol: 'EURUSD' }, { kind: 'orders' }]);
    stub.change('quote');
    stub.change('account');
    await flow();
    expect(updates).toEqual(['quotes://EURUSD']);
    stub.change('orders');
    await flow();
    expect(updates).toEqual(['quotes://EURUSD', 'orders://current']);

    await end();
    await flow();
    expect(stub.listeners).toBe(1);
    stub.change('quote');
    await flow();
    expect(updates).toHaveLength(2);
    await close();
  });

  it('is told of rules and approvals that change, and of tools that come and go', async () => {
    const { stub, trading, setReadOnly, listeners } = tradingOptions();
    const connected = await connect(era, undefined, { trading });
    const updates = updatesAt(connected);
    let listChanges = 0;
    connected.client.setNotificationHandler('notifications/tools/list_changed', () => {
      listChanges++;
    });
    const end = await subscribe(connected, era, 'policy://current', 'approvals://pending');
    if (era === 'modern') await connected.client.listen({ toolsListChanged: true });
    stub.change('approvals');
    await flow();
    expect(updates).toEqual(['approvals://pending']);
    stub.change('policy');
    setReadOnly(true);
    await flow();
    expect(updates).toEqual(['approvals://pending', 'policy://current']);
    expect(listChanges).toBe(1);
    setReadOnly(true);
    await flow();
    expect(updates.at(-1)).toBe('policy://current');
    expect([updates.length, listChanges]).toEqual([3, 1]);
    await end();
    await flow();
    expect([stub.listeners, listeners.size]).toEqual([0, 1]);
    await connected.close();
  });

  it('is told why it can not subscribe to rules that can not be read', async () => {
    const { trading } = tradingOptions(
      new StubGateway({
        policy: async () => {
          throw new Mt5Error('LEDGER_UNAVAILABLE');
        },
      }),
    );
    const connected = await connect(era, undefined, { trading });
    await expect(subscribe(connected, era, 'policy://current')).rejects.toMatchObject({
      data: { code: 'LEDGER_UNAVAILABLE' },
    });
    await connected.close();
  });

  it('is told why it can not subscribe, and nothing is observed', async () => {
    const connected = await connect(era);
    await expect(subscribe(connected, era, 'quotes://EURUSX')).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('SYMBOL_NOT_FOUND'),
      data: { code: 'SYMBOL_NOT_FOUND', details: { close_matches: ['EURUSD'] } },
    });
    await expect(subscribe(connected, era, 'quote://EURUSD')).rejects.toMatchObject({ code: -32_602 });
    expect(connected.stub.observed).toEqual([]);
    await connected.close();
  });

  it('leaves nothing behind when it goes', async () => {
    const connected = await connect(era);
    await subscribe(connected, era, 'quotes://EURUSD', 'account://current');
    connected.toServer.end();
    await connected.service.closed;
    expect(connected.stub.listeners).toBe(0);
  });

  it('may be told less often by configuration', async () => {
    const streaming = { ...DEFAULT_CONFIG.streaming, quote_poll_interval_ms: 10_000 };
    const config = () => ({ ...DEFAULT_CONFIG, streaming });
    const connected = await connect(era, new StubReads(), { config });
    const updates = updatesAt(connected);
    await subscribe(connected, era, 'quotes://EURUSD', 'quotes://USDJPY');
    connected.stub.change('quote');
    await flow();
    connected.stub.change('quote');
    await flow();
    expect(updates).toHaveLength(2);
    await connected.close();
  });
});

describe('a modern client', () => {
  it('may cancel while its subscription is still being checked', async () => {
    let answer = () => {};
    const waiting = new Promise<void>((resolve) => (answer = resolve));
    const stub = new StubReads({
      quote: async (symbol) => {
        await waiting;
        return quoteOf(symbol);
      },
    });
    const connected = await connect('modern', stub);
    const abort = new AbortController();
    const listening = connected.client.listen({ resourceSubscriptions: ['quotes://EURUSD'] }, { signal: abort.signal });
    await flow();
    abort.abort();
    await expect(listening).rejects.toThrow();
    await flow();
    answer();
    await flow();
    expect(stub.observed).toEqual([]);
    await connected.close();
  });

  it('may open two subscriptions to one resource and close one of them', async () => {
    const connected = await connect('modern');
    const updates = updatesAt(connected);
    const end = await subscribe(connected, 'modern', 'account://current');
    await subscribe(connected, 'modern', 'account://current');
    await end();
    await flow();
    connected.stub.change('account');
    await flow();
    expect(updates).toEqual(['account://current']);
    await connected.close();
  });
});

const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Speaks raw lines, for what a well-behaved client never does. */
function rawClient(options: Parameters<typeof serve>[1] = {}, stub = new StubReads()) {
  const served = serve(stub, options);
  const lines: Record<string, unknown>[] = [];
  served.fromServer.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().trim().split('\n')) lines.push(JSON.parse(line));
  });
  const write = (message: object) => served.toServer.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const initialize = async () => {
    const clientInfo = { name: 'raw', version: '1' };
    write({ id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
    await flow();
    write({ method: 'notifications/initialized' });
  };
  return { ...served, lines, write, initialize };
}

describe('the service', () => {
  it('survives garbage and answers what comes after it', async () => {
    const { toServer, lines, initialize, service, logged } = rawClient();
    toServer.write('this is not JSON\n[]\n{"jsonrpc":"1.0"}\n\u0000\n');
    await initialize();
    expect(lines).toMatchObject([{ id: 0, result: { serverInfo: { name: 'mt5-bridge' } } }]);
    expect(logged.every(({ level }) => level === 'warn')).toBe(true);
    await service.close();
  });

  it('serves a client that probes for the modern era and falls back', async () => {
    const { lines, write, initialize, service, stub } = rawClient();
    write({ id: 'probe', method: 'server/discover', params: { _meta } });
    await flow();
    await initialize();
    write({ id: 1, method: 'resources/subscribe', params: { uri: 'quotes://EURUSD' } });
    await flow();
    stub.change('quote');
    await flow();
    expect(lines.map(({ id, method }) => id ?? method)).toEqual(['probe', 0, 1, 'notifications/resources/updated']);
    await service.close();
    expect(stub.listeners).toBe(0);
  });

  it.each(ERAS)('does not pile up notices before a %s client that stops reading', async (era) => {
    const stub = new StubReads();
    const written: string[] = [];
    let readOn = () => {};
    let full = false;
    const stdout = new Writable({
      highWaterMark: 1,
      decodeStrings: false,
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        if (full) readOn = done;
        else done();
      },
    });
    const { write, initialize, service } = rawClient({ stdout }, stub);
    const uri = 'quotes://EURUSD';
    if (era === 'modern') {
      write({
        id: 1,
        method: 'subscriptions/listen',
        params: { _meta, notifications: { resourceSubscriptions: [uri] } },
      });
    } else {
      await initialize();
      write({ id: 1, method: 'resources/subscribe', params: { uri } });
    }
    await flow();
    full = true;
    for (let i = 0; i < 1_000; i++) {
      stub.change('quote');
      await settled();
    }
    const updates = () => written.filter((line) => line.includes('resources/updated')).length;
    expect(updates()).toBe(1);
    full = false;
    readOn();
    await flow();
    expect(updates()).toBe(2);
    await service.close();
  });

  it('reads no more requests of a client that does not read its answers', async () => {
    let readOn = () => {};
    let full = true;
    let answered = 0;
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        answered++;
        if (full) readOn = done;
        else done();
      },
    });
    const { toServer, write, initialize, service } = rawClient({ stdout });
    await initialize();
    const asked = 2_000;
    for (let id = 1; id <= asked; id++) {
      write({ id, method: 'tools/list', params: {} });
      if (id % 20 === 0) await flow();
    }
    expect(toServer.readableLength).toBeGreaterThan(0);
    expect(stdout.writableLength).toBeLessThan(20_000_000);
    full = false;
    readOn();
    await vi.waitFor(() => expect(answered).toBe(asked + 1), 10_000);
    await service.close();
  });

  it('ends when the client stops listening', async () => {
    const { fromServer, initialize, service, stub } = rawClient();
    await initialize();
    fromServer.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await service.closed;
    expect(stub.listeners).toBe(0);
  });

  it('ends at once when stdin was closed before it began', async () => {
    const stdin = new PassThrough();
    stdin.end();
    stdin.resume();
    await settled();
    const { service, fromServer, stub } = serve(new StubReads(), { stdin });
    await service.closed;
    expect(stub.listeners).toBe(0);
    expect(fromServer.read()).toBeNull();
  });
});
