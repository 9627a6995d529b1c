import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { FirstAnswer } from './journal.ts';
import { SqliteJournal } from './sqlite-journal.ts';

const answer: FirstAnswer = {
  retcode: 10_009,
  deal: 18_446_744_073_709_551_615n,
  order: 9_007_199_254_741_001n,
  volume: 0.1,
  price: 1.14275,
  bid: 1.14273,
  ask: null,
  comment: 'Request executed',
  retcode_external: -5,
};
const entry = { operation: 'order_send', digest: 'abc' } as const;

describe('the journal', () => {
  test('knows what was begun, and the answer to it exactly as it was', () => {
    const journal = new SqliteJournal(new Database(':memory:'), 1_000);
    expect(journal.find('A')).toBeUndefined();
    journal.begin('A', entry, 1_001);
    expect(journal.find('A')).toEqual(entry);
    journal.answer('A', answer);
    expect(journal.find('A')).toEqual({ ...entry, answer });
    expect(journal.since).toBe(1_000);
    expect(journal.newest).toBe(1_001);
  });

  test('is the same after its terminal started again, its beginning included', () => {
    const db = new Database(':memory:');
    new SqliteJournal(db, 1_000).begin('A', entry, 1_001);
    const again = new SqliteJournal(db, 5_000);
    expect(again.find('A')).toEqual(entry);
    expect(again.since).toBe(1_000);
    expect(again.newest).toBe(1_001);
  });

  test('keeps the newest only, and says from when on nothing is missing', () => {
    const db = new Database(':memory:');
    const journal = new SqliteJournal(db, 1_000, 3);
    for (const [i, id] of ['A', 'B', 'C'].entries()) journal.begin(id, entry, 1_010 + i);
    expect(journal.since).toBe(1_000);
    journal.begin('D', entry, 1_020);
    expect(journal.find('A')).toBeUndefined();
    expect(journal.since).toBe(1_011);
    const again = new SqliteJournal(db, 9_999, 3);
    again.begin('E', entry, 1_030);
    expect(['B', 'C', 'D', 'E'].map((id) => again.find(id) !== undefined)).toEqual([false, true, true, true]);
    expect(again.since).toBe(1_012);
  });

  test('refuses with JOURNAL_FAILED what it cannot write, and has nothing of it', () => {
    const db = new Database(':memory:');
    const journal = new SqliteJournal(db, 1_000, 1);
    journal.begin('A', entry, 1_001);
    db.pragma('query_only = true');
    expect(() => journal.begin('B', entry, 1_002)).toThrow(expect.objectContaining({ code: 'JOURNAL_FAILED' }));
    expect(() => journal.answer('A', answer)).toThrow(expect.objectContaining({ code: 'JOURNAL_FAILED' }));
    db.pragma('query_only = false');
    expect([journal.find('A'), journal.find('B'), journal.since]).toEqual([entry, undefined, 1_000]);
  });
});
