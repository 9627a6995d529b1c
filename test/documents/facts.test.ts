import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { connectAny } from '../support/clients.ts';
import { bridgeBin } from '../support/processes.ts';
import { blocks } from './blocks.ts';
import { root, textOf } from './page.ts';

const run = promisify(execFile);

/** A configuration of that page, in a file. */
function alertsConfig(index: number): string {
  const [block] = blocks
    .filter(({ page, language }) => page === 'docs/tradingview.md' && language === 'toml')
    .slice(index);
  const file = join(mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')), 'config.toml');
  writeFileSync(file, block?.text ?? 'there is none');
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
  const readme = textOf('README.md');
  const section = readme.slice(readme.indexOf('## Tools and resources'), readme.indexOf('## Command line'));
  const named = [
    ...section.matchAll(/`((?:get|list|calc|check|place|modify|close|cancel|kill|claim|resolve)_\w+|ping)`/g),
  ].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(await client.tools()));
  const uris = [...section.matchAll(/`(\w+:\/\/[^`]+)`/g)].map(([, uri]) => uri);
  expect(new Set(uris)).toEqual(new Set(await client.resources()));
  await client.close();
});

test("CONTRIBUTING's map has every folder and every package, and no other", () => {
  const map = blocks.find(({ page, language }) => page === 'CONTRIBUTING.md' && language === '')?.text ?? '';
  const foldersIn = (path: string) =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(?:\..*|node_modules|build)$/.test(entry.name))
      .map(({ name }) => `${name}/`);
  const named = (indent: string) =>
    [...map.matchAll(new RegExp(`^${indent}([\\w-]+/)(?= |$)`, 'gm'))].map(([, name]) => name);
  expect(named('').sort()).toEqual(foldersIn('.').sort());
  expect(named('  ').sort()).toEqual(foldersIn('packages').sort());
});

const expert = textOf('mql5/Experts/Mt5Bridge/Mt5Bridge.mq5');
const expertReadme = textOf('mql5/README.md');

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
  const checklist = textOf('docs/ea-checklist.md');
  const quoted = [...checklist.matchAll(/`mt5-bridge: ([^`]+)`/g)].map(([, line = '']) => line);
  expect(Math.min(ours.length, quoted.length)).toBeGreaterThan(3);
  // What stands between the fixed parts of a line is a value, and an address is one.
  const parts = [...ours, ...quoted].flatMap((line) => line.split(/ *(?:…|tcp:\S+)[:,]? */));
  expect(parts.filter((part) => part.length > 2 && !sources.includes(part))).toEqual([]);
});
