import type { PasskeyInfo } from '../owner/api.ts';
import type { Database } from './database.ts';
import { decode, encode } from './encoding.ts';

export interface StoredPasskey extends PasskeyInfo {
  /** The only one whose pages it works on. */
  readonly host: string;
  /** COSE key, base64url. */
  readonly public_key: string;
  /** What the authenticator said last; 0 of those that do not count. */
  readonly counter: number;
  /** Hints for browsers on how to reach the authenticator. */
  readonly transports: readonly string[];
}

type Row = Omit<StoredPasskey, 'transports'> & { readonly transports: string };

/** What the owner signs with. Changes only inside a transaction of the database. */
export class Passkeys {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Oldest first. */
  list(): StoredPasskey[] {
    return this.#db.all<Row>('SELECT * FROM passkeys ORDER BY created_at, id').map(passkeyOf);
  }

  byId(id: string): StoredPasskey | undefined {
    const row = this.#db.get<Row>('SELECT * FROM passkeys WHERE id = ?', id);
    return row === undefined ? undefined : passkeyOf(row);
  }

  insert({ id, name, host, public_key, counter, transports, created_at, last_used_at }: StoredPasskey): void {
    this.#db.run(
      `INSERT INTO passkeys (id, name, host, public_key, counter, transports, created_at, last_used_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, name, host, public_key, counter, encode(transports), created_at, last_used_at],
    );
  }

  used(id: string, counter: number, at: number): void {
    this.#db.run('UPDATE passkeys SET counter = ?, last_used_at = ? WHERE id = ?', counter, at, id);
  }

  remove(id: string): void {
    this.#db.run('DELETE FROM passkeys WHERE id = ?', id);
  }
}

const passkeyOf = (row: Row): StoredPasskey => ({ ...row, transports: decode(row.transports) });
