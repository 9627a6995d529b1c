import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { locked } from './lock.ts';
import {
  BuildError,
  compile,
  type How,
  language,
  native,
  requireLibraries,
  root,
  type Toolchain,
  type Variant,
  variants,
} from './toolchain.ts';
import { builtinFunctions } from './translator/builtins.ts';
import { check } from './translator/check.ts';
import { load } from './translator/source.ts';
import { translate } from './translator/translate.ts';

const here = import.meta.dirname;
const folder = join(here, 'build');
const shim = join(here, 'shim');
const includes = [join(root, 'mql5/Include')];
const expert = 'mql5/Experts/Mt5Bridge/Mt5Bridge.mq5';

/** Where this machine's libzmq differs from the DLL that the program is written for (see shim/libzmq-abi.cpp). */
const standIns: ReadonlyMap<string, string> = new Map([
  ['zmq_poll', 'mql_zmq_poll'],
  ['zmq_errno', 'mql_zmq_errno'],
]);

/** What stays visible of warnings: event handlers have fixed parameters, and MQL5 has no word on members a switch leaves out. */
const warnings = ['-Wall', '-Wextra', '-Wno-unused-parameter', '-Wno-switch'];
const expertWarnings = [...warnings, '-Wconversion', '-Wshadow'];

/** The shim's own warnings are shown where the shim is compiled. Columns would be those of the C++. */
const expertFlags = [...language, ...expertWarnings, '-fno-show-column', '-isystem', relative(root, shim)];

const shimFlags = [...language, ...warnings, `-I${shim}`];

/**
 * What runs the .mq5 file, each from the sources of its folders: the terminal's loop; nothing but OnStart, for a script
 * that asks nothing of a terminal; libFuzzer.
 */
const runners = { terminal: ['host', 'local'], bare: ['bare'], fuzzer: ['fuzz', 'local'] } as const;

export interface BuildOptions {
  readonly variant: Variant;
  /** The .mq5 file; the expert advisor, if there is none. */
  readonly main?: string | undefined;
  readonly runner?: keyof typeof runners;
}

/**
 * Builds what is not up to date and answers the program's path: `build/mt5-bridge-ea`, for other variants
 * `build/<variant>/mt5-bridge-ea`, for another main file its name in place of the program's. Throws `BuildError` and
 * `SourceError`.
 */
export async function build({ variant, main, runner = 'terminal' }: BuildOptions): Promise<string> {
  const rooms = join(folder, variant);
  await mkdir(rooms, { recursive: true });
  return await locked(join(rooms, 'owner'), async () => {
    const name = main === undefined ? 'mt5-bridge-ea' : basename(main, '.mq5');
    const generated = join(rooms, `${name}.cpp`);
    const { tools, flags } = variants[variant];
    await writeChanged(generated, translated(main ?? join(root, expert), tools));
    const units: Unit[] = [{ source: generated, flags: [...expertFlags, ...tools.messages] }];
    const folders = runners[runner].map((part) => join(here, part));
    for (const source of await sourcesIn(shim)) units.push({ source, flags: shimFlags });
    const runnerFlags = [...shimFlags, ...folders.map((part) => `-I${part}`)];
    for (const part of folders) for (const source of await sourcesIn(part)) units.push({ source, flags: runnerFlags });
    const objects = await compileAll(units, rooms, variants[variant]);
    const program = variant === 'plain' ? join(folder, name) : join(rooms, name);
    await link(tools, program, objects, [...flags, ...(await wrappedFunctions(folders))]);
    return program;
  });
}

/** What the compiler says to a .mq5 or .mqh file, warnings included. Throws `SourceError` before it comes to that. */
export async function syntaxErrors(file: string): Promise<string> {
  const { said } = await compile(
    native,
    [...expertFlags, ...native.messages, '-fsyntax-only', '-x', 'c++', '-'],
    translated(file, native),
  );
  return said;
}

/** Where a .mq5 or .mqh file, or what it includes, leaves the subset: `file:line:column: rule: what`. */
export function subsetFindings(file: string): string[] {
  const findings = check(file, { root, includes, builtins: builtinFunctions(shim) });
  return findings.map(({ rule, place, message }) => `${place.file}:${place.line}:${place.column}: ${rule}: ${message}`);
}

/** The files that a program consists of. */
export function filesOf(main: string): string[] {
  return load(main, { root, includes }).files.map(({ path }) => path);
}

function translated(main: string, tools: Toolchain): string {
  if (!existsSync(main)) throw new BuildError(`${main} does not exist`);
  return translate(main, { root, includes, symbols: tools === native ? standIns : new Map() });
}

async function sourcesIn(path: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true });
  return names.filter((name) => name.endsWith('.cpp')).map((name) => join(path, name));
}

/** The host looks at some calls of libzmq on their way: every `__wrap_NAME` in its sources. */
async function wrappedFunctions(folders: readonly string[]): Promise<string[]> {
  const sources = (await Promise.all(folders.map(sourcesIn))).flat();
  const texts = await Promise.all(sources.map((source) => readFile(source, 'utf8')));
  const names = texts.flatMap((text) => [...text.matchAll(/\b__wrap_(\w+)/g)].map(([, name]) => name));
  return [...new Set(names)].sort().map((name) => `-Wl,--wrap=${name}`);
}

interface Unit {
  readonly source: string;
  readonly flags: readonly string[];
}

/** Compiles what changed, a few at a time, and answers the objects. */
async function compileAll(units: readonly Unit[], rooms: string, how: How): Promise<string[]> {
  const { tools, flags } = how;
  const waiting = units.map((unit) => ({ unit, object: join(rooms, `${objectName(unit.source)}.o`) }));
  const objects = waiting.map(({ object }) => object);
  let checked = false;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { unit, object } = next;
      const dependencies = `${object}.d`;
      const args = [...unit.flags, ...flags, '-MD', '-MF', dependencies, '-c', unit.source, '-o', object];
      if (await isCurrent(object, args, dependencies)) continue;
      if (!checked) await requireLibraries(how);
      checked = true;
      process.stderr.write(`${relative(root, unit.source)}\n`);
      const { code, said } = await compile(tools, args);
      process.stderr.write(said);
      if (code !== 0) {
        waiting.length = 0;
        throw new BuildError(`${relative(root, unit.source)} does not compile`);
      }
      await writeFile(`${object}.state`, await stateOf(args, dependencies));
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: availableParallelism() }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return objects;
}

async function link(
  tools: Toolchain,
  program: string,
  objects: readonly string[],
  flags: readonly string[],
): Promise<void> {
  const states = await Promise.all(objects.map((object) => readFile(`${object}.state`, 'utf8')));
  const stamp = `${program}.state`;
  const state = digest([...states, ...flags]);
  if (existsSync(program) && (await readFile(stamp, 'utf8').catch(() => '')) === state) return;
  const fresh = `${program}.new`;
  const { code, said } = await compile(tools, [...flags, ...objects, ...tools.libraries, '-o', fresh]);
  process.stderr.write(said);
  if (code !== 0) throw new BuildError(`${relative(root, program)} does not link`);
  // A program that is running keeps its own file.
  await rename(fresh, program);
  await writeFile(stamp, state);
}

function objectName(source: string): string {
  return relative(here, source).replaceAll(/[^A-Za-z0-9]+/g, '-');
}

async function isCurrent(object: string, args: readonly string[], dependencies: string): Promise<boolean> {
  if (!existsSync(object)) return false;
  const known = await readFile(`${object}.state`, 'utf8').catch(() => '');
  return known !== '' && known === (await stateOf(args, dependencies));
}

/** What an object was made of: the command and the content of every file that the compiler read. */
async function stateOf(args: readonly string[], dependencies: string): Promise<string> {
  const rule = await readFile(dependencies, 'utf8').catch(() => '');
  const files = rule
    .replace(/^[^:]*:/, '')
    .split(/[\s\\]+/)
    .filter((file) => file !== '' && !file.startsWith('/usr/'));
  const contents = await Promise.all(
    files.map((file) => readFile(file.startsWith('/') ? file : join(root, file), 'utf8').catch(() => 'gone')),
  );
  return digest([...args, ...contents]);
}

function digest(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex');
}

async function writeChanged(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  await writeFile(file, text);
}
