import type { Surroundings } from '@mt5-bridge/config';

export const CLIENT_IDS = ['claude-code', 'claude-desktop', 'cursor', 'vscode', 'codex', 'gemini'] as const;

export type ClientId = (typeof CLIENT_IDS)[number];

/** How a client starts the server: the words of one process. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** An MCP client whose configuration setup can change. */
export interface McpClient {
  readonly id: ClientId;
  /** As its makers call it. */
  readonly title: string;
  /** Its user-wide configuration file on this machine. */
  file(surroundings: Surroundings): string;
  /**
   * What the file is to hold with the server registered as `mt5-bridge`; everything else in it stays as it is, comments
   * and formatting included, and so does what somebody has added to our entry. `text`: undefined where there is no file.
   * @throws CliError CLIENT_CONFIG_UNREADABLE the text is not what the client itself could read
   */
  add(text: string | undefined, server: ServerCommand): string;
  /**
   * The same without our entry; undefined when nothing is left that anybody else wrote.
   * @param former what the file held before: an entry of that name in it comes back, and the file stays, even if empty
   * @throws the same
   */
  remove(text: string, former?: string): string | undefined;
  /** What a person does next, so that the client sees it. */
  readonly next: string;
}
