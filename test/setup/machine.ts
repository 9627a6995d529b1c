import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../packages/cli', import.meta.url));
const editor = fileURLToPath(new URL('fake-editor.cjs', import.meta.url));

export const SOURCE = join('Experts', 'Mt5Bridge', 'Mt5Bridge.mq5');

/** Large enough for a disk without space to fail on it, and no more. */
export const LIBRARY = Buffer.alloc(40_000, 'libzmq');

/**
 * The built command as a package carries it: with an expert advisor of three files and a library of its own, so that
 * neither the real ones nor their build are needed.
 */
export class Package {
  readonly folder = newFolder();
  readonly bin = join(this.folder, 'dist', 'bin.js');

  constructor() {
    const isOurs = (path: string) => !/\.compile-cache|\.map$/.test(path);
    fs.cpSync(join(cli, 'dist'), join(this.folder, 'dist'), { recursive: true, filter: isOurs });
    fs.cpSync(join(cli, 'package.json'), join(this.folder, 'package.json'));
    fs.symlinkSync(join(cli, 'node_modules'), join(this.folder, 'node_modules'));
    this.put(SOURCE, '// version 1\n');
    this.put(join('Include', 'Mt5Bridge', 'Bridge.mqh'), '// bridge\n');
    this.put(join('Scripts', 'Mt5Bridge', 'Tests.mq5'), '// tests\n');
    this.put(join('libzmq', 'libzmq.dll'), LIBRARY);
    this.put(join('libzmq', 'libzmq.sha256'), `${createHash('sha256').update(LIBRARY).digest('hex')}  libzmq.dll\n`);
  }

  /** A file of what it installs. */
  put(path: string, content: string | Uint8Array): void {
    write(join(this.folder, 'expert', path), content);
  }

  remove(path: string): void {
    fs.rmSync(join(this.folder, 'expert', path));
  }
}

export function newFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')));
  // Another user may be the one who runs the command.
  fs.chmodSync(folder, 0o755);
  return folder;
}

export function write(file: string, content: string | Uint8Array): void {
  fs.mkdirSync(dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home with a Wine prefix of unusual names, in which a portable terminal lives. Nothing listens where it is looked for. */
export class Machine {
  readonly home = join(newFolder(), 'Jörg Müller');
  readonly prefix = join(this.home, '.wine');
  readonly data = join(this.prefix, 'drive_c', 'Program Files', 'MetaTrader 5 Größe');
  readonly mql5 = join(this.data, 'MQL5');
  readonly config = join(this.home, '.config', 'mt5-bridge', 'config.toml');
  readonly dataDir = join(this.home, '.local', 'share', 'mt5-bridge');
  readonly journal = join(this.dataDir, 'setup', 'journal.jsonl');
  readonly #wine = join(newFolder(), 'wine');
  readonly #package: Package;

  constructor(of: Package) {
    this.#package = of;
    write(this.#wine, '#!/bin/sh\nexec "$@"\n');
    fs.chmodSync(this.#wine, 0o755);
    this.addTerminal(this.data);
    write(this.config, '# mine\n[mt5]\ncommand = "tcp://127.0.0.1:9"\nevents = "tcp://127.0.0.1:10"\n');
  }

  /** A portable one: with terminal64.exe, and a MetaEditor that does what FAKE_EDITOR says. */
  addTerminal(folder: string): void {
    fs.mkdirSync(join(folder, 'MQL5', 'Experts'), { recursive: true });
    write(join(folder, 'terminal64.exe'), '');
    this.addEditor(folder);
  }

  addEditor(folder: string): void {
    const file = join(folder, 'MetaEditor64.exe');
    write(file, `#!/bin/sh\nNODE_OPTIONS= exec '${process.execPath}' '${editor}' "$@"\n`);
    fs.chmodSync(file, 0o755);
  }

  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { PATH: process.env.PATH ?? '', HOME: this.home, WINE: this.#wine, ...more };
  }

  start(words: readonly string[], env: Readonly<Record<string, string>> = {}, uid?: number): ChildProcess {
    // It becomes another user once it runs: Node itself may lie where that user must not look.
    const as =
      uid === undefined ? [] : ['--import', `data:text/javascript,process.setgroups([]);process.setuid(${uid})`];
    return spawn(process.execPath, [...as, this.#package.bin, 'setup', ...words], {
      env: this.env(env),
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  setup(words: readonly string[], env?: Readonly<Record<string, string>>, uid?: number): Promise<Ended> {
    return endOf(this.start(words, env, uid));
  }

  /** What is below the home, with what each file holds; `mtimes` too where nothing may even be touched. */
  tree(mtimes = false): Record<string, string> {
    const entries = fs.readdirSync(this.home, { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      entries
        .map((entry) => {
          const path = join(entry.parentPath, entry.name);
          const content = entry.isFile() ? fs.readFileSync(path).toString('latin1') : entry.isDirectory() ? '/' : '@';
          const at = mtimes ? ` ${fs.lstatSync(path).mtimeMs}` : '';
          return [relative(this.home, path), content + at] as const;
        })
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  }
}

export async function endOf(child: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** The text of a file as the terminal writes it. */
export function wide(file: string): string {
  const bytes = fs.readFileSync(file);
  if (bytes.readUInt16LE(0) !== 0xfeff) throw new Error(`${file} has no byte order mark of UTF-16LE.`);
  return bytes.subarray(2).toString('utf16le');
}
