import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import Sqlite from 'better-sqlite3';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION, UPGRADES } from './schema.ts';

/** How long one process waits for another to finish its write, ms: many times what a slow disk takes. */
const BUSY_MS = 3_000;

/** `disk`: survives the loss of power when it returns. `process`: survives the end of this process. */
export type Durability = 'disk' | 'process';

type Statement = Sqlite.Statement<unknown[], Record<string, unknown>>;

/**
 * One SQLite file shared by several processes. It is opened at its first use and, while that fails, tried again at every
 * use, so that a repaired disk needs no restart.
 */
export class Database {
  readonly file: string;
  readonly #onOpen: () => void;
  readonly #statements = new Map<string, Statement>();
  #open: Sqlite.Database | undefined;
  #inode: number | undefined;
  #durability: Durability | undefined;
  #isClosed = false;

  /** @param onOpen called whenever the file was opened, before anything else is done with it */
  constructor(file: string, onOpen: () => void = () => {}) {
    this.file = file;
    this.#onOpen = onOpen;
  }

  /** One row, or undefined. @throws Mt5Error LEDGER_UNAVAILABLE */
  get<Row>(sql: string, ...values: unknown[]): Row | undefined {
    return this.#guard(() => this.#prepare(sql).get(...values) as Row | undefined);
  }

  /** @throws Mt5Error LEDGER_UNAVAILABLE */
  all<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#guard(() => this.#prepare(sql).all(...values) as Row[]);
  }

  /** The number of rows that were changed. Only inside a transaction. @throws Mt5Error LEDGER_UNAVAILABLE */
  run(sql: string, ...values: unknown[]): number {
    return this.#guard(() => this.#prepare(sql).run(...values).changes);
  }

  /**
   * Runs `work` while no other process can write; what it throws undoes all of it.
   * @throws Mt5Error LEDGER_UNAVAILABLE
   */
  write<T>(durability: Durability, work: () => T): T {
    this.#guard(() => {
      this.#leaveIfMoved();
      const db = this.#db();
      if (this.#durability !== durability) {
        db.pragma(`synchronous = ${durability === 'disk' ? 'FULL' : 'NORMAL'}`);
        this.#durability = durability;
      }
      db.exec('BEGIN IMMEDIATE');
    });
    try {
      const result = work();
      this.#guard(() => this.#db().exec('COMMIT'));
      return result;
    } catch (error) {
      this.#rollback();
      throw error;
    }
  }

  /** Differs from an earlier answer when another process has written since. @throws Mt5Error LEDGER_UNAVAILABLE */
  get version(): number {
    return this.#guard(() => this.#db().pragma('data_version', { simple: true }) as number);
  }

  close(): void {
    this.#isClosed = true;
    this.#open?.close();
    this.#open = undefined;
    this.#statements.clear();
  }

  /** A file that was moved or deleted is nobody else's ledger: two ledgers would let one order pass twice. */
  #leaveIfMoved(): void {
    if (this.#open === undefined) return;
    const inode = statSync(this.file, { throwIfNoEntry: false })?.ino;
    if (inode !== this.#inode) this.#letGo();
  }

  #rollback(): void {
    const db = this.#open;
    if (!db?.inTransaction) return;
    try {
      db.exec('ROLLBACK');
    } catch {
      // A connection that can't even undo is given up; SQLite undoes what it did when the file is opened again.
      this.#letGo();
    }
  }

  #letGo(): void {
    const db = this.#open;
    this.#open = undefined;
    this.#durability = undefined;
    this.#statements.clear();
    db?.close();
  }

  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db().prepare(sql) as unknown as Statement;
    this.#statements.set(sql, statement);
    return statement;
  }

  #db(): Sqlite.Database {
    if (this.#isClosed) throw new Mt5Error('CLOSED');
    if (this.#open === undefined) {
      this.#open = opened(this.file);
      this.#inode = statSync(this.file).ino;
      try {
        this.#onOpen();
      } catch (error) {
        this.#letGo();
        throw error;
      }
    }
    return this.#open;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof Mt5Error ? error : unavailable(this.file, error);
    }
  }
}

function opened(file: string): Sqlite.Database {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives the files beside it the same permissions.
  closeSync(openSync(file, 'a', 0o600));
  const db = new Sqlite(file, { timeout: BUSY_MS });
  try {
    useWriteAheadLog(db);
    db.pragma('foreign_keys = ON');
    if (versionOf(db) === 0) create(db);
    check(db);
    upgrade(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const TRIES = 40;
const PAUSE_MS = 25;

/** Of several processes that create the file at once, SQLite refuses all but one, without waiting. */
function useWriteAheadLog(db: Sqlite.Database): void {
  for (let tries = 1; ; tries++) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!(error instanceof Sqlite.SqliteError) || !error.code.startsWith('SQLITE_BUSY') || tries === TRIES)
        throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

const versionOf = (db: Sqlite.Database): number => db.pragma('user_version', { simple: true }) as number;

function create(db: Sqlite.Database): void {
  db.transaction(() => {
    // Another process may have been faster.
    if (versionOf(db) !== 0) return;
    if (db.prepare('SELECT 1 FROM sqlite_master').get() !== undefined) throw foreign(db.name);
    db.exec(SCHEMA);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  }).immediate();
}

/** A ledger of an older mt5-bridge keeps all that is in it. */
function upgrade(db: Sqlite.Database): void {
  if (versionOf(db) === SCHEMA_VERSION) return;
  db.transaction(() => {
    // Another process may have been faster.
    for (let version = versionOf(db); version < SCHEMA_VERSION; version++) {
      db.exec(UPGRADES[version] ?? '');
      db.pragma(`user_version = ${version + 1}`);
    }
  }).immediate();
}

function check(db: Sqlite.Database): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw foreign(db.name);
  const version = versionOf(db);
  if (version <= SCHEMA_VERSION) return;
  throw new Mt5Error(
    'LEDGER_UNAVAILABLE',
    `The ledger ${db.name} was written by a newer mt5-bridge (its version is ${version}, this one knows ${SCHEMA_VERSION}): update mt5-bridge.`,
    { details: { file: db.name, version, known_version: SCHEMA_VERSION } },
  );
}

const foreign = (file: string): Mt5Error =>
  new Mt5Error('LEDGER_UNAVAILABLE', `${file} is a database of another program, not a ledger of mt5-bridge.`, {
    details: { file },
  });

const problems: readonly (readonly [start: string, problem: string])[] = [
  ['SQLITE_BUSY', 'is locked by another process'],
  ['SQLITE_LOCKED', 'is locked by another process'],
  ['SQLITE_FULL', 'cannot grow: the disk is full'],
  ['SQLITE_CORRUPT', 'is damaged'],
  ['SQLITE_NOTADB', 'is no database, or is damaged'],
  ['SQLITE_READONLY', 'cannot be written'],
  ['SQLITE_CANTOPEN', 'cannot be opened'],
  ['SQLITE_IOERR', 'cannot be read or written: the disk failed'],
  ['SQLITE_PERM', 'may not be used by this user'],
  ['EISDIR', 'is a directory'],
  ['EACCES', 'may not be used by this user'],
  ['EPERM', 'may not be used by this user'],
  ['EROFS', 'cannot be written: the file system is read-only'],
  ['ENOSPC', 'cannot grow: the disk is full'],
  ['ENOTDIR', 'lies in a path that is no directory'],
  ['EEXIST', 'lies in a path that is no directory'],
];

function unavailable(file: string, cause: unknown): Mt5Error {
  const { code, message } = cause as { code?: string; message?: string };
  const known = problems.find(([start]) => code?.startsWith(start));
  const problem = known?.[1] ?? `cannot be used (${message ?? String(cause)})`;
  const details = { file, ...(code !== undefined && { error: code }) };
  return new Mt5Error('LEDGER_UNAVAILABLE', `The ledger ${file} ${problem}.`, { details, cause });
}
