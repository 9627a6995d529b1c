import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
const library = join(root, 'docker/libzmq');
/** Where libzmq.dll and its import library are built. */
export const libraryFolder = join(library, 'build');
const prefix = join(root, '.toolchain/wine');

/** What is run, and the Debian packages that bring it. */
const tools = {
  wine: 'wine wine64',
  'x86_64-w64-mingw32-g++-posix': 'g++-mingw-w64-x86-64-posix',
  cmake: 'cmake',
  'dpkg-source': 'dpkg-dev',
};

/** The environment of Windows programs: a Windows of this repository's own, without windows, which finds libzmq.dll. */
export const wineEnv = {
  WINEPREFIX: prefix,
  WINEARCH: 'win64',
  WINEDLLOVERRIDES: 'mscoree=d;mshtml=d',
  WINEDEBUG: '-all',
  WINEPATH: libraryFolder,
  DISPLAY: '',
};

/** Ends this process, naming every missing tool and how to get it. */
export function requireTools(): void {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const missing = Object.entries(tools).filter(([tool]) => !folders.some((folder) => existsSync(join(folder, tool))));
  if (missing.length === 0) return;
  const names = missing.map(([tool]) => tool).join(', ');
  const packages = missing.map(([, of]) => of);
  process.stderr.write(`Missing: ${names}. On Debian: apt-get install --no-install-recommends ${packages.join(' ')}\n`);
  process.exit(1);
}

/** Builds libzmq.dll where it is not yet, and holds it to its recorded hash. */
export function buildLibrary(): void {
  run(join(library, 'build.sh'), [libraryFolder]);
}

/** Compiles docker/libzmq/smoke to `program`. */
export function buildSmoke(program: string): void {
  const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', '-fno-builtin', '-static'];
  const source = join(library, 'smoke/smoke.c');
  run('x86_64-w64-mingw32-gcc-posix', [...flags, source, join(libraryFolder, 'libzmq.dll.a'), '-o', program]);
}

/** Makes the Windows that programs run in; one with its final name is whole. */
export function makePrefix(): void {
  if (existsSync(prefix)) return;
  const fresh = `${prefix}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const env = { WINEPREFIX: fresh };
  run('mkdir', ['-p', fresh]);
  run('wine', ['wineboot', '--init'], env);
  run('wineserver', ['--wait'], env);
  renameSync(fresh, prefix);
}

/** The process behind all Windows programs. What it says of those that were killed is of no use; it ends by itself. */
export function startServer(): void {
  spawnSync('wineserver', ['--persistent=60'], { env: { ...process.env, ...wineEnv }, stdio: 'ignore' });
}

/** What it prints is for people. */
function run(command: string, args: readonly string[], own: NodeJS.ProcessEnv = {}): void {
  const env = { ...process.env, ...wineEnv, ...own };
  const { status, signal, error } = spawnSync(command, args, { env, stdio: ['ignore', 2, 2] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${signal ?? status}; it said why above.`);
}
