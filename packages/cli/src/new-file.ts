import { open } from 'node:fs/promises';
import { Mt5Error } from '@mt5-bridge/protocol';
import { CliError } from './cli-error.ts';

/** Writes a file that only its owner may read, and never over another one. @throws CliError FILE_UNWRITABLE */
export async function writeNewFile(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  try {
    await using file = await open(path, 'wx', 0o600);
    for (const piece of pieces) await file.writeFile(piece);
  } catch (error) {
    if (error instanceof Mt5Error) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === 'EEXIST' ? `${path} exists already.` : `${path} can't be written (${code}).`;
    throw new CliError('FILE_UNWRITABLE', problem, { details: { file: path }, cause: error });
  }
}
