import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { CliError } from './cli-error.ts';

/** A log of this size goes on in a new file; the one before it is kept as FILE.1. */
const FULL_BYTES = 10_485_760;

/**
 * What takes the place of stderr where a service has none. Written at once: the last words before a crash are in the file.
 * @throws CliError FILE_UNWRITABLE
 */
export function openLogFile(file: string, fullBytes = FULL_BYTES): Writable {
  let log: { fd: number; size: number };
  try {
    log = append(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = `The log ${file} can't be written (${code}).`;
    throw new CliError('FILE_UNWRITABLE', problem, { details: { file }, cause: error });
  }
  return new Writable({
    write(chunk: Buffer, _, done) {
      try {
        if (log.size > 0 && log.size + chunk.length > fullBytes) log = turned(file, log.fd);
        log.size += writeSync(log.fd, chunk);
      } catch {
        // A full disk must not end the server: what can't be logged is lost, as it is where nobody reads stderr.
      }
      done();
    },
  });
}

function append(file: string): { fd: number; size: number } {
  const fd = openSync(file, 'a', 0o600);
  return { fd, size: fstatSync(fd).size };
}

function turned(file: string, fd: number): { fd: number; size: number } {
  closeSync(fd);
  try {
    renameSync(file, `${file}.1`);
  } catch {
    // Windows renames no file that somebody holds open: this one grows, and the next line tries again.
  }
  return append(file);
}
