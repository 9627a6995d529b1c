import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { CliError } from '../cli-error.ts';

export interface FoundFile {
  readonly content: Buffer;
  readonly mode: number;
}

/** undefined when there is no file. @throws CliError SETUP_UNREADABLE */
export function findFile(file: string): FoundFile | undefined {
  try {
    const stats = lstatSync(file);
    if (!stats.isFile()) throw new CliError('SETUP_UNREADABLE', `${file} is no regular file.`);
    return { content: readFileSync(file), mode: stats.mode & 0o777 };
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new CliError('SETUP_UNREADABLE', `${file} can't be read (${code}).`, { cause });
  }
}

/** The text of a file that is to be written again. @throws CliError SETUP_UNREADABLE */
export function textIn(file: string, { content }: FoundFile): string {
  if (isUtf8(content)) return content.toString('utf8');
  throw new CliError('SETUP_UNREADABLE', `${file} is no text in UTF-8: written again, it would not be what it was.`);
}

export const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Where a content is until it is whole. What a crash leaves of it is known by its name. */
const unfinished = (file: string): string => `${file}.mt5-bridge-new`;

/** Replaces a file whole or not at all; it stays its owner's, whoever runs this. @throws CliError SETUP_UNWRITABLE */
export function replaceFile(file: string, content: Uint8Array, mode: number): void {
  const temporary = unfinished(file);
  try {
    removeUnfinished(file);
    writeWhole(temporary, content, mode, lstatSync(file, { throwIfNoEntry: false }));
    renameSync(temporary, file);
  } catch (cause) {
    removeUnfinished(file);
    throw unwritable(file, cause);
  }
}

/** Looked for first: where its name is too long to be one, there is none. */
export function removeUnfinished(file: string): void {
  const temporary = unfinished(file);
  if (existsSync(temporary)) rmSync(temporary);
}

/**
 * A new file, on disk when this returns. Throws what the file system throws.
 * @param former what it will stand for: that one's owner is its own, and `mode` is exact, whatever new files may have
 */
export function writeWhole(file: string, content: Uint8Array, mode: number, former?: Stats): void {
  const descriptor = openSync(file, 'wx', former === undefined ? mode : 0o600);
  try {
    if (former !== undefined && process.platform !== 'win32') {
      // Only where it differs: some file systems know no such change.
      const { uid, gid } = fstatSync(descriptor);
      if (uid !== former.uid || gid !== former.gid) fchownSync(descriptor, former.uid, former.gid);
      if ((fstatSync(descriptor).mode & 0o777) !== mode) fchmodSync(descriptor, mode);
    }
    for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Does something to the file system. @throws CliError SETUP_UNWRITABLE with what keeps it from being done to this file */
export function changing<T>(file: string, change: () => T): T {
  try {
    return change();
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

export function unwritable(file: string, cause: unknown): CliError {
  const { code } = cause as NodeJS.ErrnoException;
  return new CliError('SETUP_UNWRITABLE', `${file} can't be written (${code}).`, { details: { file }, cause });
}
