import type { AuditRecord } from '../api.ts';
import { type FileSystem, type LogFiles, linesBackward, linesForward, openIfThere } from './files.ts';
import { type ReadLine, readLine } from './record.ts';

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

/** Every intact record, newest first; damaged lines are for `verify` to name. */
export function* recordsBackward(fs: FileSystem, files: LogFiles): Generator<AuditRecord> {
  // A file that gets its own name while it is read would come twice.
  let before = Number.POSITIVE_INFINITY;
  for (const file of newestFirst(files)) {
    const fd = openIfThere(fs, file, 'r');
    if (fd === undefined) continue;
    try {
      for (const bytes of linesBackward(fs, fd, fs.fstatSync(fd).size)) {
        const read = readLine(bytes);
        if ('problem' in read || read.record.seq >= before) continue;
        before = read.record.seq;
        yield read.record;
      }
    } finally {
      fs.closeSync(fd);
    }
  }
}

/** The full ones are listed only when the file in use was read to its start. */
function* newestFirst(files: LogFiles): Generator<string> {
  yield files.current;
  for (const { file } of files.full().reverse()) yield file;
}
