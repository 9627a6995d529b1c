import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** Stands for npm: notes each call, then puts a program that answers --version, or fails the way it was told to. */
const npm = `
const { appendFileSync, chmodSync, mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
appendFileSync(process.env.CALLS, args.join(' ') + '\\n');
if (process.env.NPM_FAILS) {
  console.error(process.env.NPM_FAILS);
  process.exit(1);
}
const [name, version] = args.at(-1).split(/(?<=.)@/);
const folder = join(args[args.indexOf('--prefix') + 1], 'node_modules', name);
mkdirSync(folder, { recursive: true });
const program = '#!/bin/sh\\n' + (process.env.PROGRAM ?? 'echo ' + version) + '\\n';
setTimeout(() => {
  writeFileSync(join(folder, 'pnpm'), program);
  chmodSync(join(folder, 'pnpm'), 0o755);
}, Number(process.env.NPM_TAKES ?? 0));
`;

// This Node is recent enough, so what is fetched here is pnpm; an older Node fetches its successor the same way.
describe.skipIf(process.platform === 'win32')('the toolchain', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'mt5 bridge toolchain '));
    mkdirSync(join(root, 'npm'));
    // Said here, so that a package.json further up has no say in what kind of module it is.
    writeFileSync(join(root, 'npm', 'package.json'), '{ "type": "commonjs" }');
    writeFileSync(join(root, 'npm', 'npm-cli.js'), npm);
    for (const file of ['toolchain.mjs', 'process.mjs']) {
      cpSync(join(import.meta.dirname, file), join(root, 'scripts', file));
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** Asks for the toolchain in a process of its own, as the scripts do. */
  function ask(env: Record<string, string> = {}): Promise<{ pnpm?: string; failure?: string; stderr: string }> {
    const source = `import('./scripts/toolchain.mjs').then(({ toolchain }) => toolchain()).then(
      ({ pnpm }) => console.log(JSON.stringify({ pnpm })),
      (error) => console.log(JSON.stringify({ failure: error.message })),
    );`;
    const child = spawn(process.execPath, ['-e', source], {
      cwd: root,
      env: { ...process.env, npm_execpath: join(root, 'npm', 'npm-cli.js'), CALLS: join(root, 'calls'), ...env },
    });
    return new Promise((resolve, reject) => {
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (text) => {
        stdout += text;
      });
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.once('error', reject);
      child.once('close', () => resolve({ ...JSON.parse(stdout), stderr }));
    });
  }

  const calls = async () => (await readFile(join(root, 'calls'), 'utf8')).trim().split('\n');
  const stored = () => readdirSync(join(root, '.toolchain'));

  test('is fetched once, without install scripts', async () => {
    const first = await ask();
    expect(first.stderr).toMatch(/^Fetching pnpm [\d.]+ from the npm registry \(once\) …\npnpm [\d.]+ is ready/);
    const second = await ask();
    expect(second).toEqual({ pnpm: first.pnpm, stderr: '' });
    expect(await calls()).toEqual([expect.stringMatching(/^install .*--ignore-scripts .*@pnpm\/exe\.\S+@[\d.]+$/)]);
  });

  test('is made anew when a part of it is missing', async () => {
    const { pnpm = '' } = await ask();
    truncateSync(pnpm, 3);
    expect((await ask()).pnpm).toBe(pnpm);
    expect(await readFile(pnpm, 'utf8')).toContain('echo');
    expect(await calls()).toHaveLength(2);
  });

  test('clears what an interrupted run left behind, but not what another run is at', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    for (const pid of [gone, process.pid])
      mkdirSync(join(root, '.toolchain', `partial-${pid}-abc`), { recursive: true });
    await ask();
    expect(stored()).toEqual([expect.stringMatching(/^@pnpm-exe/), `partial-${process.pid}-abc`]);
  });

  test('can be fetched by two runs at the same time', async () => {
    const runs = await Promise.all([ask({ NPM_TAKES: '300' }), ask({ NPM_TAKES: '300' }), ask({ NPM_TAKES: '350' })]);
    expect(new Set(runs.map(({ pnpm }) => pnpm)).size).toBe(1);
    expect(runs.map(({ failure }) => failure)).toEqual([undefined, undefined, undefined]);
    expect(stored()).toHaveLength(1);
  });

  test.each([
    ['npm error code ENOTFOUND', "The npm registry can't be reached to fetch pnpm"],
    ['npm error code ECONNREFUSED', "The npm registry can't be reached to fetch pnpm"],
    ['npm error code E404', 'This npm registry does not offer @pnpm/exe'],
    ['npm error code ETARGET', 'This npm registry does not offer @pnpm/exe'],
    ['npm error code ENOSPC', 'No space left to fetch pnpm'],
    ['npm error something else', 'npm could not fetch pnpm'],
  ])('says what to do after "%s"', async (said, sentence) => {
    const { failure } = await ask({ NPM_FAILS: said });
    expect(failure).toContain(sentence);
    expect(failure).toContain(said);
    expect(stored()).toEqual([]);
    expect((await ask()).pnpm).toBeDefined();
  });

  test.each([
    ['exit 127', 'was fetched but does not run on this machine'],
    ['echo 1.2.3', 'was fetched but does not run on this machine'],
  ])('is not kept when the program does %s', async (program, sentence) => {
    const { failure } = await ask({ PROGRAM: program });
    expect(failure).toContain(sentence);
    expect(stored()).toEqual([]);
  });
});
