import type * as nodeFs from 'node:fs';
import path from 'node:path';

/** The part of node:fs that the log uses, so that tests can let every call of it fail. */
export type FileSystem = Pick<
  typeof nodeFs,
  | 'openSync'
  | 'closeSync'
  | 'readSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'fstatSync'
  | 'statSync'
  | 'ftruncateSync'
  | 'renameSync'
  | 'mkdirSync'
  | 'readdirSync'
  | 'promises'
>;

/** The file in use and the full ones beside it: `audit.jsonl`, `audit-000000000001.jsonl` with the number of its first record. */
export interface LogFiles {
  readonly current: string;
  readonly folder: string;
  /** The full ones, oldest first. */
  full(): { readonly file: string; readonly first: number }[];
  fullName(first: number): string;
}

export function logFiles(fs: Pick<FileSystem, 'readdirSync'>, current: string): LogFiles {
  const { dir: folder, name, ext } = path.parse(path.resolve(current));
  return {
    current,
    folder,
    full() {
      const found: { file: string; first: number }[] = [];
      for (const entry of namesIn(fs, folder)) {
        if (!entry.startsWith(`${name}-`) || !entry.endsWith(ext)) continue;
        const digits = entry.slice(name.length + 1, entry.length - ext.length);
        if (/^\d{12,16}$/.test(digits)) found.push({ file: path.join(folder, entry), first: Number(digits) });
      }
      return found.sort((a, b) => a.first - b.first);
    },
    fullName: (first) => path.join(folder, `${name}-${String(first).padStart(12, '0')}${ext}`),
  };
}

function namesIn(fs: Pick<FileSystem, 'readdirSync'>, folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** A file that exists, opened; undefined when there is none. */
export function openIfThere(fs: Pick<FileSystem, 'openSync'>, file: string, flags: 'r' | 'r+'): number | undefined {
  try {
    return fs.openSync(file, flags);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const NEWLINE = 10;
const CHUNK = 65_536;

/** Bytes up to the last line end, of a file of `size` bytes. */
export function endOfLines(fs: FileSystem, fd: number, size: number): number {
  for (let end = size; end > 0; end -= CHUNK) {
    const from = Math.max(0, end - CHUNK);
    const at = readAt(fs, fd, from, end - from).lastIndexOf(NEWLINE);
    if (at !== -1) return from + at + 1;
  }
  return 0;
}

/** Lines without their ends, last first, up to byte `end`; what follows the last line end is not a line. */
export function* linesBackward(fs: FileSystem, fd: number, end: number): Generator<Buffer> {
  // `held`: what was read and belongs to lines whose start was not seen yet, in reading order.
  let held: Buffer[] = [];
  let isTerminated = false;
  for (let position = end; position > 0; ) {
    const chunk = readAt(fs, fd, Math.max(0, position - CHUNK), Math.min(CHUNK, position));
    position = Math.max(0, position - CHUNK);
    let stop = chunk.length;
    for (let at = chunk.lastIndexOf(NEWLINE); at !== -1; at = at === 0 ? -1 : chunk.lastIndexOf(NEWLINE, at - 1)) {
      const line = Buffer.concat([chunk.subarray(at + 1, stop), ...held]);
      if (isTerminated) yield line;
      isTerminated = true;
      held = [];
      stop = at;
    }
    held.unshift(chunk.subarray(0, stop));
  }
  if (isTerminated) yield Buffer.concat(held);
}

/** Lines without their ends, in order, from byte `start`; `isTerminated` is false for what follows the last line end. */
export function* linesForward(
  fs: FileSystem,
  fd: number,
  start = 0,
): Generator<{ bytes: Buffer; isTerminated: boolean }> {
  let held: Buffer[] = [];
  for (let position = start; ; ) {
    const chunk = readAt(fs, fd, position, CHUNK);
    if (chunk.length === 0) break;
    position += chunk.length;
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      yield { bytes: Buffer.concat([...held, chunk.subarray(from, at)]), isTerminated: true };
      held = [];
      from = at + 1;
    }
    held.push(chunk.subarray(from));
  }
  const rest = Buffer.concat(held);
  if (rest.length > 0) yield { bytes: rest, isTerminated: false };
}

export function readAt(fs: FileSystem, fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = fs.readSync(fd, buffer, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}
