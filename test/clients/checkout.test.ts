import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it } from 'vitest';
import { testEnvironment } from '../support/bridge.ts';
import { findClient, machineWith } from './real-clients.ts';
import { run } from './run.ts';
import { scriptedModel } from './scripted-model.ts';
import { serverTools } from './server-tools.ts';

// A clone of this repository is an installed server for Claude Code: .mcp.json and .claude/settings.json.

const root = join(import.meta.dirname, '../..');
const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));

describe('.claude/settings.json', () => {
  it('allows what only looks, and asks before everything else', async () => {
    const tools = await serverTools();
    const named = (readOnly: boolean) =>
      tools.filter((tool) => tool.readOnly === readOnly).map(({ name }) => `mcp__mt5-bridge__${name}`);
    const settings = {
      $schema: 'https://json.schemastore.org/claude-code-settings.json',
      // The first start installs and compiles; Claude Code waits 30 s of its own accord.
      env: { MCP_TIMEOUT: '600000' },
      enabledMcpjsonServers: Object.keys(json('.mcp.json').mcpServers),
      permissions: { allow: named(true), ask: named(false) },
    };
    await expect(`${JSON.stringify(settings, null, 2)}\n`).toMatchFileSnapshot(join(root, '.claude/settings.json'));
    // As docs/clients.md tells them apart.
    for (const tool of tools)
      expect(/^(?:ping$|get_|list_|calc_|check_)/.test(tool.name), tool.name).toBe(tool.readOnly);
    expect(settings.permissions.ask).toContain('mcp__mt5-bridge__place_order');
    expect(settings.permissions.allow).toContain('mcp__mt5-bridge__get_positions');
  });
});

describe('.mcp.json', () => {
  const { command, args } = json('.mcp.json').mcpServers['mt5-bridge'] as { command: string; args: string[] };
  /** As Claude Code puts variables in: `${NAME:-default}`. */
  const expanded = (env: Record<string, string>) =>
    args.map((word) => word.replaceAll(/\$\{(\w+):-(\w+)\}/g, (_, name: string, or: string) => env[name] ?? or));

  it('starts a simulated terminal unless told otherwise', () => {
    expect(expanded({}).slice(1)).toEqual(['serve', '--mode', 'fake']);
    expect(expanded({ MT5_BRIDGE_MODE: 'live' }).slice(1)).toEqual(['serve', '--mode', 'live']);
  });

  it('ends as the server in it ends, and passes on the signal to end', async () => {
    const refused = await run(command, [...expanded({}), '--mode', 'none'], { cwd: root });
    expect(refused.code).toBe(2);
    expect(refused.stdout).toBe('');
    const child = spawn(command, expanded({}), {
      cwd: root,
      env: testEnvironment(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
    const [answer] = await once(child.stdout, 'data');
    expect(JSON.parse(String(answer))).toMatchObject({ id: 1, result: { serverInfo: { name: 'mt5-bridge' } } });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('is a server that speaks nothing but MCP on stdout and ends with its client', async () => {
    const transport = new StdioClientTransport({ command, args: expanded({}), cwd: root, env: testEnvironment() });
    const client = new Client({ name: 'test', version: '1' });
    const faults: Error[] = [];
    client.onerror = (error) => faults.push(error);
    await client.connect(transport);
    const ask = async (name: string, args: Record<string, unknown>) =>
      (await client.callTool({ name, arguments: args })).structuredContent as Record<string, unknown>;
    expect(await ask('get_account_info', {})).toMatchObject({ environment: 'fake' });
    const { bid } = (await ask('get_quote', { symbol: 'EURUSD' })) as { bid: number };
    const sl = Number((bid * 0.99).toFixed(5));
    const { approval } = await ask('place_order', { symbol: 'EURUSD', side: 'buy', volume: 0.1, sl });
    expect(approval).toMatchObject({
      how_to_approve: expect.arrayContaining([
        { channel: 'cli', how: expect.stringContaining('`npm run --silent mt5-bridge -- approve ') },
      ]),
    });
    await client.close();
    expect(faults).toEqual([]);
  });
});

const claude = findClient('claude');

describe.skipIf(claude === undefined)(
  'Claude Code, where `claude` is on the PATH or in MT5_BRIDGE_TEST_CLIENTS',
  () => {
    it('connects in a folder that its user trusts', async () => {
      const machine = machineWith(claude ?? '', root);
      const waiting = await machine.run('mcp', 'list');
      expect(waiting.stdout).toContain('Pending approval');
      const trust = { projects: { [root]: { hasTrustDialogAccepted: true } } };
      writeFileSync(join(machine.home, '.claude.json'), JSON.stringify(trust));
      const { stdout } = await machine.run('mcp', 'list');
      expect(stdout).toMatch(/^mt5-bridge: .*✔ Connected$/m);
    });

    it('lets the model look, and not trade, without a person', async () => {
      await using model = await scriptedModel([
        { name: 'mcp__mt5-bridge__get_quote', input: { symbol: 'EURUSD' } },
        {
          name: 'mcp__mt5-bridge__place_order',
          input: { symbol: 'EURUSD', side: 'buy', volume: 0.01, sl: 1, reason: 'a test' },
        },
      ]);
      const machine = machineWith(claude ?? '', root, { ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'none' });
      const trust = { projects: { [root]: { hasTrustDialogAccepted: true } } };
      writeFileSync(join(machine.home, '.claude.json'), JSON.stringify(trust));
      // Named, the server is waited for.
      const { code, stderr } = await machine.run('-p', 'go on', '--mcp-config', '.mcp.json');
      expect(code, stderr).toBe(0);
      expect(model.answers).toEqual([expect.stringContaining('EURUSD'), expect.stringContaining("haven't granted it")]);
    });
  },
);
