import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './process.mjs';

/**
 * Runs `build`, which answers whether it succeeded, unless it did so before and no file that it reads was touched since:
 * an MCP client waits while its server starts, and asking the compiler takes a second on a small machine.
 */
export async function buildIfChanged(build) {
  const rooms = await builtRooms();
  const stamp = join(root, 'node_modules', '.built');
  // As it is before: what is saved meanwhile is built the next time.
  const state = await stateOf(rooms);
  const isBuilt = rooms.every((room) => existsSync(join(room, 'dist')));
  if (isBuilt && (await readFile(stamp, 'utf8').catch(() => '')) === state) return true;
  if (!(await build())) return false;
  await writeFile(stamp, state);
  return true;
}

async function builtRooms() {
  const names = await readdir(join(root, 'packages'));
  return names.map((name) => join(root, 'packages', name)).filter((room) => existsSync(join(room, 'src')));
}

/** Size and time of everything that is compiled. */
async function stateOf(rooms) {
  const files = await Promise.all(rooms.map(filesOf));
  const common = ['pnpm-lock.yaml', 'tsconfig.base.json'].map((file) => join(root, file));
  const facts = await Promise.all([...common, ...files.flat()].sort().map(async (file) => [file, await stat(file)]));
  const hash = createHash('sha256').update(process.version);
  for (const [file, { size, mtimeMs }] of facts) hash.update(`\n${file} ${size} ${mtimeMs}`);
  return hash.digest('hex');
}

async function filesOf(room) {
  const entries = await readdir(room, { withFileTypes: true });
  const found = entries.map((entry) => {
    const path = join(room, entry.name);
    if (entry.isFile()) return [path];
    return entry.isDirectory() && !['node_modules', 'dist', 'expert'].includes(entry.name) ? filesOf(path) : [];
  });
  return (await Promise.all(found)).flat();
}
