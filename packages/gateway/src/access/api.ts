import type { Actor } from '../api.ts';

/** What the bearer of a token may do. `approve`: what is said over its connection counts as far as the owner's rules let
 * the channels `elicitation` and `agent` count; `admin`: sees every profile, and the metrics. */
export const SCOPES = ['read', 'trade', 'approve', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is behind a connection, as far as its token tells. */
export interface Principal {
  /** The token's name; the audit log's label. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Of `[profiles]`: limits and magic of its own. null = the account's rules alone. */
  readonly profile: string | null;
}

/** One token of the file; the token itself is shown by a command of its own. */
export interface TokenInfo extends Principal {
  /** ms UTC. */
  readonly created_at: number;
}

/**
 * The tokens of the data directory, in a private file that a running server reads again when it changes. A file that
 * can't be read lets nobody in, and everything but `authenticate` says so with TOKENS_UNUSABLE.
 */
export interface TokenStore {
  /** Compared in constant time. */
  authenticate(token: string): Principal | undefined;
  list(): readonly TokenInfo[];
  /** The token itself. @throws Mt5Error TOKEN_NOT_FOUND */
  reveal(name: string): string;
  /** @throws Mt5Error TOKEN_EXISTS, INVALID_* */
  create(principal: Principal): string;
  /** @throws Mt5Error TOKEN_NOT_FOUND */
  remove(name: string): void;
  /** Makes the token `default` (read, trade) where there is no file yet. @throws Mt5Error TOKENS_UNUSABLE */
  ensureDefault(): void;
  /**
   * Tells the names of tokens that let nobody in any more, or with other rights: removed or changed in any process,
   * within a second or two. Returns the function that ends it.
   */
  onRevoked(listener: (names: readonly string[]) => void): () => void;
}

/**
 * What befell a door besides orders: a refused token, a foreign Origin, a sign-in, an approval that somebody tried to
 * give without being the owner. `what` is a word in lower case; nothing in it is a secret.
 */
export interface AccessEvent {
  readonly what: string;
  readonly actor: Actor;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AccessLog {
  /**
   * Writes the audit record `access`. What comes by the hundred (guesses at tokens) is told once a minute, with a count,
   * so that nobody fills the disk from outside. A log that can't be written is said in the program's own log.
   */
  note(event: AccessEvent): void;
}
