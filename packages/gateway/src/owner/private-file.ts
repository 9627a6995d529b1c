import type * as nodeFs from 'node:fs';
import path from 'node:path';

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
