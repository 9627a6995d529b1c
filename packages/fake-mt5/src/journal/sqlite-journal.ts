import { Mt5Error, serverZone, type TradeOperationName, tradeResult } from '@mt5-bridge/protocol';
import { pack, unpack } from '@mt5-bridge/protocol/wire';
import type Database from 'better-sqlite3';
import type { FirstAnswer, Journal, JournalEntry } from './journal.ts';

interface Row {
  readonly operation: TradeOperationName;
  readonly digest: string;
  readonly answer: Buffer | null;
}

/** As many of the newest requests are kept. */
const KEEP = 100_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS requests (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    operation TEXT NOT NULL,
    digest TEXT NOT NULL,
    begun INTEGER NOT NULL,
    answer BLOB
  ) STRICT;
  CREATE TABLE IF NOT EXISTS span (only INTEGER PRIMARY KEY CHECK (only = 0), since INTEGER NOT NULL) STRICT`;

/** The journal in a database, which may live in memory. */
export class SqliteJournal implements Journal {
  private readonly keep: number;
  private readonly statements;
  private readonly enter: (requestId: string, entry: Omit<JournalEntry, 'answer'>, now: number) => void;
  private count: number;
  private from: number;

  /** `now` = the clock of frames, where a new journal begins. @throws Mt5Error JOURNAL_FAILED */
  constructor(db: Database.Database, now: number, keep = KEEP) {
    this.keep = keep;
    const opened = used(() => {
      db.exec(TABLES);
      db.prepare('INSERT OR IGNORE INTO span VALUES (0, ?)').run(now);
      const count = db.prepare('SELECT count(*) FROM requests').pluck().get() as number;
      const statements = {
        find: db.prepare('SELECT operation, digest, answer FROM requests WHERE id = ?'),
        begin: db.prepare('INSERT INTO requests (id, operation, digest, begun) VALUES (?, ?, ?, ?)'),
        answer: db.prepare('UPDATE requests SET answer = ? WHERE id = ?'),
        oldest: db.prepare('SELECT seq, begun FROM requests ORDER BY seq LIMIT 1'),
        newest: db.prepare('SELECT begun FROM requests ORDER BY seq DESC LIMIT 1').pluck(),
        forget: db.prepare('DELETE FROM requests WHERE seq = ?'),
        move: db.prepare('UPDATE span SET since = ?'),
        since: db.prepare('SELECT since FROM span').pluck(),
      };
      return { count, since: statements.since.get() as number, statements };
    });
    this.statements = opened.statements;
    this.count = opened.count;
    this.from = opened.since;
    this.enter = db.transaction((requestId, { operation, digest }, begun) => {
      this.statements.begin.run(requestId, operation, digest, begun);
      if (this.count < this.keep) return;
      const oldest = this.statements.oldest.get() as { seq: number; begun: number };
      this.statements.forget.run(oldest.seq);
      this.statements.move.run(oldest.begun + 1);
    });
  }

  get since(): number {
    return this.from;
  }

  /** When the newest request was entered; undefined without any. */
  get newest(): number | undefined {
    return this.statements.newest.get() as number | undefined;
  }

  find(requestId: string): JournalEntry | undefined {
    const row = used(() => this.statements.find.get(requestId) as Row | undefined);
    if (row === undefined) return undefined;
    const { operation, digest, answer } = row;
    return answer === null ? { operation, digest } : { operation, digest, answer: unpacked(answer) };
  }

  begin(requestId: string, entry: Omit<JournalEntry, 'answer'>, now: number): void {
    used(() => this.enter(requestId, entry, now));
    if (this.count < this.keep) this.count++;
    else this.from = this.statements.since.get() as number;
  }

  answer(requestId: string, answer: FirstAnswer): void {
    used(() => this.statements.answer.run(packed(answer), requestId));
  }
}

function used<T>(use: () => T): T {
  try {
    return use();
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new Mt5Error('JOURNAL_FAILED', `the journal of trade requests cannot be used: ${problem}`, { cause });
  }
}

const packed = (answer: FirstAnswer): Uint8Array =>
  pack(tradeResult.encode({ ...answer, replayed: false }, 'answer', serverZone));

function unpacked(bytes: Uint8Array): FirstAnswer {
  const { replayed: _, ...answer } = tradeResult.decode(unpack(bytes), 'answer', serverZone);
  return answer;
}
