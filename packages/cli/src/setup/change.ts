import type { ClientId } from './clients/client.ts';

/**
 * One file that setup writes. A plan is a list of these, worked out before anything is touched: a dry run prints it, the
 * real run backs up what is there, writes, and notes each in the journal that `setup --undo` follows backwards.
 */
export interface FileChange {
  /** Absolute path. */
  readonly file: string;
  /** For people, as in "the expert advisor" or "the server in Cursor's configuration". */
  readonly purpose: string;
  /** The whole content that the file is to have. */
  readonly content: string | Uint8Array;
  /** Whether its content is secret: nobody but its owner may read it, and no dry run prints it. */
  readonly isSecret?: boolean;
  /**
   * The MCP client whose own configuration this is. Undoing takes our entry out of what the file is then, or gives back
   * the one in whose place it is; any other file gets its former content back, or goes, and only if nobody has changed it
   * since.
   */
  readonly client?: ClientId;
}
