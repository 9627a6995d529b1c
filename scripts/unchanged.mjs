import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { root } from './process.mjs';

/** What compilers remember of their last run, in `dist`. They go by times: a file that is older than that is no news to them. */
const memories = ['.tsbuildinfo', '.pages'];

/**
 * Runs `build`, which answers whether it succeeded, unless it did so before, every file that it reads holds what it held
 * and all that it wrote is there: an MCP client waits while its server starts, and asking the compiler takes a second on a
 * small machine. A package of which that is not so is compiled from nothing, since what was moved into its place may be
 * older than what was compiled.
 */
export async function buildIfChanged(build, home = root) {
  const rooms = await builtRooms(home);
  const stamp = join(home, 'node_modules', '.built');
  const last = await readFile(stamp, 'utf8')
    .then(JSON.parse)
    .catch(() => ({}));
  // As they are before: what is saved meanwhile is built the next time.
  const sources = await statesOf(rooms, (room) => sourcesOf(home, room));
  const made = await statesOf(rooms, madeIn);
  const changed = rooms.filter((room) => last[room]?.sources !== sources[room] || last[room]?.made !== made[room]);
  if (changed.length === 0) return true;
  for (const room of changed) await forget(room);
  if (!(await build())) return false;
  const now = await statesOf(rooms, madeIn);
  const built = rooms.map((room) => [room, { sources: sources[room], made: now[room] }]);
  await writeFile(stamp, JSON.stringify(Object.fromEntries(built)));
  return true;
}

async function builtRooms(home) {
  const names = await readdir(join(home, 'packages'));
  return names.map((name) => join(home, 'packages', name)).filter((room) => existsSync(join(room, 'src')));
}

async function statesOf(rooms, factsOf) {
  const states = rooms.map(async (room) => {
    const facts = (await factsOf(room)).sort();
    return [room, hashOf(facts.join('\n'))];
  });
  return Object.fromEntries(await Promise.all(states));
}

/** What is in a package besides its sources; the last two are there once it was packed. */
const notCompiled = ['node_modules', 'dist', 'expert', 'README.md'];

/** By what they hold: times can be set, and packing links to files, which is a change to the file system. */
async function sourcesOf(home, room) {
  const common = ['pnpm-lock.yaml', 'tsconfig.base.json'].map((file) => join(home, file));
  const files = await filesIn(room, (name) => !notCompiled.includes(name) && !name.startsWith('.'));
  return factsOf(room, [...common, ...files], async (file) => hashOf(await readFile(file)));
}

/** By their sizes: none but the compiler writes them. */
async function madeIn(room) {
  const files = await filesIn(join(room, 'dist'), (name) => !name.startsWith('.'));
  return factsOf(room, files, async (file) => (await stat(file)).size);
}

function factsOf(room, files, factOf) {
  return Promise.all(files.map(async (file) => `${relative(room, file)} ${await factOf(file)}`));
}

const hashOf = (content) => createHash('sha256').update(content).digest('hex');

async function forget(room) {
  const files = await filesIn(join(room, 'dist'), (name) => memories.includes(name) || !name.startsWith('.'));
  for (const file of files) if (memories.some((name) => file.endsWith(name))) await rm(file, { force: true });
}

/** Files at any depth, through folders whose names are wanted, as theirs have to be. */
async function filesIn(folder, isWanted) {
  if (!existsSync(folder)) return [];
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => isWanted(name));
  const found = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return [path];
    return entry.isDirectory() ? filesIn(path, isWanted) : [];
  });
  return (await Promise.all(found)).flat();
}
