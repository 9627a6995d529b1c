import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { CliError } from '../cli-error.ts';
import { CLIENT_IDS, type ClientId } from './clients/client.ts';
import { changing, type FoundFile, hashOf, unwritable, writeWhole } from './found-file.ts';

/** What a file was. Its content is a backup under the name of its hash. */
export interface Former {
  readonly sha256: string;
  readonly mode: number;
}

/** One change, noted before it is made. */
export type Entry =
  | { readonly folder: string }
  | {
      readonly file: string;
      /** null: there was none. */
      readonly before: Former | null;
      /** Hash of what setup makes of it; null while another program makes it, as the compiler does. */
      readonly after: string | null;
      readonly client?: ClientId;
    };

/** A line of the journal: a change, what another program made of a file, or that a change was undone. */
type Line = Entry | { readonly became: number; readonly sha256: string } | { readonly undone: number };

const JOURNAL = 'journal.jsonl';

/**
 * What setup has changed, in order: `setup/journal.jsonl` of the data directory, with what files were in `setup/backups`.
 * Each line is on disk before the change that it tells of, so that a crash at any point can be undone.
 */
export class Journal {
  readonly #folder: string;
  readonly #entries: Entry[] = [];
  readonly #undone = new Set<number>();

  constructor(dataDirectory: string) {
    this.#folder = join(dataDirectory, 'setup');
    if (existsSync(this.#file)) this.#read();
  }

  static isIn(dataDirectory: string): boolean {
    return existsSync(join(dataDirectory, 'setup', JOURNAL));
  }

  get #file(): string {
    return join(this.#folder, JOURNAL);
  }

  /** Changes that stand, the oldest first. */
  get entries(): ReadonlyMap<number, Entry> {
    return new Map([...this.#entries.entries()].filter(([index]) => !this.#undone.has(index)));
  }

  /** Notes a change that is about to be made. @returns its number @throws CliError SETUP_UNWRITABLE */
  add(entry: Entry): number {
    this.#append(entry);
    return this.#entries.push(entry) - 1;
  }

  became(index: number, sha256: string): void {
    this.#append({ became: index, sha256 });
  }

  undone(index: number): void {
    this.#append({ undone: index });
    this.#undone.add(index);
  }

  /** Keeps what a file is. @throws CliError SETUP_UNWRITABLE */
  keep({ content, mode }: FoundFile): Former {
    const sha256 = hashOf(content);
    const file = this.backup(sha256);
    changing(file, () => {
      if (existsSync(file) && hashOf(readFileSync(file)) === sha256) return;
      rmSync(file, { force: true });
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeWhole(file, content, 0o600);
    });
    return { sha256, mode };
  }

  backup(sha256: string): string {
    return join(this.#folder, 'backups', sha256);
  }

  /** Forgets everything but these backups: what a crash left without a line, too. */
  close(kept: ReadonlySet<string>): void {
    const backups = join(this.#folder, 'backups');
    for (const name of existsSync(backups) ? readdirSync(backups) : []) {
      if (!kept.has(name)) rmSync(join(backups, name), { force: true });
    }
    removeIfEmpty(backups);
    rmSync(this.#file, { force: true });
  }

  #append(line: Line): void {
    changing(this.#file, () => {
      const descriptor = openSync(this.#file, 'a', 0o600);
      try {
        writeSync(descriptor, `${JSON.stringify(line)}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    });
  }

  /** @throws CliError SETUP_JOURNAL_BROKEN, SETUP_UNREADABLE somebody else may have written it */
  #read(): void {
    if ([this.#folder, this.#file].some((path) => isOfAnother(statSync(path)))) {
      throw new CliError(
        'SETUP_UNREADABLE',
        `${this.#folder} is another user's, or others may write into it: what it tells of is not followed.`,
      );
    }
    const lines = readFileSync(this.#file, 'utf8').split('\n');
    // A crash may have cut the last line: what it was to tell of had not begun.
    const torn = lines.pop() ?? '';
    if (torn !== '') changing(this.#file, () => cutOff(this.#file, torn));
    for (const [index, text] of lines.entries()) {
      const line = parsed(text);
      if (line === undefined) throw new CliError('SETUP_JOURNAL_BROKEN', `${this.#file}:${index + 1} can't be read.`);
      if ('undone' in line) this.#undone.add(line.undone);
      else if ('became' in line) this.#became(line);
      else this.#entries.push(line);
    }
  }

  #became({ became, sha256 }: { became: number; sha256: string }): void {
    const entry = this.#entries[became];
    if (entry !== undefined && 'file' in entry) this.#entries[became] = { ...entry, after: sha256 };
  }
}

/** Nothing else than what this program writes: undoing goes by it, and removes and writes what it names. */
function parsed(text: string): Line | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isLine(line) ? line : undefined;
}

function isLine(line: unknown): line is Line {
  if (typeof line !== 'object' || line === null) return false;
  const { folder, file, before, after, client, became, sha256, undone } = line as Readonly<Record<string, unknown>>;
  if (file !== undefined) {
    const isKnown = client === undefined || CLIENT_IDS.some((id) => id === client);
    return isPath(file) && (before === null || isFormer(before)) && (after === null || isHash(after)) && isKnown;
  }
  if (folder !== undefined) return isPath(folder);
  return became === undefined ? Number.isInteger(undone) : Number.isInteger(became) && isHash(sha256);
}

const isPath = (value: unknown): boolean =>
  typeof value === 'string' && isAbsolute(value) && normalize(value) === value;

const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

function isFormer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { sha256, mode } = value as Partial<Record<string, unknown>>;
  return isHash(sha256) && Number.isInteger(mode) && ((mode as number) & ~0o777) === 0;
}

/** Windows has its own ways, and none of these bits. */
function isOfAnother({ uid, mode }: Stats): boolean {
  return process.platform !== 'win32' && (uid !== process.getuid?.() || (mode & 0o022) !== 0);
}

function cutOff(file: string, torn: string): void {
  truncateSync(file, statSync(file).size - Buffer.byteLength(torn));
}

/** @returns whether the folder is gone */
export function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return true;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw unwritable(folder, cause);
  }
}
