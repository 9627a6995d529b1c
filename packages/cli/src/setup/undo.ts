import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { McpClient } from './clients/client.ts';
import { clients } from './clients/index.ts';
import { changing, type FoundFile, findFile, hashOf, removeUnfinished, replaceFile, textIn } from './found-file.ts';
import { type Entry, type Former, type Journal, removeIfEmpty } from './journal.ts';

type FileEntry = Extract<Entry, { file: string }>;

export interface Undone {
  /** Files that are what they were, or are gone again. */
  readonly files: readonly string[];
  /** Files that somebody has changed since: they stay as they are. `backup`: what they were before setup. */
  readonly left: readonly { readonly file: string; readonly backup?: string; readonly sha256?: string }[];
  /** Folders that setup made and that are gone again. */
  readonly folders: readonly string[];
}

/** Follows the journal backwards. A crash on the way does no harm: what is undone already is passed over the next time. */
export function undo(journal: Journal): Undone {
  const files = new Set<string>();
  const left = new Map<string, Former | null>();
  const folders: string[] = [];
  for (const [index, entry] of [...journal.entries].reverse()) {
    // What is left as it is has to be found again when this is repeated.
    if ('folder' in entry) {
      if (!removeIfEmpty(entry.folder)) continue;
      folders.push(entry.folder);
    } else if (undoFile(entry, journal)) files.add(entry.file);
    else {
      left.set(entry.file, entry.before);
      continue;
    }
    journal.undone(index);
  }
  for (const file of left.keys()) files.delete(file);
  return { files: [...files], left: [...left].map(([file, before]) => named(file, before, journal)), folders };
}

function named(file: string, before: Former | null, journal: Journal): Undone['left'][number] {
  return before === null ? { file } : { file, backup: journal.backup(before.sha256), sha256: before.sha256 };
}

/** @returns false: somebody has changed the file since, and it stays */
function undoFile(entry: FileEntry, journal: Journal): boolean {
  const { file, before, after, client } = entry;
  if (!existsSync(dirname(file))) return before === null;
  changing(file, () => removeUnfinished(file));
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) return false;
  const now = findFile(file);
  const hash = now === undefined ? undefined : hashOf(now.content);
  if (hash === before?.sha256) return true;
  if (after === null || hash === after) {
    restore(file, before, journal);
    return true;
  }
  if (client === undefined || now === undefined) return false;
  return withoutOurs(file, now, clients[client], before && contentOf(before, journal));
}

function restore(file: string, before: Former | null, journal: Journal): void {
  if (before === null) changing(file, () => rmSync(file, { force: true }));
  else replaceFile(file, contentOf(before, journal), before.mode);
}

function contentOf({ sha256 }: Former, journal: Journal): Buffer {
  const backup = journal.backup(sha256);
  try {
    const content = readFileSync(backup);
    if (hashOf(content) === sha256) return content;
  } catch (cause) {
    throw new CliError('SETUP_JOURNAL_BROKEN', `The backup ${backup} can't be read.`, { cause });
  }
  throw new CliError('SETUP_JOURNAL_BROKEN', `The backup ${backup} was changed.`);
}

/** Takes our entry out of a client's file that has been changed since. @returns false: it can't be read as it is now */
function withoutOurs(file: string, now: FoundFile, client: McpClient, before: Buffer | null): boolean {
  let rest: string | undefined;
  try {
    rest = client.remove(textIn(file, now), before?.toString('utf8'));
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  }
  if (rest === undefined) changing(file, () => rmSync(file, { force: true }));
  else if (!now.content.equals(Buffer.from(rest))) replaceFile(file, Buffer.from(rest), now.mode);
  return true;
}
