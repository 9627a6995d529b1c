import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly repository: { readonly directory: string };
}

export interface Tarball {
  readonly file: string;
  /** Where its content lies, unpacked. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Paths below the folder, with slashes. */
  readonly files: readonly string[];
}

export const ownPath = [dirname(process.execPath), process.env.PATH].join(delimiter);

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, gone after the tests of the file; npm and its users do meet names with spaces. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mt5 bridge packages '));
  made.push(folder);
  return folder;
}

/** A program at its end; `code` 0 is well. npm and what it installs run on the Node of this test. */
export async function runIn(cwd: string, program: string, words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  // What npm puts in place on Windows are scripts for its shell, which takes a line as it is.
  const shell = process.platform === 'win32' && !program.endsWith('.exe');
  const [command = '', ...args] = shell ? [program, ...words].map((word) => `"${word}"`) : [program, ...words];
  const options = { cwd, env: { ...process.env, PATH: ownPath, NO_COLOR: '1', ...env }, maxBuffer: 64 * 1024 * 1024 };
  try {
    return { code: 0, ...(await promisify(execFile)(command, args, { ...options, shell })) };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}

/** What lies in the folder that is packed into: a tarball of an earlier version, and one of somebody else. */
const OLD = 'mt5-bridge-0.0.1.tgz';
export const THEIRS = 'another.tgz';

/** `npm run pack` of what is built, into a folder of its own. */
export async function packAll(): Promise<string[]> {
  const out = newFolder();
  for (const name of [OLD, THEIRS]) writeFileSync(join(out, name), '');
  const words = [join(root, 'scripts/task.mjs'), 'pack', '--built', '--out', out];
  const { code, stderr } = await runIn(root, process.execPath, words);
  if (code !== 0) throw new Error(`npm run pack failed: ${stderr}`);
  return readdirSync(out)
    .filter((name) => name.endsWith('.tgz') && name !== THEIRS)
    .map((name) => join(out, name));
}

export async function unpack(file: string): Promise<Tarball> {
  const home = newFolder();
  await runIn(home, 'tar', ['-xzf', file]);
  const folder = join(home, 'package');
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  return { file, folder, files, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest };
}
