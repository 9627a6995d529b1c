import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { ClientId } from './client.ts';
import { clients } from './index.ts';

// examples/clients is written by the code that setup writes with: `npx vitest run packages/cli/src/setup/clients --update` after a change of it.

const files: Readonly<Record<ClientId, string>> = {
  'claude-code': 'claude-code.mcp.json',
  'claude-desktop': 'claude-desktop.json',
  cursor: 'cursor.json',
  vscode: 'vscode.json',
  codex: 'codex.toml',
  gemini: 'gemini.json',
};
const folder = new URL('../../../../../examples/clients/', import.meta.url);
const example = (name: string): string => fileURLToPath(new URL(name, folder));

it.each(Object.entries(files))('%s', async (id, file) => {
  const text = clients[id as ClientId].add(undefined, { command: 'mt5-bridge', args: ['serve'] });
  await expect(text).toMatchFileSnapshot(example(file));
});

it('Claude Desktop over HTTP', async () => {
  const url = 'http://127.0.0.1:8765/mcp';
  // The client itself puts the variable in; a blank inside an argument would be lost on Windows.
  const args = ['-y', 'mcp-remote@0.15.1', url, '--allow-http', '--header', 'Authorization:$' + '{MT5_AUTHORIZATION}'];
  const { mcpServers } = JSON.parse(clients['claude-desktop'].add(undefined, { command: 'npx', args }));
  mcpServers['mt5-bridge'].env = { MT5_AUTHORIZATION: 'Bearer PUT-THE-TOKEN-HERE' };
  await expect(`${JSON.stringify({ mcpServers }, null, 2)}\n`).toMatchFileSnapshot(example('claude-desktop-http.json'));
});
