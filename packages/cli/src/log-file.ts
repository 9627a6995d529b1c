import { closeSync, constants, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { CliError } from './cli-error.ts';

/** A log of this size goes on in a new file; the one before it is kept as FILE.1. */
const FULL_BYTES = 10_485_760;

/** Not waiting: a pipe that nobody reads would otherwise hold up the start. Windows has none by a name. */
const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NONBLOCK ?? 0);

/**
 * What takes the place of stderr where a service has none. Written at once: the last words before a crash are in the file.
 * @throws CliError FILE_UNWRITABLE
 */
export function openLogFile(file: string, fullBytes = FULL_BYTES): Writable {
  let fd = opened(file);
  return new Writable({
    write(chunk: Buffer, _, done) {
      try {
        const { size, nlink } = fstatSync(fd);
        const isThere = nlink > 0;
        if (!isThere || (size > 0 && size + chunk.length > fullBytes)) fd = turned(file, fd, isThere);
        writeSync(fd, chunk);
      } catch {
        // A full disk must not end the server: what can't be logged is lost, as it is where nobody reads stderr.
      }
      done();
    },
  });
}

/** @throws CliError FILE_UNWRITABLE */
function opened(file: string): number {
  const unwritable = (reason: string, cause?: unknown) =>
    new CliError('FILE_UNWRITABLE', `The log ${file} ${reason}.`, { details: { file }, cause });
  let fd: number;
  try {
    fd = openSync(file, APPEND, 0o600);
  } catch (cause) {
    throw unwritable(`can't be written (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  // At its full size a device or a pipe would be renamed.
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw unwritable('is no regular file');
}

/** The same log in a new file, or as before where there can be none. @param isThere false: somebody has deleted it */
function turned(file: string, fd: number, isThere: boolean): number {
  try {
    if (isThere) renameSync(file, `${file}.1`);
    const next = opened(file);
    // Only now: its number would at once be that of another file, perhaps the ledger.
    closeSync(fd);
    return next;
  } catch {
    // The folder is gone, or somebody else holds the file open on Windows: this one grows, and the next line tries again.
    return fd;
  }
}
