import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
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

test('the README names every tool and resource, and no other', async () => {
  const client = await connectAny('sdk 2 modern', ['--mode', 'fake']);
  const section = readme.slice(readme.indexOf('## Tools and resources'), readme.indexOf('## Command line'));
  const named = [...section.matchAll(/`((?:get|list|calc|check|place|modify|close|cancel|kill)_\w+|ping)`/g)].map(
    ([, name]) => name,
  );
  expect(new Set(named)).toEqual(new Set(await client.tools()));
  const uris = [...section.matchAll(/`(\w+:\/\/[^`]+)`/g)].map(([, uri]) => uri);
  expect(new Set(uris)).toEqual(new Set(await client.resources()));
  await client.close();
});
