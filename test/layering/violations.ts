import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import type { Arrows } from '../../scripts/arrows.ts';
import { type Import, importsOf } from './imports.ts';

const LINE_LIMIT = 450;
const SOURCE = /\.[mc]?[jt]sx?$/;
const NO_SOURCES = new Set(['node_modules', 'dist', '.types', 'fixtures']);
/** A comment that switches off the rule holding the arrows, by its name or with a whole group. */
const SUPPRESSION = /biome-ignore(?:-all|-start)?\s+lint(?:\/style(?:\/noRestrictedImports)?)?[\s:(]/;

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Room {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, { readonly text: string; readonly imports: readonly Import[] }>;
}

/** Everything under `root` that breaks the arrows, one sentence each, with file and line where there is one. */
export function violations(root: string, arrows: Arrows): string[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => readRoom(root, `packages/${name}`));
  const test = readRoom(root, 'test');
  const rooms = [...packages, test];
  return [
    ...tableProblems(packages, arrows),
    ...packages.flatMap((room) => packageProblems(room, packages, arrows)),
    ...importProblems(test, (specifier, file) => {
      if (isPath(specifier)) return leaves(specifier, file, ['test', 'scripts', 'docs/.vitepress']);
      return throughDoor(specifier, rooms);
    }),
    ...rooms.flatMap((room) => [
      ...tooLong(room),
      ...referenceProblems(root, room, rooms),
      ...cycles(loadOrder(room)).map((path) => `files import each other in a cycle: ${path}`),
    ]),
  ];
}

function tableProblems(packages: readonly Room[], arrows: Arrows): string[] {
  const there = packages.map(({ name }) => name);
  const listed = Object.keys(arrows.packages);
  const files = new Map(packages.flatMap((room) => [...room.files]));
  const unused = arrows.exceptions.filter(({ file, may }) => {
    const imports = files.get(file)?.imports ?? [];
    return !imports.some(({ specifier = '' }) => ownerOf(specifier, packages)?.name === may);
  });
  return [
    ...there.filter((name) => !listed.includes(name)).map((name) => `packages/${name}: not in the table of arrows`),
    ...listed.filter((name) => !there.includes(name)).map((name) => `packages/${name}: in the table, but not there`),
    ...unused.map(({ file }) => `${file}: its exception in the table of arrows is not used`),
    ...cycles(arrows.packages).map((path) => `the table of arrows has a cycle: ${path}`),
  ];
}

function packageProblems(room: Room, packages: readonly Room[], arrows: Arrows): string[] {
  const { name, folder, manifest } = room;
  const may = [name, ...(arrows.packages[name] ?? [])];
  const exceptions = arrows.exceptions.filter(({ file }) => room.files.has(file));
  const declared = workspaceDependencies(room, packages);
  const allowed = [...may, ...exceptions.map((exception) => exception.may)];
  return [
    ...declared
      .filter((target) => !allowed.includes(target))
      .map((target) => `${folder}/package.json: ${name} -> ${target} is not an arrow`),
    ...[...room.files]
      .filter(([, { text }]) => SUPPRESSION.test(text))
      .map(([file]) => `${file}: switches off the lint that holds the arrows`),
    ...importProblems(room, (specifier, file) => {
      if (specifier === undefined) return 'a computed module name; spell it out';
      if (isPath(specifier)) return leaves(specifier, file, [folder]);
      const target = ownerOf(specifier, packages)?.name;
      const excepted = exceptions.some((exception) => exception.file === file && exception.may === target);
      if (target && !excepted && !may.includes(target)) return `${specifier}: ${name} -> ${target} is not an arrow`;
      if (target) return throughDoor(specifier, packages);
      const dependency = packageNameOf(specifier);
      const only = arrows.onlyIn[dependency];
      if (only !== undefined && only !== name) return `${dependency} may be imported in ${only} only`;
      const shipped = file.startsWith(`${folder}/src/`) && !/\/src\/testing\/|\.test\.ts$/.test(file);
      const { dependencies, devDependencies } = manifest;
      const offered = arrows.bundled.includes(name) ? { ...devDependencies, ...dependencies } : dependencies;
      const missing = shipped && offered?.[dependency] === undefined;
      return missing ? `${dependency} is not among the dependencies of ${name}` : undefined;
    }),
  ];
}

function importProblems(
  room: Room,
  problemOf: (specifier: string | undefined, file: string) => string | undefined,
): string[] {
  const found: string[] = [];
  for (const [file, { imports }] of room.files) {
    for (const { specifier, line } of imports) {
      const problem = specifier !== undefined && isBuiltin(specifier) ? undefined : problemOf(specifier, file);
      if (problem) found.push(`${file}:${line}: ${problem}`);
    }
  }
  return found;
}

function isPath(specifier: string | undefined): specifier is string {
  return specifier !== undefined && /^(\.{0,2}\/|\.{1,2}$|file:)/.test(specifier);
}

function leaves(specifier: string, file: string, folders: readonly string[]): string | undefined {
  const target = posix.join(posix.dirname(file), specifier);
  const inside = specifier.startsWith('.') && folders.some((folder) => target.startsWith(`${folder}/`));
  return inside ? undefined : `${specifier} leaves ${folders[0]}`;
}

/** Packages are entered by the `exports` of their package.json; anything else of theirs is their own affair. */
function throughDoor(specifier: string | undefined, rooms: readonly Room[]): string | undefined {
  const owner = specifier === undefined ? undefined : ownerOf(specifier, rooms);
  if (specifier === undefined || owner === undefined) return undefined;
  const doors = Object.keys(owner.manifest.exports ?? {});
  const door = `.${specifier.slice(owner.manifest.name.length)}`;
  return doors.includes(door) ? undefined : `${specifier} is no door of ${owner.name} (${doors.join(', ') || 'none'})`;
}

function ownerOf(specifier: string, rooms: readonly Room[]): Room | undefined {
  return rooms.find(({ manifest }) => manifest.name === packageNameOf(specifier));
}

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function workspaceDependencies({ manifest }: Room, rooms: readonly Room[]): string[] {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies, ...optionalDependencies });
  return rooms.filter((room) => names.includes(room.manifest.name)).map(({ name }) => name);
}

function tooLong({ files }: Room): string[] {
  const counted = [...files].map(([file, { text }]) => ({ file, lines: text.trimEnd().split('\n').length }));
  return counted
    .filter(({ lines }) => lines > LINE_LIMIT)
    .map(({ file, lines }) => `${file}: ${lines} lines; split it (at most ${LINE_LIMIT})`);
}

/** The compiler builds along the references, so they have to say the same as the dependencies. */
function referenceProblems(root: string, room: Room, rooms: readonly Room[]): string[] {
  const file = `${room.folder}/tsconfig.json`;
  const { references = [] }: { references?: { path: string }[] } = readJson(join(root, file));
  const referenced = references.map(({ path }) => posix.basename(path)).sort();
  const declared = workspaceDependencies(room, rooms).sort();
  if (referenced.join() === declared.join()) return [];
  return [`${file}: refers to ${referenced.join(', ')}; package.json depends on ${declared.join(', ')}`];
}

function loadOrder({ files }: Room): Record<string, string[]> {
  const order: Record<string, string[]> = {};
  for (const [file, { imports }] of files) {
    const paths = imports.filter(({ first }) => first).map(({ specifier }) => specifier);
    order[file] = paths.filter(isPath).map((path) => posix.join(posix.dirname(file), path));
  }
  return order;
}

/** One path through each cycle that a depth-first walk meets. */
function cycles(graph: Readonly<Record<string, readonly string[]>>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]) => {
    const at = path.indexOf(node);
    if (at >= 0) found.push([...path.slice(at), node].join(' -> '));
    if (at >= 0 || done.has(node)) return;
    for (const next of graph[node] ?? []) walk(next, [...path, node]);
    done.add(node);
  };
  for (const node of Object.keys(graph)) walk(node, []);
  return found;
}

function readRoom(root: string, folder: string): Room {
  const files = sourcesOf(root, folder).map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [file, { text, imports: importsOf(text, file.endsWith('x') ? 'tsx' : 'ts') }] as const;
  });
  return {
    name: posix.basename(folder),
    folder,
    manifest: readJson(join(root, folder, 'package.json')),
    files: new Map(files),
  };
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

function sourcesOf(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NO_SOURCES.has(entry.name) ? [] : sourcesOf(root, path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}
