import type * as nodeFs from 'node:fs';
import path from 'node:path';
import type { Mt5Error } from '@mt5-bridge/protocol';

/** The part of node:fs that is used. */
export type PrivateFileSystem = Pick<
  typeof nodeFs,
  'mkdirSync' | 'openSync' | 'writeFileSync' | 'fsyncSync' | 'closeSync' | 'renameSync' | 'rmSync'
>;

/** Writes an object whole or not at all, for the owner's user alone. Throws what the file system throws. */
export function writePrivateFile(
  fs: PrivateFileSystem,
  file: string,
  content: object,
  randomBytes: (count: number) => Uint8Array,
): void {
  const temporary = `${file}.${Buffer.from(randomBytes(6)).toString('hex')}`;
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    const fd = fs.openSync(temporary, 'wx', 0o600);
    try {
      fs.writeFileSync(fd, `${JSON.stringify(content, null, 2)}\n`);
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
    fs.renameSync(temporary, file);
  } catch (cause) {
    fs.rmSync(temporary, { force: true });
    throw cause;
  }
}

/** undefined when there is none. What is wrong with it, `unusable` makes an error of, which is thrown. */
export function readPrivateFile(
  fs: Pick<typeof nodeFs, 'statSync' | 'readFileSync'>,
  file: string,
  unusable: (problem: string, cause: unknown) => Mt5Error,
): string | undefined {
  try {
    // Windows has no such bits; there the folder is the user's own.
    const isOpen = path.sep === '/' && (fs.statSync(file).mode & 0o077) !== 0;
    if (!isOpen) return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unusable(`cannot be read (${message})`, error);
  }
  const problem = 'may be read or written by others, so what is in it is no secret any more';
  throw unusable(`${problem}: remove it, or chmod 600 it if you know that nobody read it`, undefined);
}
