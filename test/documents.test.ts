import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { connectAny } from './support/clients.ts';
import { bridgeBin } from './support/processes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true })
    .filter((name): name is string => typeof name === 'string' && name.endsWith('.md'))
    .map((name) => join('docs', name)),
  'mql5/README.md',
  'docker/libzmq/README.md',
];

test.each(documents)('%s links only to what is there', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? '');
  const missing = links.filter(
    (target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(document), target)),
  );
  expect(missing).toEqual([]);
});

const commandLine = readme.slice(readme.indexOf('## Command line'));
const commands = [...commandLine.matchAll(/^mt5-bridge (.+)$/gm)].map(([, words]) => words ?? '');

test("the README's owner commands are commands", async () => {
  const { stdout } = await run(process.execPath, [bridgeBin, '--help']);
  const named = [...readme.matchAll(/^mt5-bridge (\w+)/gm)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !new RegExp(`^  ${name}\\b`, 'm').test(stdout))).toEqual([]);
});

test('the README shows commands', () => expect(commands.length).toBeGreaterThanOrEqual(5));

test.each(commands)("the README's `mt5-bridge %s` works", async (words) => {
  const { stdout } = await run(process.execPath, [bridgeBin, ...words.split(' ')], {
    env: {
      ...process.env,
      MT5_BRIDGE_CONFIG: join(root, 'examples/config/default.toml'),
      MT5_BRIDGE_DATA_DIR: mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')),
    },
  });
  expect(stdout.length).toBeGreaterThan(0);
});

const alertsPage = readFileSync(join(root, 'docs/tradingview.md'), 'utf8');

test.each([...alertsPage.matchAll(/^ *mt5-bridge (.+)$/gm)].map(([, words]) => words ?? ''))(
  'the `mt5-bridge %s` of docs/tradingview.md works',
  async (words) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
    const { stdout } = await run(process.execPath, [bridgeBin, ...words.split(' ')], {
      env: { ...process.env, MT5_BRIDGE_CONFIG: alertsConfig(0), MT5_BRIDGE_DATA_DIR: dataDir },
    });
    expect(stdout.length).toBeGreaterThan(0);
  },
);

/** A configuration of that page, in a file. */
function alertsConfig(index: number): string {
  const blocks = [...alertsPage.matchAll(/^ *```toml\n([\s\S]*?)^ *```$/gm)].map(([, block = '']) => block);
  const file = join(mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')), 'config.toml');
  writeFileSync(file, blocks[index] ?? 'there is none');
  return file;
}

test.each([0, 1])(
  'configuration %i of docs/tradingview.md takes alerts, and nothing is in their way',
  async (index) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
    const env = { ...process.env, MT5_BRIDGE_CONFIG: alertsConfig(index), MT5_BRIDGE_DATA_DIR: dataDir };
    const { stdout, stderr } = await run(process.execPath, [bridgeBin, 'alerts', 'url'], { env });
    expect(stdout).toMatch(/^https:\/\/bridge\.example\.com\/hooks\/tradingview\//);
    expect(stderr).toBe('');
  },
);

test('the README names every tool and resource, and no other', async () => {
  const client = await connectAny('sdk 2 modern', ['--mode', 'fake']);
  const section = readme.slice(readme.indexOf('## Tools and resources'), readme.indexOf('## Command line'));
  const named = [
    ...section.matchAll(/`((?:get|list|calc|check|place|modify|close|cancel|kill|claim|resolve)_\w+|ping)`/g),
  ].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(await client.tools()));
  const uris = [...section.matchAll(/`(\w+:\/\/[^`]+)`/g)].map(([, uri]) => uri);
  expect(new Set(uris)).toEqual(new Set(await client.resources()));
  await client.close();
});

const expert = readFileSync(join(root, 'mql5/Experts/Mt5Bridge/Mt5Bridge.mq5'), 'utf8');
const expertReadme = readFileSync(join(root, 'mql5/README.md'), 'utf8');

test("the expert advisor's README has every input as the dialog shows it, with its default", () => {
  const shown: Readonly<Record<string, string>> = { '""': 'empty', DEAD_MAN_NOTHING: 'nothing' };
  const inputs = [...expert.matchAll(/^input +(?:group "(.+)"|\w+ +(\w+)=(.+?); *\/\/ (.+))$/gm)].map(
    ([, group, name, value = '', label]) =>
      group === undefined
        ? [label, shown[value] ?? `\`${value.replaceAll('"', '')}\``, `\`${name}\``]
        : [`**${group}**`, '', ''],
  );
  const table = expertReadme.slice(expertReadme.indexOf('## Inputs'), expertReadme.indexOf('## What it writes'));
  const rows = [...table.matchAll(/^\|(.*)\|$/gm)]
    .slice(2)
    .map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
  expect(rows.map(([label, value, , name]) => [label, value, name])).toEqual(inputs);
});

test('what the documents quote of the tab Experts is what the expert advisor writes there', () => {
  const sources = readdirSync(join(root, 'mql5'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.mq[h5]$/.test(name))
    .map((name) => readFileSync(join(root, 'mql5', name), 'utf8'))
    .join('\n');
  const trouble = expertReadme.slice(expertReadme.indexOf('## When it does not start'));
  const ours = [...trouble.matchAll(/^\| `([^`]+)` \|/gm)].map(([, line = '']) => line);
  const checklist = readFileSync(join(root, 'docs/ea-checklist.md'), 'utf8');
  const quoted = [...checklist.matchAll(/`mt5-bridge: ([^`]+)`/g)].map(([, line = '']) => line);
  expect(Math.min(ours.length, quoted.length)).toBeGreaterThan(3);
  // What stands between the fixed parts of a line is a value, and an address is one.
  const parts = [...ours, ...quoted].flatMap((line) => line.split(/ *(?:…|tcp:\S+)[:,]? */));
  expect(parts.filter((part) => part.length > 2 && !sources.includes(part))).toEqual([]);
});
