import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuditRecord } from '../api.ts';
import { Ledger } from '../ledger/index.ts';
import { ManualClock, settled } from '../testing/manual-clock.ts';
import { type AuditFeed, createAuditFeed } from './feed.ts';
import { createAuditLog } from './index.ts';

const NOW = Date.UTC(2026, 6, 15, 12);
const LOOK = 100;

let folder: string;
let file: string;
let clock: ManualClock;
let said: string[];
const ends: (() => void)[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'feed-'));
  file = path.join(folder, 'audit.jsonl');
  clock = new ManualClock(NOW);
  said = [];
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A process of its own, as far as ledger and log can tell. */
function processWith({ maxBytes = 1_000_000 } = {}) {
  const ledger = new Ledger({
    file: path.join(folder, 'ledger.sqlite'),
    audit: (remembered) => createAuditLog({ file, maxBytes, clock, fs, remembered }),
  });
  ends.push(() => ledger.close());
  const feed = createAuditFeed({ ledger, clock, log: (_level, message) => said.push(message) });
  const write = (...numbers: number[]) =>
    ledger.write('process', ({ audit }) => {
      for (const n of numbers) {
        audit({
          event: 'fill',
          actor: { kind: 'gateway', name: 'test' },
          account: null,
          request_id: null,
          data: { n },
        });
      }
    });
  return { ledger, feed, write };
}

function follow(feed: AuditFeed, after: number) {
  const heard: number[] = [];
  const batches: number[] = [];
  const end = feed.follow(after, (records: readonly AuditRecord[]) => {
    batches.push(records.length);
    heard.push(...records.map(({ seq }) => seq));
  });
  ends.unshift(end);
  return { heard, batches, end };
}

const to = (count: number, first = 1) => Array.from({ length: count }, (_, i) => first + i);

test('tells what is there already and then each record as it comes, of this process and of another', async () => {
  const one = processWith();
  const other = processWith();
  one.write(1, 2, 3);
  const { heard } = follow(one.feed, 1);
  expect(heard).toEqual([]);
  await settled();
  expect(heard).toEqual([2, 3]);
  one.write(4);
  await settled();
  expect(heard).toEqual([2, 3, 4]);
  other.write(5);
  await settled();
  expect(heard).toEqual([2, 3, 4]);
  await clock.advance(LOOK);
  expect(heard).toEqual([2, 3, 4, 5]);
  expect(one.feed.head()).toBe(5);
});

test('a long log comes in batches, and no record twice', async () => {
  const one = processWith();
  one.write(...to(1_000));
  const { heard, batches } = follow(one.feed, 0);
  await settled();
  one.write(1_001);
  for (let i = 0; i < 5; i++) await settled();
  expect(heard).toEqual(to(1_001));
  expect(Math.max(...batches)).toBeLessThan(1_000);
});

test('goes on through files that are full, also through several between two looks', async () => {
  const one = processWith({ maxBytes: 2_000 });
  const other = processWith({ maxBytes: 2_000 });
  const { heard } = follow(one.feed, 0);
  for (let n = 1; n <= 5; n++) other.write(n);
  await clock.advance(LOOK);
  expect(heard).toEqual(to(5));
  for (let n = 6; n <= 40; n++) other.write(n);
  await clock.advance(LOOK);
  expect(heard).toEqual(to(40));
  expect(fs.readdirSync(folder).filter((name) => name.startsWith('audit')).length).toBeGreaterThan(4);
});

test('begins in the middle of a log of several files', async () => {
  const one = processWith({ maxBytes: 2_000 });
  for (let n = 1; n <= 40; n++) one.write(n);
  for (const after of [0, 1, 13, 25, 39, 40]) {
    const { heard } = follow(one.feed, after);
    await settled();
    expect(heard).toEqual(to(40 - after, after + 1));
  }
});

test('a damaged line is passed over, a cut one is waited for', async () => {
  const one = processWith();
  one.write(1, 2, 3);
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  fs.writeFileSync(file, [lines[0], lines[1]?.replace('"n":2', '"n":9'), lines[2], ''].join('\n'));
  const { heard } = follow(one.feed, 0);
  await settled();
  expect(heard).toEqual([1, 3]);
  fs.appendFileSync(file, '{"seq":4');
  one.write(4);
  await settled();
  // The cut is a record of its own.
  expect(heard).toEqual([1, 3, 4, 5]);
});

test('a log that is moved away goes on in the new one', async () => {
  const one = processWith();
  one.write(1, 2);
  one.ledger.write('disk', ({ audit }) =>
    audit({ event: 'fill', actor: { kind: 'gateway', name: 'test' }, account: null, request_id: null, data: { n: 3 } }),
  );
  const { heard } = follow(one.feed, 0);
  await settled();
  fs.renameSync(file, path.join(folder, 'moved.jsonl'));
  one.write(4);
  await settled();
  one.write(5);
  await settled();
  // The log tells first that what stood there is missing.
  expect(heard).toEqual(to(6));
});

test('a log that begins anew is followed from there on', async () => {
  const one = processWith();
  one.write(1, 2, 3);
  const { heard } = follow(one.feed, 0);
  await settled();
  fs.rmSync(file);
  one.write(4);
  await settled();
  one.write(5);
  await settled();
  expect(heard).toEqual([1, 2, 3, 1, 2]);
});

test('what a transaction that failed left in the log is not told before the log says so', async () => {
  const one = processWith();
  one.write(1);
  const { heard } = follow(one.feed, 0);
  await settled();
  expect(() =>
    one.ledger.write('process', ({ audit }) => {
      const about = { account: null, request_id: 'ABCDEFGHJKMN', data: {} };
      audit({ event: 'send', actor: { kind: 'gateway', name: 'test' }, ...about });
      one.ledger.db.run('PRAGMA defer_foreign_keys = ON');
      one.ledger.db.run(
        `INSERT INTO approvals (approval_id, request_id, state, preview, terminal, created_at, expires_at)
         VALUES ('A', 'none', 'pending', '', '', 0, 0)`,
      );
    }),
  ).toThrow();
  await clock.advance(LOOK);
  expect(heard).toEqual([1]);
  one.write(2);
  await settled();
  expect(heard).toEqual([1, 2, 3, 4]);
});

test('a listener that fails is logged, and hears the next record; others are not disturbed', async () => {
  const one = processWith();
  let calls = 0;
  ends.unshift(
    one.feed.follow(0, () => {
      calls++;
      throw new Error('no');
    }),
  );
  const { heard } = follow(one.feed, 0);
  one.write(1);
  await settled();
  one.write(2);
  await settled();
  expect(calls).toBe(2);
  expect(heard).toEqual([1, 2]);
  expect(said).toEqual(Array(2).fill('a follower of the audit log failed: Error: no'));
});

test('a log that cannot be read is tried again, and nothing is lost', async () => {
  const one = processWith();
  one.write(1);
  const { heard } = follow(one.feed, 0);
  await settled();
  const aside = path.join(folder, 'aside');
  fs.renameSync(file, aside);
  fs.mkdirSync(file);
  one.ledger.write('process', ({ touch }) => touch('alerts'));
  one.ledger.db.write('process', () => one.ledger.facts.auditHead.set({ seq: 2, hash: 'x' }));
  await clock.advance(LOOK);
  fs.rmdirSync(file);
  fs.renameSync(aside, file);
  one.write(2);
  await clock.advance(2_000);
  expect(heard).toEqual([1, 2]);
});

test('a number that is not reached yet is of a log that lost its end: it goes on from what is left', async () => {
  const one = processWith();
  one.write(1, 2);
  const { heard } = follow(one.feed, 50);
  await settled();
  one.write(3);
  await settled();
  expect(heard).toEqual([3]);
});

test('who has left hears no more, and nobody is looked for', async () => {
  const one = processWith();
  const { heard, end } = follow(one.feed, 0);
  one.write(1);
  end();
  await clock.advance(LOOK * 5);
  expect(heard).toEqual([]);
});

test('says what is written and what is known to be on the disk', () => {
  const one = processWith();
  const other = processWith();
  const about = { actor: { kind: 'gateway', name: 'test' }, account: null, request_id: null, data: {} } as const;
  expect([one.feed.head(), one.feed.flushed()]).toEqual([0, 0]);
  one.ledger.write('disk', ({ audit }) => audit({ event: 'fill', ...about }));
  one.write(2, 3);
  expect([other.feed.head(), other.feed.flushed()]).toEqual([3, 1]);
});

test('whether the log can be written is tried without writing it', async () => {
  const one = processWith();
  await expect(one.feed.check()).resolves.toBeUndefined();
  expect(fs.existsSync(file)).toBe(false);
  one.write(1);
  const before = fs.readFileSync(file, 'utf8');
  await expect(one.feed.check()).resolves.toBeUndefined();
  expect(fs.readFileSync(file, 'utf8')).toBe(before);
  fs.rmSync(file);
  fs.mkdirSync(file);
  await expect(one.feed.check()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
});

test('a log is not writable where the disk is full or its folder cannot be made', async () => {
  const full = { ...fs.promises, statfs: async () => ({ bavail: 10, bsize: 4_096 }) } as unknown as typeof fs.promises;
  const log = (where: string, promises = fs.promises) =>
    createAuditLog({ file: where, maxBytes: 1_000, clock, fs: { ...fs, promises } });
  await expect(log(path.join(folder, 'a/b/audit.jsonl')).check()).resolves.toBeUndefined();
  await expect(log(file, full).check()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  fs.writeFileSync(path.join(folder, 'a'), '');
  await expect(log(path.join(folder, 'a/b/audit.jsonl')).check()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
});
