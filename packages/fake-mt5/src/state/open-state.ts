import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SqliteJournal } from '../journal/journal.ts';
import { BrokerStore } from './broker-store.ts';

/** What outlives the terminal: its own journal, and, kept apart from it as in life, the broker's disk. */
export interface State {
  readonly journal: SqliteJournal;
  /** Absent where everything lives in memory, and with this process. */
  readonly broker: BrokerStore | undefined;
  close(): void;
}

/**
 * Opens a folder for one process alone, or memory. `now` = the clock of frames. @throws Mt5Error JOURNAL_FAILED;
 * whatever the file system or SQLite has against the folder
 */
export function openState(folder: string | undefined, now: number): State {
  if (folder === undefined) {
    const memory = new Database(':memory:');
    return { journal: new SqliteJournal(memory, now), broker: undefined, close: () => void memory.close() };
  }
  mkdirSync(folder, { recursive: true });
  const terminal = open(join(folder, 'terminal.sqlite'));
  const broker = open(join(folder, 'broker.sqlite'));
  return {
    journal: new SqliteJournal(terminal, now),
    broker: new BrokerStore(broker),
    close() {
      terminal.close();
      broker.close();
    },
  };
}

/** A commit survives the end of the process, not a power failure: nothing here is worth waiting for a disk. */
function open(file: string): Database.Database {
  const db = new Database(file);
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  return db;
}
