import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { createViteServer } from 'vitest/node';

type Theme = 'light' | 'dark';

/** A host of MCP Apps around a client, as a page of a browser. */
export interface ViewHost {
  readonly page: Page;
  readonly view: FrameLocator;
  /** What the view asked the host for. */
  readonly asked: { readonly links: string[]; readonly calls: unknown[] };
  /** Whether the host opens links; it does. */
  opens: boolean;
  /** Whether it refuses to call tools for the view; it does not. */
  refuses: boolean;
  /** Calls a tool as an agent does, and shows the answer in the view that the tool is linked to. */
  call(name: string, args?: Record<string, unknown>, can?: object): Promise<CallToolResult>;
  wear(theme: Theme): Promise<void>;
}

/** Serves the host's page. */
export async function serveViewHost(): Promise<{ url: string; close(): Promise<void> }> {
  const server = await createViteServer({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    cacheDir: mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')),
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { include: ['@modelcontextprotocol/ext-apps/app-bridge'], noDiscovery: true },
  });
  await server.listen();
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return { url: `${url}view-host.html`, close: () => server.close() };
}

export async function openViewHost(
  context: BrowserContext,
  url: string,
  client: Client,
  theme: Theme = 'light',
): Promise<ViewHost> {
  const page = await context.newPage();
  const asked: ViewHost['asked'] = { links: [], calls: [] };
  const { tools } = await client.listTools();
  await page.exposeFunction('openLink', (link: string) => {
    asked.links.push(link);
    return host.opens;
  });
  await page.exposeFunction('callTool', (params: { name: string; arguments: Record<string, unknown> }) => {
    asked.calls.push(params);
    if (host.refuses) throw new Error('not now');
    return client.callTool(params);
  });
  await page.goto(url);
  await page.waitForFunction('window.show !== undefined');

  /** The page of the view that a tool is linked to. */
  async function pageOf(tool: string): Promise<string> {
    const { ui } = (tools.find(({ name }) => name === tool)?._meta ?? {}) as { ui?: { resourceUri: string } };
    const [content] = (await client.readResource({ uri: ui?.resourceUri ?? '' })).contents;
    return content !== undefined && 'text' in content ? content.text : '';
  }

  const host: ViewHost = {
    ...{ page, asked, opens: true, refuses: false },
    view: page.frameLocator('iframe'),
    async call(name, args = {}, can) {
      const result = await client.callTool({ name, arguments: args });
      const given = { html: await pageOf(name), args, result, theme, can };
      await page.evaluate(`window.show(${JSON.stringify(given)})`);
      return result;
    },
    wear: (next) => page.evaluate(`window.wear(${JSON.stringify(next)})`),
  };
  return host;
}
