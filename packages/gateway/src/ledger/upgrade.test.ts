import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Approvals } from './approvals.ts';
import { Database } from './database.ts';
import { encode } from './encoding.ts';
import { Requests } from './requests.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts';

/** As the first version made it. */
const VERSION_1 = `
CREATE TABLE requests (
  request_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('awaiting_approval', 'claimed', 'unknown', 'done', 'rejected')),
  idempotency_key TEXT UNIQUE,
  body TEXT NOT NULL,
  operation TEXT NOT NULL,
  facts TEXT NOT NULL,
  notional REAL,
  created_at INTEGER NOT NULL,
  claimed_at INTEGER,
  deadline INTEGER,
  made_at INTEGER,
  expires INTEGER,
  order_ticket TEXT,
  finished_at INTEGER,
  ending TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_sent ON requests (account, claimed_at);
CREATE INDEX requests_open ON requests (account, claimed_at) WHERE claimed_at IS NOT NULL AND finished_at IS NULL;
CREATE INDEX requests_done ON requests (account, finished_at, operation, order_ticket) WHERE state = 'done';
CREATE INDEX requests_order ON requests (account, order_ticket) WHERE order_ticket IS NOT NULL;

CREATE TABLE approvals (
  approval_id TEXT PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES requests (request_id),
  state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'expired', 'void')),
  preview TEXT NOT NULL,
  terminal TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  channel TEXT,
  decided_at INTEGER,
  decided_by TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX approvals_new ON approvals (created_at);
CREATE INDEX approvals_pending ON approvals (expires_at) WHERE state = 'pending';

CREATE TABLE fills (
  account TEXT NOT NULL,
  deal TEXT NOT NULL,
  request_id TEXT NOT NULL,
  PRIMARY KEY (account, deal)
) STRICT, WITHOUT ROWID;

CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-upgrade-'));
  file = join(folder, 'ledger.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const IDENTITY = { environment: 'demo', login: 5_012_345_678n, server: 'Broker-Demo' } as const;
const FACTS = { identity: IDENTITY, actor: { kind: 'agent', name: 'claude' }, symbol: 'EURUSD', reason: null };

/** A file that the first version left, with orders of each kind in it. */
function makeVersion1(): void {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.exec(VERSION_1);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma('user_version = 1');
  const account = 'demo:5012345678@Broker-Demo';
  const request = db.prepare(
    `INSERT INTO requests (request_id, account, state, idempotency_key, body, operation, facts, created_at, claimed_at,
       deadline, made_at, expires, order_ticket, finished_at)
     VALUES (?, ?, ?, ?, 'body', 'order_send', ?, 1, ?, 2, 3, 4, ?, ?)`,
  );
  request.run('REQUEST00001', account, 'done', 'key', encode(FACTS), 10, '77', 20);
  request.run('REQUEST00002', account, 'claimed', null, encode(FACTS), 30, null, null);
  request.run('REQUEST00003', account, 'awaiting_approval', null, encode(FACTS), null, null, null);
  db.prepare(
    `INSERT INTO approvals (approval_id, request_id, state, preview, terminal, created_at, expires_at)
     VALUES ('APPROVAL0001', 'REQUEST00003', 'pending', '{}', '{}', 1, 2)`,
  ).run();
  db.prepare("INSERT INTO facts (name, value) VALUES ('kill_switch', '{}')").run();
  db.close();
}

/** Every table, column, index and key of a file, without the words that they were made with. */
function schemaOf(name: string): unknown {
  const db = new Sqlite(name, { readonly: true });
  const items = db
    .prepare("SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all() as { type: string; name: string }[];
  const of = (pragma: string, item: string) => db.pragma(`${pragma}('${item}')`) as { name: string }[];
  const told = items.map((item) => {
    if (item.type === 'index') {
      const { sql } = db.prepare('SELECT sql FROM sqlite_master WHERE name = ?').get(item.name) as { sql: string };
      return { ...item, sql, columns: of('index_xinfo', item.name) };
    }
    return {
      ...item,
      list: db.prepare('SELECT ncol, wr, strict FROM pragma_table_list WHERE name = ?').get(item.name),
      columns: of('table_xinfo', item.name),
      indexes: of('index_list', item.name).toSorted((a, b) => a.name.localeCompare(b.name)),
      keys: of('foreign_key_list', item.name),
      checks: checksOf(db, item.name),
    };
  });
  const version = ['user_version', 'application_id'].map((pragma) => db.pragma(pragma));
  db.close();
  return { told, version };
}

function checksOf(db: Sqlite.Database, name: string): readonly string[] {
  const { sql } = db.prepare('SELECT sql FROM sqlite_master WHERE name = ?').get(name) as { sql: string };
  return [...sql.matchAll(/CHECK \(.*?\)\)/g)].map(([text]) => text);
}

describe('a ledger of the first version', () => {
  it('becomes the same as a new one, column by column', () => {
    makeVersion1();
    const upgraded = new Database(file);
    expect(upgraded.get('SELECT count(*) AS count FROM alerts')).toEqual({ count: 0 });
    upgraded.close();
    const fresh = new Database(join(folder, 'fresh.sqlite'));
    fresh.get('SELECT 1 FROM facts');
    fresh.close();
    expect(schemaOf(file)).toEqual(schemaOf(join(folder, 'fresh.sqlite')));
    expect(schemaOf(file)).toMatchObject({ version: [[{ user_version: SCHEMA_VERSION }], expect.anything()] });
  });

  it('keeps all that is in it', () => {
    makeVersion1();
    const db = new Database(file);
    const requests = new Requests(db);
    expect(requests.byKey('key', undefined)).toMatchObject({ request_id: 'REQUEST00001', state: 'done', ...FACTS });
    expect(requests.byKey('key', 'trend')).toBeUndefined();
    expect(requests.byOrder(IDENTITY, 77n)?.request_id).toBe('REQUEST00001');
    expect(requests.unsettled(IDENTITY).map(({ request_id }) => request_id)).toEqual(['REQUEST00002']);
    expect(requests.countClaimed(IDENTITY, 0)).toEqual({ count: 2, oldest: 10 });
    expect(requests.countClaimed(IDENTITY, 0, 'trend')).toEqual({ count: 0, oldest: null });
    const approvals = new Approvals(db);
    expect(approvals.list({ state: 'pending' }, 10)).toHaveLength(1);
    expect(approvals.list({ profile: 'trend' }, 10)).toEqual([]);
    expect(db.get('SELECT name FROM facts')).toEqual({ name: 'kill_switch' });
    db.close();
  });

  it('is upgraded once, by whichever of several processes is first', async () => {
    makeVersion1();
    const count = 4;
    const script = join(import.meta.dirname, '..', 'testing', 'open-ledger.ts');
    const processes = Array.from({ length: count }, (_, index) =>
      spawn(process.execPath, [script, file, `process ${index}`], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    // All of them wait for the word, and then open at once.
    await Promise.all(processes.map(({ stdout }) => once(stdout, 'data')));
    for (const { stdin } of processes) stdin.end('go');
    const ends = await Promise.all(processes.map(async (one) => (await once(one, 'exit'))[0]));
    expect(ends).toEqual(Array(count).fill(0));
    const db = new Database(file);
    expect(db.all("SELECT name FROM facts WHERE name LIKE 'process %'")).toHaveLength(count);
    expect(new Requests(db).byId('REQUEST00001')?.state).toBe('done');
    db.close();
  });

  it('stays as it was where the upgrade cannot be finished', () => {
    makeVersion1();
    const broken = new Sqlite(file);
    broken.exec('CREATE TABLE equity (mine)');
    broken.close();
    const before = schemaOf(file);
    const db = new Database(file);
    expect(() => db.get('SELECT 1 FROM facts')).toThrow(expect.objectContaining({ code: 'LEDGER_UNAVAILABLE' }));
    db.close();
    expect(schemaOf(file)).toEqual(before);
  });
});
