import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
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

/** Opens a folder for one process alone, or memory. `now` = the clock of frames. @throws Mt5Error JOURNAL_FAILED */
export function openState(folder: string | undefined, now: number): State {
  if (folder === undefined) {
    const memory = new Database(':memory:');
    return { journal: new SqliteJournal(memory, now), broker: undefined, close: () => void memory.close() };
  }
  try {
    return inFolder(folder, now);
  } catch (cause) {
    const isTaken = cause instanceof Database.SqliteError && cause.code === 'SQLITE_BUSY';
    const problem = isTaken ? 'another process uses it' : cause instanceof Error ? cause.message : String(cause);
    throw new Mt5Error('JOURNAL_FAILED', `the state folder ${folder} cannot be used: ${problem}.`, { cause });
  }
}

function inFolder(folder: string, now: number): State {
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
