import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** The folders that have to be made for this one to be there, the outermost first. */
export function missingFolders(folder: string): string[] {
  return existsSync(folder) || dirname(folder) === folder ? [] : [...missingFolders(dirname(folder)), folder];
}
