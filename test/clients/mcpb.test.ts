import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { getMcpConfigForManifest } from '@anthropic-ai/mcpb/node';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './run.ts';

// The bundle for Claude Desktop, packed by the real tool, unpacked into an empty folder, and started as a host does.

const root = join(import.meta.dirname, '../..');
const MOST_BYTES = 32_000_000;

let home: string;
let manifest: Parameters<typeof getMcpConfigForManifest>[0]['manifest'];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
  const packed = await run(process.execPath, [join(root, 'scripts/task.mjs'), 'mcpb']);
  if (packed.code !== 0) throw new Error(packed.stderr);
  const bundle = join(root, 'build/mt5-bridge.mcpb');
  expect(readFileSync(bundle).length).toBeLessThan(MOST_BYTES);
  const tool = join(root, 'node_modules/@anthropic-ai/mcpb/dist/cli/cli.js');
  const unpacked = await run(process.execPath, [tool, 'unpack', bundle, join(home, 'bundle')]);
  if (unpacked.code !== 0) throw new Error(unpacked.stderr);
  manifest = JSON.parse(readFileSync(join(home, 'bundle/manifest.json'), 'utf8'));
}, 240_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

const silent = { log() {}, warn() {}, error() {} };

async function connected(userConfig: Record<string, string>): Promise<Client> {
  const config = await getMcpConfigForManifest({
    ...{ manifest, userConfig, extensionPath: join(home, 'bundle'), pathSeparator: sep, logger: silent },
    systemDirs: { HOME: home, DESKTOP: home, DOCUMENTS: home, DOWNLOADS: home },
  });
  const { command, args, env } = config ?? { command: 'no configuration' };
  const transport = new StdioClientTransport({
    command: command === 'node' ? process.execPath : command,
    args: args ?? [],
    env: { HOME: home, USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home, MT5_BRIDGE_LOG_LEVEL: 'error', ...env },
    stderr: 'ignore',
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return client;
}

describe('the bundle', () => {
  it('holds nothing of the machine that packed it: no compiled code, no data', () => {
    const files = readdirSync(join(home, 'bundle'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.compile-cache|\.sqlite|\.data|\.tsbuildinfo|\.map$/.test(file))).toEqual([]);
  });

  it('is of this version, and lists the tools that its server has', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8'));
    expect(manifest.version).toBe(version);
    const client = await connected({});
    const { tools } = await client.listTools();
    await client.close();
    expect(manifest.tools).toEqual(tools.map(({ name, title }) => ({ name, description: title })));
  });

  it('runs on a simulated terminal until its owner says otherwise', async () => {
    const client = await connected({});
    const { structuredContent } = await client.callTool({ name: 'get_account_info', arguments: {} });
    await client.close();
    expect(structuredContent).toMatchObject({ environment: 'fake' });
  });

  it('asks for secrets as secrets, and for nothing that has no safe default', () => {
    const options = Object.entries(manifest.user_config ?? {});
    for (const [name, option] of options) {
      expect(option.default, name).toBeDefined();
      expect(option.sensitive ?? false, name).toBe(/secret|token|password/.test(name));
    }
    expect(options.map(([name]) => name)).toContain('webhook_secret');
  });

  it('takes the configuration and the data folder that its owner names', async () => {
    const data = join(home, 'own data');
    const client = await connected({ data_dir: data });
    await client.callTool({ name: 'get_policy', arguments: {} });
    await client.close();
    expect(readdirSync(data)).toContain('ledger.sqlite');
  });

  it.each(['win32-x64', 'win32-arm64', 'darwin-x64', 'darwin-arm64', 'linux-x64', 'linux-arm64'])(
    'has both native addons for %s',
    (machine) => {
      const modules = join(home, 'bundle/server/node_modules');
      expect(readdirSync(join(modules, 'better-sqlite3/prebuilds'))).toContain(`${machine}.node`);
      const [platform = '', arch = ''] = machine.split('-');
      const builds = readdirSync(join(modules, 'zeromq/build', platform, arch), { recursive: true });
      expect(builds.some((file) => String(file).endsWith('addon.node'))).toBe(true);
    },
  );
});
