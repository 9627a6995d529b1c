import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, quietly, root, run, say } from './process.mjs';

/** What the server never needs: sources of the native addons, their builds for 32-bit Windows, what a terminal gets. */
const unneeded = [
  'server/expert',
  'server/node_modules/better-sqlite3/deps',
  'server/node_modules/better-sqlite3/src',
  'server/node_modules/zeromq/src',
  'server/node_modules/zeromq/script',
  'server/node_modules/zeromq/build/win32/ia32',
  'server/node_modules/**/*.ts',
  'server/node_modules/**/*.mts',
  'server/node_modules/**/*.cts',
];

/** Packs the command line with everything it needs into one file that Claude Desktop installs. */
export async function mcpb({ node, bin, pnpm, env }) {
  const home = join(root, 'build', 'mcpb');
  const out = join(root, 'build', 'mt5-bridge.mcpb');
  await rm(home, { recursive: true, force: true });
  await rm(out, { force: true });
  await mkdir(home, { recursive: true });
  // Hoisted: a zip archive keeps no links.
  const words = ['--filter', 'mt5-bridge', '--prod', 'deploy', '--legacy', '--config.node-linker=hoisted'];
  await succeeded(run(pnpm, [...words, join(home, 'server')], { stdio: quietly, env: { ...env, CI: 'true' } }));

  const { tools } = JSON.parse((await listed(node, home)).output);
  const cli = JSON.parse(await readFile(join(home, 'server', 'package.json'), 'utf8'));
  await writeFile(join(home, 'manifest.json'), `${JSON.stringify(await manifest(cli, tools), null, 2)}\n`);
  await writeFile(join(home, '.mcpbignore'), `${unneeded.join('\n')}\n`);
  await copyFile(join(root, 'LICENSE'), join(home, 'LICENSE'));
  await succeeded(bin('mcpb', ['validate', join(home, 'manifest.json')], { stdio: quietly }));
  await succeeded(bin('mcpb', ['pack', home, out], { stdio: quietly }));
  say(`The bundle is ${out}`);
  return { code: 0 };
}

/** What the bundled server offers; on a simulated terminal, without a trace in the data folder of whoever packs. */
async function listed(node, home) {
  const stdio = ['ignore', 'pipe', process.stderr];
  const words = ['call', '--mode', 'fake', '--output', 'json', '--data-dir', join(home, '.data')];
  // Nor one in the bundle: compiled code is for the very Node that compiled it.
  const env = { NODE_DISABLE_COMPILE_CACHE: '1' };
  return succeeded(node(join('build', 'mcpb', 'server', 'dist', 'bin.js'), words, { stdio, env }));
}

async function succeeded(running) {
  const end = await running;
  if (end.code !== 0) throw new Failure('The bundle was not packed; the reason is above.');
  return end;
}

/** What the bundle says of itself: its fixed part stands in mcpb.json. */
async function manifest(
  { name, version, description, license, author, homepage, repository, bugs, engines, keywords },
  tools,
) {
  return {
    ...JSON.parse(await readFile(join(root, 'scripts', 'mcpb.json'), 'utf8')),
    ...{ name, version, description, license, keywords, homepage, support: bugs },
    author: { name: author },
    repository: { type: repository.type, url: repository.url.replace(/^git\+/, '') },
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
    tools: tools.map(({ name, title }) => ({ name, description: title })),
  };
}
