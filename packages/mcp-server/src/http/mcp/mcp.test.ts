import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ERAS, type Era } from '../../testing/connect.ts';
import { type StubHttpOptions, serveHttp } from '../../testing/stub-http.ts';

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function served(options?: StubHttpOptions) {
  const service = await serveHttp(options);
  ends.push(() => service.server.close());
  return service;
}

async function connected(era: Era, url: string, token = 'trader-token') {
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  await client.connect(transport);
  ends.push(() => client.close());
  return client;
}

async function subscribe(client: Client, era: Era, uri: string): Promise<() => Promise<unknown>> {
  if (era === 'modern') {
    const subscription = await client.listen({ resourceSubscriptions: [uri] });
    return () => subscription.close();
  }
  await client.subscribeResource({ uri });
  return () => client.unsubscribeResource({ uri });
}

function updatesAt(client: Client): string[] {
  const updates: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    updates.push(params.uri);
  });
  return updates;
}

describe.each(ERAS)('a %s client over HTTP', (era) => {
  it('calls tools and reads resources', async () => {
    const { url } = await served();
    const client = await connected(era, url);
    const { structuredContent } = await client.callTool({ name: 'get_quote', arguments: { symbol: 'EURUSD' } });
    expect(structuredContent).toMatchObject({ environment: 'fake', bid: 1.14273 });
    expect((await client.readResource({ uri: 'account://current' })).contents).toHaveLength(1);
  });

  it('is told of what it subscribes to, from then until it unsubscribes', async () => {
    const { url, stub } = await served();
    const client = await connected(era, url);
    const updates = updatesAt(client);
    const end = await subscribe(client, era, 'quotes://EURUSD');
    expect(stub.observed).toEqual([{ kind: 'quote', symbol: 'EURUSD' }]);
    stub.change('quote');
    await vi.waitFor(() => expect(updates).toEqual(['quotes://EURUSD']));
    await end();
    await vi.waitFor(() => expect(stub.listeners).toBe(1));
  });

  it('is told why it can not subscribe', async () => {
    const { url, stub } = await served();
    const client = await connected(era, url);
    await expect(subscribe(client, era, 'quotes://EURUSX')).rejects.toMatchObject({
      data: { code: 'SYMBOL_NOT_FOUND' },
    });
    expect(stub.observed).toEqual([]);
  });
});
