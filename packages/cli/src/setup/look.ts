import type { FileChange } from './change.ts';
import { type FoundFile, findFile } from './found-file.ts';

/** A change, and what its file is now. */
export interface Looked {
  readonly change: FileChange;
  readonly content: Buffer;
  readonly now: FoundFile | undefined;
  readonly state: 'new' | 'changed' | 'kept';
}

/** Windows has no such bits. */
const isOpen = ({ mode }: FoundFile): boolean => process.platform !== 'win32' && (mode & 0o077) !== 0;

/** What a change would do. @throws CliError SETUP_UNREADABLE */
export function look(change: FileChange): Looked {
  const content = Buffer.from(change.content);
  const now = findFile(change.file);
  const isSame = now?.content.equals(content) === true && !(change.isSecret && isOpen(now));
  return { change, content, now, state: now === undefined ? 'new' : isSame ? 'kept' : 'changed' };
}
