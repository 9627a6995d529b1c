import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, quietly, root, run, say } from './process.mjs';
import { toolchain } from './toolchain.mjs';

const bins = {
  changeset: 'node_modules/@changesets/cli/bin.js',
  tsc: 'node_modules/typescript/bin/tsc',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  vitest: 'node_modules/vitest/vitest.mjs',
  vitepress: 'node_modules/vitepress/bin/vitepress.js',
  mcpb: 'node_modules/@anthropic-ai/mcpb/dist/cli/cli.js',
};

/**
 * Brings the toolchain and the dependencies, and answers how to run things with them: `node(file, args)` for a file of
 * this repository, `bin(name, args)` for a tool out of its dependencies; `pnpm` is that program and `env` its environment.
 */
export async function workspace() {
  const { node: program, pnpm, env } = await toolchain();
  await install(pnpm, env);
  const node = (file, args = [], options = {}) =>
    run(program, [join(root, file), ...args], { ...options, env: { ...env, ...options.env } });
  const bin = (name, args, options) => node(bins[name], args, options);
  return { node, bin, pnpm, env };
}

/** Installs what the lockfile says, when it or a manifest differs from the last time. */
async function install(pnpm, env) {
  const packages = (await readdir(join(root, 'packages'))).map((name) => `packages/${name}`);
  const rooms = ['.', 'test', ...packages].filter((room) => existsSync(join(root, room, 'package.json')));
  const facts = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...rooms.map((room) => `${room}/package.json`)];
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${pnpm}`);
  for (const file of facts) hash.update(`\n${file}\n`).update(await readFile(join(root, file)));
  const state = hash.digest('hex');

  const stamp = join(root, 'node_modules', '.installed');
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  if (installed === state && rooms.every((room) => existsSync(join(root, room, 'node_modules')))) return;

  say('Installing dependencies …');
  // CI=true: never ask, whoever runs this.
  const { code } = await run(pnpm, ['install', '--frozen-lockfile'], { stdio: quietly, env: { ...env, CI: 'true' } });
  if (code !== 0) throw new Failure('The dependencies could not be installed; pnpm said why above.');
  await writeFile(stamp, state);
}
