import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import Database from 'better-sqlite3';
import { SqliteJournal } from '../journal/sqlite-journal.ts';
import { BrokerStore } from './broker-store.ts';

/** The terminal's own journal, opened. */
export interface JournalDisk {
  readonly journal: SqliteJournal;
  close(): void;
}

/** The broker's records, opened; kept apart from the terminal's, as in life. */
export interface BrokerDisk {
  readonly store: BrokerStore;
  close(): void;
}

/** Of a folder that one process has to itself, or of memory. `now` = the clock of frames. @throws Mt5Error JOURNAL_FAILED */
export function openJournal(folder: string | undefined, now: number): JournalDisk {
  const over = (db: Database.Database): JournalDisk => ({
    journal: new SqliteJournal(db, now),
    close: () => void db.close(),
  });
  return folder === undefined ? over(new Database(':memory:')) : inFolder(folder, 'terminal.sqlite', over);
}

/** Of a folder that one process has to itself; undefined where everything lives in memory. @throws Mt5Error JOURNAL_FAILED */
export function openBrokerDisk(folder: string | undefined): BrokerDisk | undefined {
  if (folder === undefined) return undefined;
  return inFolder(folder, 'broker.sqlite', (db) => ({ store: new BrokerStore(db), close: () => void db.close() }));
}

function inFolder<T>(folder: string, file: string, use: (db: Database.Database) => T): T {
  try {
    mkdirSync(folder, { recursive: true });
    return use(open(join(folder, file)));
  } catch (cause) {
    const isTaken = cause instanceof Database.SqliteError && cause.code === 'SQLITE_BUSY';
    const problem = isTaken ? 'another process uses it' : cause instanceof Error ? cause.message : String(cause);
    throw new Mt5Error('JOURNAL_FAILED', `the state folder ${folder} cannot be used: ${problem}.`, { cause });
  }
}

/** Long enough for a process that is just ending. */
const PATIENCE_MS = 1_000;

/** A commit survives the end of the process, not a power failure: nothing here is worth waiting for a disk. */
function open(file: string): Database.Database {
  const db = new Database(file, { timeout: PATIENCE_MS });
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  return db;
}
