import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../cli-error.ts';
import { changing, findFile, hashOf, replaceFile } from './found-file.ts';
import type { Journal } from './journal.ts';
import type { Looked } from './look.ts';
import { missingFolders } from './missing-folders.ts';

/** Makes the change of one file, backup and journal first. @throws CliError SETUP_CHANGED, SETUP_UNWRITABLE */
export function apply({ change, content, now, state }: Looked, journal: Journal): void {
  if (state === 'kept') return;
  const { file, client, isSecret } = change;
  const found = findFile(file);
  const isAsPlanned = now === undefined ? found === undefined : found?.content.equals(now.content);
  if (!isAsPlanned) {
    throw new CliError('SETUP_CHANGED', `${file} was changed while setup was at work.`, { details: { file } });
  }
  makeFolders(dirname(file), journal);
  const before = found === undefined ? null : journal.keep(found);
  journal.add({ file, before, after: hashOf(content), ...(client && { client }) });
  replaceFile(file, content, isSecret ? 0o600 : (before?.mode ?? 0o644));
}

/** Lets another program make a file, so that undoing it is possible all the time. */
export async function applyProduct(file: string, journal: Journal, make: () => Promise<void>): Promise<void> {
  const found = findFile(file);
  const index = journal.add({ file, before: found === undefined ? null : journal.keep(found), after: null });
  await make();
  const made = findFile(file);
  if (made !== undefined) journal.became(index, hashOf(made.content));
}

function makeFolders(folder: string, journal: Journal): void {
  for (const missing of missingFolders(folder)) {
    journal.add({ folder: missing });
    changing(missing, () => mkdirSync(missing));
  }
}
