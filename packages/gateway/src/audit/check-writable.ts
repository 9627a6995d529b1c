import { constants } from 'node:fs';
import path from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { FileSystem, LogFiles } from './files.ts';

/** With less room than this the next records may not fit. */
const LEAST_FREE_BYTES = 1_048_576;

/** Opens the log as whoever writes it would, and leaves it as it is. @throws Mt5Error AUDIT_UNAVAILABLE, or the file system's error */
export async function checkWritable({ promises }: Pick<FileSystem, 'promises'>, files: LogFiles): Promise<void> {
  const folder = await checkFile(promises, files);
  const { bavail, bsize } = await promises.statfs(folder);
  if (bavail * bsize < LEAST_FREE_BYTES) {
    throw new Mt5Error('AUDIT_UNAVAILABLE', 'The audit log cannot be used: the disk is full.');
  }
}

/** @returns the folder that it is in, or would be made in */
async function checkFile(promises: FileSystem['promises'], { current, folder }: LogFiles): Promise<string> {
  try {
    const file = await promises.open(current, 'r+');
    try {
      if ((await file.stat()).isFile()) return folder;
    } finally {
      await file.close();
    }
    throw new Mt5Error('AUDIT_UNAVAILABLE', 'The audit log cannot be used: it is not a file.');
  } catch (error) {
    if (!isMissing(error)) throw error;
    return checkFolder(promises, folder);
  }
}

/** The first record makes folders that are missing. */
async function checkFolder(promises: FileSystem['promises'], folder: string): Promise<string> {
  try {
    await promises.access(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    const above = path.dirname(folder);
    if (!isMissing(error) || above === folder) throw error;
    return checkFolder(promises, above);
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
