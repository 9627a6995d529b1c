import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { changing, writeWhole } from './found-file.ts';

/** One setup at a time in a data directory: `setup/lock` holds the number of its process. @throws CliError SETUP_RUNNING */
export function locked(dataDirectory: string): Disposable {
  const file = join(dataDirectory, 'setup', 'lock');
  const own = `${file}.${process.pid}`;
  changing(file, () => {
    rmSync(own, { force: true });
    writeWhole(own, Buffer.from(String(process.pid)), 0o600);
  });
  try {
    // A link comes into being with its content, so nobody ever sees a lock without an owner.
    if (!linked(own, file)) {
      clear(file, own);
      if (!linked(own, file)) throw running(file);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return changing(to, () => {
      throw cause;
    });
  }
}

/** Takes away the lock of a process that has ended without taking it away itself. @throws CliError SETUP_RUNNING */
function clear(file: string, own: string): void {
  const owner = ownerOf(file);
  if (owner === undefined) return;
  // In a container numbers come again: one of this very process is left of an earlier one.
  if (owner !== String(process.pid) && isAlive(owner)) throw running(file);
  const taken = `${own}.old`;
  try {
    renameSync(file, taken);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  // Another setup may have been quicker, and what was taken is its own lock.
  const isTheirs = ownerOf(taken) !== owner;
  if (isTheirs) linked(taken, file);
  rmSync(taken, { force: true });
  if (isTheirs) throw running(file);
}

/** As it stands there; undefined when there is no lock. */
function ownerOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** What is no number of a process is nobody's: to the system 0 and less are groups of them. */
function isAlive(owner: string): boolean {
  if (!/^[1-9]\d{0,9}$/.test(owner)) return false;
  try {
    process.kill(Number(owner), 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const running = (file: string): CliError =>
  new CliError('SETUP_RUNNING', `Another setup is at work here; ${file} holds its process number.`);
