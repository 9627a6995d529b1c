import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from './database.ts';
import { decode, encode } from './encoding.ts';

let folder: string;
let file: string;
const opened: Database[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-ledger-'));
  file = join(folder, 'data', 'ledger.sqlite');
});

afterEach(() => {
  for (const db of opened.splice(0)) db.close();
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

function open(): Database {
  const db = new Database(file);
  opened.push(db);
  return db;
}

const put = (db: Database, name: string) =>
  db.write('disk', () => db.run('INSERT INTO facts (name, value) VALUES (?, ?)', name, '1'));
const names = (db: Database) =>
  db.all<{ name: string }>('SELECT name FROM facts ORDER BY name').map(({ name }) => name);

function failure(work: () => unknown): Mt5Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Mt5Error) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the ledger file', () => {
  it('is made for its owner alone, and shared by those who open it', () => {
    const [one, other] = [open(), open()];
    put(one, 'a');
    put(other, 'b');
    expect(names(one)).toEqual(['a', 'b']);
    for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  });

  it('tells when another process has written, and not when this one has', () => {
    const [one, other] = [open(), open()];
    put(one, 'a');
    const before = one.version;
    put(one, 'b');
    expect(one.version).toBe(before);
    put(other, 'c');
    expect(one.version).not.toBe(before);
  });

  it('forgets what a transaction did that failed', () => {
    const db = open();
    put(db, 'a');
    const boom = () =>
      db.write('process', () => {
        db.run('DELETE FROM facts');
        throw new Error('no');
      });
    expect(boom).toThrow('no');
    expect(names(db)).toEqual(['a']);
    put(db, 'b');
    expect(names(db)).toEqual(['a', 'b']);
  });

  it('is refused while another process holds it', () => {
    const db = open();
    put(db, 'a');
    const other = new Sqlite(file);
    other.exec('BEGIN IMMEDIATE');
    const error = failure(() => put(db, 'b'));
    expect(error).toMatchObject({ code: 'LEDGER_UNAVAILABLE', details: { file, error: 'SQLITE_BUSY' } });
    expect(error.message).toContain('is locked by another process');
    other.exec('ROLLBACK');
    other.close();
    put(db, 'b');
    expect(names(db)).toEqual(['a', 'b']);
  });

  it.each([
    ['no database', (at: string) => writeFileSync(at, 'what is this?'.repeat(100)), 'is no database, or is damaged'],
    ['a directory', (at: string) => mkdirSync(at), 'is a directory'],
  ])('that is %s is refused, left as it is, and used once it is repaired', (_, spoil, problem) => {
    mkdirSync(join(folder, 'data'));
    spoil(file);
    const db = open();
    expect(failure(() => put(db, 'a')).message).toContain(problem);
    expect(failure(() => names(db)).code).toBe('LEDGER_UNAVAILABLE');
    rmSync(file, { recursive: true });
    put(db, 'a');
    expect(names(db)).toEqual(['a']);
  });

  it('in a path that is no directory is refused', () => {
    writeFileSync(join(folder, 'data'), '');
    expect(failure(() => put(open(), 'a'))).toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  });

  it('with damaged pages is refused', () => {
    const db = open();
    for (let i = 0; i < 500; i++) put(db, `name ${i}`);
    db.close();
    const bytes = readFileSync(file);
    bytes.fill(0xab, 4096, bytes.length);
    writeFileSync(file, bytes);
    expect(failure(() => names(open()))).toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
      message: expect.stringContaining('is damaged'),
    });
  });

  it('of a newer version is left alone', () => {
    put(open(), 'a');
    const other = new Sqlite(file);
    other.pragma('user_version = 9');
    other.close();
    const error = failure(() => names(open()));
    expect(error).toMatchObject({ code: 'LEDGER_UNAVAILABLE', details: { version: 9 } });
    expect(error.message).toContain('written by a newer mt5-bridge');
  });

  it('of another program is left alone', () => {
    mkdirSync(join(folder, 'data'));
    const other = new Sqlite(file);
    other.exec('CREATE TABLE mine (x)');
    other.close();
    expect(failure(() => names(open())).message).toContain('is a database of another program');
    const again = new Sqlite(file);
    expect(again.prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'mine' }]);
    again.close();
  });

  it('that cannot grow is refused, and used again when it can', () => {
    const db = open();
    put(db, 'a');
    const pages = db.get<{ page_count: number }>('PRAGMA page_count')?.page_count;
    db.get(`PRAGMA max_page_count = ${pages}`);
    const large = () =>
      db.write('disk', () => db.run('INSERT INTO facts (name, value) VALUES (?, ?)', 'large', 'x'.repeat(100_000)));
    expect(failure(large).message).toContain('the disk is full');
    expect(names(db)).toEqual(['a']);
    db.get('PRAGMA max_page_count = 100000');
    large();
    expect(names(db)).toEqual(['a', 'large']);
  });

  it('that was put in the place of the one in use is the one that counts', () => {
    const db = open();
    put(db, 'a');
    renameSync(join(folder, 'data'), join(folder, 'gone'));
    put(db, 'b');
    expect(names(db)).toEqual(['b']);
    expect(names(open())).toEqual(['b']);
  });

  it('is not used after the end', () => {
    const db = open();
    put(db, 'a');
    db.close();
    expect(failure(() => names(db)).code).toBe('CLOSED');
  });
});

describe('what is stored', () => {
  it('comes back as it was, tickets to the last digit', () => {
    const value = { ticket: 2n ** 63n + 1n, list: [1n, { deep: 0n }], text: '5n', number: 1.1, none: null };
    expect(decode(encode(value))).toEqual(value);
  });

  it.each(['', '{bad', '{"ticket":{"$bigint":"no number"}}'])('that were damaged are told as such: %j', (text) => {
    expect(failure(() => decode(text)).code).toBe('LEDGER_UNAVAILABLE');
  });
});
