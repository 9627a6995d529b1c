import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What there is to see. What can't be looked at, for whatever reason, holds nothing for us: Windows keeps such files at the
 * top of its drive, and other users' folders are such.
 */
export function seen<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

export const isFolder = (path: string): boolean =>
  seen(() => statSync(path, { throwIfNoEntry: false }))?.isDirectory() === true;

export const subfolders = (folder: string): string[] =>
  entriesOf(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter(isFolder);

/** A file or folder in whatever case: Windows does not tell them apart. */
export function entryIn(folder: string, name: string): string | undefined {
  const entries = entriesOf(folder);
  const found = entries.includes(name) ? name : entries.find((entry) => entry.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : join(folder, found);
}

const entriesOf = (folder: string): string[] => seen(() => readdirSync(folder)) ?? [];
