import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { DEFAULT_CONFIG } from '@mt5-bridge/config';
import { Mt5Error, systemClock } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import type { BridgeServerOptions } from './create-server.ts';
import { createBridgeServer } from './create-server.ts';
import { tradingOptions } from './testing/connect.ts';
import { settled } from './testing/manual-clock.ts';
import { StubReads } from './testing/stub-reads.ts';

async function connected(stub = new StubReads(), more: Partial<BridgeServerOptions> = {}) {
  const server = createBridgeServer({
    reads: stub.reads,
    config: () => DEFAULT_CONFIG,
    clock: systemClock(),
    version: '1.2.3',
    log: () => {},
    ...more,
  });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.mcp.connect(theirs);
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(ours);
  return { client, stub };
}

describe('the server', () => {
  it('introduces itself in less than 2 KB', async () => {
    const { client } = await connected();
    expect(client.getServerVersion()).toMatchObject({ name: 'mt5-bridge', version: '1.2.3' });
    const instructions = client.getInstructions() ?? '';
    expect(Buffer.byteLength(instructions)).toBeLessThan(2_048);
    for (const essential of [
      'live is real money',
      'UTC',
      'untrusted_fields',
      'what_to_do',
      'next',
      'ORDER_OUTCOME_UNKNOWN',
      'pending_approval',
      'kill_switch_on',
      'get_policy',
    ]) {
      expect(instructions).toContain(essential);
    }
    expect(client.getServerCapabilities()).toEqual({
      tools: { listChanged: true },
      resources: { subscribe: true, listChanged: false },
      completions: {},
    });
  });

  it('offers the toolsets that were asked for, and all resources', async () => {
    const { client } = await connected(new StubReads(), { toolsets: ['ops', 'account'] });
    const names = (await client.listTools()).tools.map((tool) => tool.name);
    expect(names).toEqual([
      'ping',
      'get_terminal_info',
      'get_account_info',
      'get_positions',
      'get_orders',
      'get_history',
      'get_history_orders',
    ]);
    await expect(client.callTool({ name: 'get_quote', arguments: { symbol: 'EURUSD' } })).rejects.toThrow(/get_quote/);
    expect((await client.listResources()).resources).toHaveLength(3);
  });

  it('reads a resource as the tool of the same thing answers', async () => {
    const { client } = await connected();
    const read = async (uri: string) => {
      const [content] = (await client.readResource({ uri })).contents;
      expect(content).toMatchObject({ uri, mimeType: 'application/json' });
      return JSON.parse(content !== undefined && 'text' in content ? content.text : '') as unknown;
    };
    const answer = async (name: string, args: Record<string, unknown> = {}) =>
      (await client.callTool({ name, arguments: args })).structuredContent;
    expect(await read('account://current')).toEqual(await answer('get_account_info'));
    expect(await read('positions://current')).toEqual(await answer('get_positions'));
    expect(await read('orders://current')).toEqual(await answer('get_orders'));
    expect(await read('quotes://EURUSD')).toEqual(await answer('get_quote', { symbol: 'EURUSD' }));
    expect(await read('quotes://BTC%2FUSD')).toEqual(await answer('get_quote', { symbol: 'BTC/USD' }));
    expect(await read('book://EURUSD')).toEqual(await answer('get_book', { symbol: 'EURUSD' }));
  });

  it('answers a failed read with the record of the failure', async () => {
    const { client } = await connected();
    await expect(client.readResource({ uri: 'quotes://EURUSX' })).rejects.toMatchObject({
      code: -32_602,
      data: { uri: 'quotes://EURUSX', code: 'SYMBOL_NOT_FOUND', details: { close_matches: ['EURUSD'] } },
    });
    const down = new StubReads({
      account: async () => {
        throw new Mt5Error('TERMINAL_NOT_CONNECTED');
      },
    });
    await expect((await connected(down)).client.readResource({ uri: 'account://current' })).rejects.toMatchObject({
      code: -32_603,
      data: { code: 'TERMINAL_NOT_CONNECTED', retryable: true },
    });
  });

  it('completes symbols, those that start with what was typed first', async () => {
    const { client, stub } = await connected();
    const complete = async (uri: string, value: string) =>
      (await client.complete({ ref: { type: 'ref/resource', uri }, argument: { name: 'symbol', value } })).completion
        .values;
    expect(await complete('quotes://{symbol}', 'us')).toEqual(['USDJPY', 'BTC/USD', 'EURUSD']);
    expect(await complete('book://{symbol}', '')).toEqual(['BTC/USD', 'EURUSD', 'USDJPY']);
    expect(stub.called('symbols').at(-1)).toEqual([{ offset: 0, count: 100 }]);
  });

  it('tells whoever observes of each tool call and how it ended', async () => {
    const ended: string[] = [];
    const { client } = await connected(new StubReads(), {
      observeCall: (tool) => (outcome) => ended.push(`${tool} ${outcome}`),
    });
    await client.callTool({ name: 'get_account_info', arguments: {} });
    await client.callTool({ name: 'get_quote', arguments: { symbol: 7 } });
    expect(ended).toEqual(['get_account_info ok', 'get_quote failed']);
  });

  it('offers nothing that trades without a gateway', async () => {
    const { client } = await connected();
    const names = (await client.listTools()).tools.map((tool) => tool.name);
    expect(names).toContain('get_quote');
    for (const name of ['place_order', 'get_policy', 'kill_switch_on']) expect(names).not.toContain(name);
    await expect(client.readResource({ uri: 'policy://current' })).rejects.toMatchObject({ code: -32_602 });
  });

  it('takes away what writes while it is read only, and tells of each change once', async () => {
    const { trading, setReadOnly } = tradingOptions();
    setReadOnly(true);
    const { client } = await connected(new StubReads(), { trading });
    let notices = 0;
    client.setNotificationHandler('notifications/tools/list_changed', () => {
      notices++;
    });
    const list = async () => (await client.listTools()).tools;
    const reading = await list();
    expect(reading.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(reading.map(({ name }) => name)).toEqual(expect.arrayContaining(['get_policy', 'get_audit']));
    await expect(client.callTool({ name: 'cancel_order', arguments: { ticket: 1 } })).rejects.toThrow(/cancel_order/);

    setReadOnly(false);
    setReadOnly(false);
    await settled();
    expect(notices).toBe(1);
    const trades = await list();
    expect(trades.length).toBeGreaterThan(reading.length);
    expect((await client.callTool({ name: 'cancel_order', arguments: { ticket: 1 } })).isError).toBeUndefined();

    setReadOnly(true);
    await settled();
    expect(notices).toBe(2);
    expect(await list()).toEqual(reading);
  });

  it('reads rules and approvals as resources', async () => {
    const { stub, trading } = tradingOptions();
    stub.pending();
    const { client } = await connected(new StubReads(), { trading });
    const read = async (uri: string) => {
      const [content] = (await client.readResource({ uri })).contents;
      return JSON.parse(content !== undefined && 'text' in content ? content.text : '') as Record<string, unknown>;
    };
    expect(await read('policy://current')).toMatchObject({ preset: 'guarded', kill_switch: { on: false } });
    expect(await read('approvals://pending')).toMatchObject({ approvals: [{ approval_id: 'APP000000001' }] });
    expect(stub.called('approvals')).toEqual([[{ state: 'pending', count: 200 }]]);
  });

  it('lets go of everything when its connection closes', async () => {
    const { stub: gateway, trading, listeners } = tradingOptions();
    const { client, stub } = await connected(new StubReads(), { trading });
    await client.subscribeResource({ uri: 'quotes://EURUSD' });
    await client.subscribeResource({ uri: 'policy://current' });
    expect([stub.listeners, gateway.listeners, listeners.size]).toEqual([2, 1, 2]);
    await client.close();
    expect([stub.listeners, gateway.listeners, listeners.size]).toEqual([0, 0, 0]);
  });
});
