import type { AuditFilter, AuditRecord } from '../api.ts';
import { type FileSystem, type LogFiles, linesBackward, linesForward, openIfThere } from './files.ts';
import { matches } from './filter.ts';
import { isRecord, type ReadLine, readLine } from './record.ts';

export interface LogLine {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly read: ReadLine;
}

/** Every line of the log, oldest first, the full files before the one in use. */
export function* logLines(fs: FileSystem, files: LogFiles): Generator<LogLine> {
  const walked = new Set<string>();
  const nextFull = (): string | undefined => files.full().find(({ file }) => !walked.has(file))?.file;
  for (;;) {
    const file = nextFull() ?? files.current;
    const fd = openIfThere(fs, file, 'r');
    if (fd === undefined) return;
    try {
      // Another process may have filled the file in use and begun a new one between the two looks.
      if (file === files.current && nextFull() !== undefined) continue;
      walked.add(file);
      yield* linesOf(fs, fd, file);
    } finally {
      fs.closeSync(fd);
    }
    if (file === files.current) return;
  }
}

function* linesOf(fs: FileSystem, fd: number, file: string): Generator<LogLine> {
  let line = 0;
  for (const { bytes, isTerminated } of linesForward(fs, fd)) {
    line++;
    const read = isTerminated
      ? readLine(bytes)
      : { problem: `is not a whole line: ${bytes.length} bytes without an end` };
    yield { file, line, read };
  }
}

/**
 * Every intact record that fits, newest first, and undefined for each line that does not; damaged lines are for `verify`
 * to name. Hashes are looked at only of what fits: they are most of the work.
 */
export function* recordsBackward(
  fs: FileSystem,
  files: LogFiles,
  filter: Omit<AuditFilter, 'count'>,
): Generator<AuditRecord | undefined> {
  // A file that gets its own name while it is read would come twice.
  let before = filter.before ?? Number.POSITIVE_INFINITY;
  for (const file of newestFirst(files, before)) {
    const fd = openIfThere(fs, file, 'r');
    if (fd === undefined) continue;
    try {
      for (const bytes of linesBackward(fs, fd, endBefore(fs, fd, before))) {
        const read = fits(bytes, { ...filter, before }) ? readLine(bytes) : undefined;
        const record = read !== undefined && 'record' in read ? read.record : undefined;
        before = record?.seq ?? before;
        yield record;
      }
    } finally {
      fs.closeSync(fd);
    }
  }
}

/** The full ones are listed only when the file in use was read to its start. */
function* newestFirst(files: LogFiles, before: number): Generator<string> {
  yield files.current;
  for (const { file, first } of files.full().reverse()) if (first < before) yield file;
}

function fits(line: Buffer, filter: Omit<AuditFilter, 'count'>): boolean {
  const record = parsed(line);
  return record !== undefined && matches(record, filter);
}

/** Only as good as its line: nobody has looked at the hash. */
function parsed(line: Buffer): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(line.toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** So near to the record sought the rest is read line by line. */
const NEAR = 65_536;

/** A place in the file behind every record before this number, and not far behind the last of them. */
function endBefore(fs: FileSystem, fd: number, before: number): number {
  const { size } = fs.fstatSync(fd);
  if (before === Number.POSITIVE_INFINITY) return size;
  let low = 0;
  let high = size;
  while (high - low > NEAR) {
    const middle = Math.floor((low + high) / 2);
    const [line] = linesBackward(fs, fd, middle);
    const record = line && parsed(line);
    // A damaged line does not say where it belongs.
    if (record === undefined) return high;
    if (record.seq < before) low = middle;
    else high = middle;
  }
  return high;
}
