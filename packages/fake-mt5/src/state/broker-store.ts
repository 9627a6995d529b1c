import { deserialize, serialize } from 'node:v8';
import type Database from 'better-sqlite3';
import type { BrokerState, RecordChange } from '../broker/state.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY,
    list TEXT NOT NULL,
    ticket TEXT NOT NULL,
    record BLOB NOT NULL,
    UNIQUE (list, ticket)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT`;

const LISTS = ['positions', 'orders', 'historyOrders', 'deals'] as const;
type List = (typeof LISTS)[number];

/** The trade server's disk: what it knew at its last commit is there after any end of the process. */
export class BrokerStore {
  private readonly statements;
  private readonly commit: (changes: readonly RecordChange[], time: number) => void;
  private readonly found: (BrokerState & { readonly time: number }) | undefined;

  constructor(db: Database.Database) {
    db.exec(TABLES);
    this.statements = {
      put: db.prepare(
        'INSERT INTO records (list, ticket, record) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record',
      ),
      remove: db.prepare('DELETE FROM records WHERE list = ? AND ticket = ?'),
      note: db.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)'),
      list: db.prepare('SELECT record FROM records WHERE list = ? ORDER BY seq').pluck(),
      fact: db.prepare('SELECT value FROM facts WHERE name = ?').pluck(),
    };
    this.commit = db.transaction((changes: readonly RecordChange[], time: number) => {
      for (const change of changes) this.write(change);
      this.note('time', time);
    });
    this.found = this.load();
  }

  /** What an earlier process left, and the server time up to which it had lived; undefined on a new disk. */
  get left(): (BrokerState & { readonly time: number }) | undefined {
    return this.found;
  }

  /** Lays the first state down. */
  create(state: BrokerState, time: number): void {
    this.note('terms', state.terms);
    const records = LISTS.flatMap((table) =>
      state[table].map((record): RecordChange => ({ table, ticket: record.ticket, record }) as RecordChange),
    );
    this.commit([...records, { table: 'rolled_to', time: state.rolled_to }], time);
  }

  /** All of it or nothing; `time` = server time. */
  save(changes: readonly RecordChange[], time: number): void {
    this.commit(changes, time);
  }

  private write(change: RecordChange): void {
    if (change.table === 'rolled_to') this.note('rolled_to', change.time);
    else if (change.record === undefined) this.statements.remove.run(change.table, `${change.ticket}`);
    else this.statements.put.run(change.table, `${change.ticket}`, serialize(change.record));
  }

  private load(): (BrokerState & { readonly time: number }) | undefined {
    const time = this.fact<number>('time');
    if (time === undefined) return undefined;
    return {
      terms: this.fact('terms') as BrokerState['terms'],
      rolled_to: this.fact('rolled_to') as number,
      positions: this.list('positions'),
      orders: this.list('orders'),
      historyOrders: this.list('historyOrders'),
      deals: this.list('deals'),
      time,
    };
  }

  private list<L extends List>(list: L): BrokerState[L] {
    return (this.statements.list.all(list) as Buffer[]).map((record) => deserialize(record)) as never;
  }

  private note(name: string, value: unknown): void {
    this.statements.note.run(name, serialize(value));
  }

  private fact<T>(name: string): T | undefined {
    const value = this.statements.fact.get(name) as Buffer | undefined;
    return value && (deserialize(value) as T);
  }
}
