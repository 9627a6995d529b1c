import { describe, expect, it } from 'vitest';
import type { BridgeServerOptions } from './create-server.ts';
import { connect, ERAS, tradingOptions } from './testing/connect.ts';

const MIME_TYPE = 'text/html;profile=mcp-app';
const URIS = { approval: 'ui://mt5-bridge/approval.html', positions: 'ui://mt5-bridge/positions.html' };
const APPROVAL = ['place_order', 'modify_order', 'close_position', 'cancel_order', 'close_by', 'get_approval'];

const views = { approval: () => '<p>the order</p>', positions: () => '<p>positions</p>' };

async function offered(options: Partial<BridgeServerOptions>, era: (typeof ERAS)[number] = 'modern') {
  const { client, close } = await connect(era, undefined, { ...tradingOptions(), ...options });
  const { tools } = await client.listTools();
  const { resources } = await client.listResources();
  return {
    client,
    close,
    linked: Object.fromEntries(tools.flatMap(({ name, _meta }) => (_meta === undefined ? [] : [[name, _meta]]))),
    pages: resources.filter(({ uri }) => uri.startsWith('ui:')),
  };
}

describe.each(ERAS)('the views of a %s connection', (era) => {
  it('are linked from the tools that they show the answers of', async () => {
    const { linked, close } = await offered({ views }, era);
    const link = (resourceUri: string) => ({ ui: { resourceUri } });
    expect(linked).toEqual({
      ...Object.fromEntries(APPROVAL.map((name) => [name, link(URIS.approval)])),
      get_positions: link(URIS.positions),
    });
    await close();
  });

  it('are listed and read as pages of MCP Apps that may load nothing from anywhere', async () => {
    const { client, pages, close } = await offered({ views }, era);
    expect(pages.map(({ uri, mimeType }) => [uri, mimeType])).toEqual(
      expect.arrayContaining(Object.values(URIS).map((uri) => [uri, MIME_TYPE])),
    );
    expect(pages).toHaveLength(2);
    for (const [name, uri] of Object.entries(URIS)) {
      const text = views[name as keyof typeof views]();
      const { contents } = await client.readResource({ uri });
      expect(contents).toEqual([{ uri, mimeType: MIME_TYPE, text, _meta: { ui: { prefersBorder: true } } }]);
    }
    await close();
  });
});

describe('a server', () => {
  it('without pages links nothing and offers none', async () => {
    const { client, linked, pages, close } = await offered({});
    expect([linked, pages]).toEqual([{}, []]);
    await expect(client.readResource({ uri: URIS.approval })).rejects.toMatchObject({ code: -32_602 });
    await close();
  });

  it('reads a page when it is asked for, and again each time', async () => {
    let reads = 0;
    const { client, close } = await offered({ views: { ...views, positions: () => `read ${++reads}` } });
    expect(reads).toBe(0);
    for (const text of ['read 1', 'read 2']) {
      expect((await client.readResource({ uri: URIS.positions })).contents).toMatchObject([{ text }]);
    }
    await close();
  });

  it('offers the views of its tools alone', async () => {
    const { pages, close } = await offered({ views, toolsets: ['account'] });
    expect(pages.map(({ uri }) => uri)).toEqual([URIS.positions]);
    await close();
  });
});
