import type { SignInMethod } from '../owner/api.ts';
import type { Database } from './database.ts';

export interface StoredSession {
  /** Of the token in the browser's cookie. */
  readonly digest: string;
  /** Of the key that the page keeps. */
  readonly page_key_digest: string;
  readonly method: SignInMethod;
  readonly signed_in_by: string;
  readonly created_at: number;
  readonly seen_at: number;
  /** However much it is used. */
  readonly expires_at: number;
}

/** Browsers that the owner signed in with. Changes only inside a transaction of the database. */
export class Sessions {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  byDigest(digest: string): StoredSession | undefined {
    return this.#db.get<StoredSession>('SELECT * FROM sessions WHERE digest = ?', digest);
  }

  insert(session: StoredSession): void {
    const { digest, page_key_digest, method, signed_in_by, created_at, seen_at, expires_at } = session;
    this.#db.run(
      `INSERT INTO sessions (digest, page_key_digest, method, signed_in_by, created_at, seen_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[digest, page_key_digest, method, signed_in_by, created_at, seen_at, expires_at],
    );
  }

  seen(digest: string, at: number): void {
    this.#db.run('UPDATE sessions SET seen_at = ? WHERE digest = ?', at, digest);
  }

  remove(digest: string): void {
    this.#db.run('DELETE FROM sessions WHERE digest = ?', digest);
  }

  /** Those that this passkey opened. */
  removeOfPasskey(name: string): void {
    this.#db.run("DELETE FROM sessions WHERE method = 'passkey' AND signed_in_by = ?", name);
  }

  removeAll(): void {
    this.#db.run('DELETE FROM sessions');
  }

  /** Those that are over, and those that nobody used since `idleSince`. */
  removeOver(now: number, idleSince: number): void {
    this.#db.run('DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?', now, idleSince);
  }
}
