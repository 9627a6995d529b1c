import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bridgeBin } from '../support/processes.ts';
import { findClient, machineWith } from './real-clients.ts';
import { type ListedTool, serverTools } from './server-tools.ts';

const root = join(import.meta.dirname, '../..');
const plugin = join(root, 'plugins/mt5-bridge');
const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const skills = readdirSync(join(plugin, 'skills'));
const PREFIX = 'mcp__plugin_mt5-bridge_mt5-bridge__';
const VERBS = /^(?:ping|(?:get|list|calc|check|place|modify|close|cancel|claim|resolve|kill)_\w+)$/;

let tools: readonly ListedTool[];
beforeAll(async () => {
  tools = await serverTools();
});

describe.each(skills)('the skill %s', (name) => {
  const [, head = '', body = ''] =
    /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(plugin, 'skills', name, 'SKILL.md'), 'utf8')) ?? [];
  const facts = new Map(head.split('\n').map((line) => /^([\w-]+): (.*)$/.exec(line)?.slice(1) as [string, string]));

  it('has the name of its folder and says when to use it', () => {
    expect(facts.get('name')).toBe(name);
    expect(facts.get('description')).toMatch(/Use when /);
    expect(facts.get('description')?.length).toBeLessThan(1_536);
  });

  it('names tools that there are', () => {
    const named = [...body.matchAll(/`([a-z_]+)`/g)].map(([, word = '']) => word).filter((word) => VERBS.test(word));
    expect(named.length).toBeGreaterThan(2);
    expect(tools.map((tool) => tool.name)).toEqual(expect.arrayContaining(named));
  });

  it('allows nothing but what only looks', () => {
    const allowed = (facts.get('allowed-tools') ?? '').split(', ');
    const looking = tools.filter(({ readOnly }) => readOnly).map((tool) => PREFIX + tool.name);
    expect(looking).toEqual(expect.arrayContaining(allowed));
  });
});

it('starts what its user has installed and fetches nothing, on the simulated terminal; has its version and its licence', () => {
  const { version } = json('packages/cli/package.json');
  expect(json('plugins/mt5-bridge/.claude-plugin/plugin.json').version).toBe(version);
  const { command, args } = json('plugins/mt5-bridge/.mcp.json').mcpServers['mt5-bridge'];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code puts the variable in.
  expect([command, ...args]).toEqual(['mt5-bridge', 'serve', '--mode', '${MT5_BRIDGE_MODE:-fake}']);
  expect(readFileSync(join(plugin, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
});

it('is what the marketplace of this repository offers', () => {
  const { plugins } = json('.claude-plugin/marketplace.json');
  const { name, description } = json('plugins/mt5-bridge/.claude-plugin/plugin.json');
  expect(plugins).toEqual([{ name, description, source: './plugins/mt5-bridge' }]);
});

it('tells of each skill in its README', () => {
  const readme = readFileSync(join(plugin, 'README.md'), 'utf8');
  for (const name of skills) expect(readme).toContain(`/mt5-bridge:${name}`);
});

const claude = findClient('claude') ?? '';

describe.skipIf(claude === '')('Claude Code, where it is on the PATH or in MT5_BRIDGE_TEST_CLIENTS', () => {
  it.each([
    ['plugin', plugin],
    ['marketplace', root],
  ])('finds nothing wrong with the %s', async (_, folder) => {
    const { code, stdout, stderr } = await machineWith(claude).run('plugin', 'validate', folder, '--strict');
    expect(code, stdout + stderr).toBe(0);
  });

  it('installs it out of this repository and connects', async () => {
    const machine = machineWith(claude);
    // What its user has installed is the command that is built here.
    mkdirSync(join(machine.home, 'bin'));
    const command = `#!/bin/sh\nexec "${process.execPath}" "${bridgeBin}" "$@"\n`;
    writeFileSync(join(machine.home, 'bin/mt5-bridge'), command, { mode: 0o755 });
    expect((await machine.run('plugin', 'marketplace', 'add', root)).code).toBe(0);
    expect((await machine.run('plugin', 'install', 'mt5-bridge@mt5-bridge')).code).toBe(0);
    const { stdout } = await machine.run('mcp', 'list');
    expect(stdout).toMatch(/^plugin:mt5-bridge:mt5-bridge: .* --mode fake - ✔ Connected$/m);
  });
});
