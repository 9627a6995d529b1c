import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OwnerAttemptStore, OwnerEvent } from '../ports.ts';
import { failure, NOW } from '../testing/test-reads.ts';
import { createOwnerPassphrase, type OwnerPassphraseOptions } from './index.ts';

const RIGHT = 'correct horse';
let folder: string;
let file: string;
let time: number;
let attempts: OwnerAttemptStore;
let told: OwnerEvent[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'owner-'));
  file = path.join(folder, 'data', 'owner.json');
  time = NOW;
  told = [];
  let known = { failures: 0, last_at: 0 };
  attempts = {
    read: () => known,
    update: (change) => {
      known = change(known);
      return known;
    },
    tell: (event) => told.push(event),
  };
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Another process of the same machine; its hashes are cheap. */
const owner = (more: Partial<OwnerPassphraseOptions> = {}) =>
  createOwnerPassphrase({ ...machine(), cost: { N: 16, r: 8, p: 1 }, ...more });
const machine = (): OwnerPassphraseOptions => ({ file, attempts, clock: { now: () => time }, randomBytes, fs });

describe('the passphrase', () => {
  test('is needed before anything is checked', async () => {
    expect(() => owner().requireSet()).toThrow(expect.objectContaining({ code: 'PASSPHRASE_NOT_SET' }));
    expect(await failure(owner().check(RIGHT))).toMatchObject({ code: 'PASSPHRASE_NOT_SET' });
    expect(attempts.read().failures).toBe(0);
  });

  test('is kept as a salted hash of full cost, for the owner alone', async () => {
    await createOwnerPassphrase(machine()).set(RIGHT);
    const content = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(content).toMatchObject({ algorithm: 'scrypt', N: 131_072, r: 8, p: 1 });
    expect(fs.readFileSync(file, 'utf8')).not.toContain(RIGHT);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['owner.json']);
    await owner().check(RIGHT);
    expect(await failure(owner().check('wrong'))).toMatchObject({ code: 'WRONG_PASSPHRASE' });
  });

  test('that is changed while it is looked at lets nobody in any more', async () => {
    await owner().set('another passphrase');
    const changed = fs.readFileSync(file);
    fs.rmSync(file);
    await owner().set(RIGHT);
    // The guess is counted once it is known what to compare it with.
    const update: OwnerAttemptStore['update'] = (change) => {
      fs.writeFileSync(file, changed);
      return attempts.update(change);
    };
    expect(await failure(owner({ attempts: { ...attempts, update } }).check(RIGHT))).toMatchObject({
      code: 'WRONG_PASSPHRASE',
    });
    await owner().check('another passphrase');
  });

  test('is the same however its letters are composed', async () => {
    await owner().set('geheimnis\u00fc');
    await owner().check('geheimnisu\u0308');
  });

  test('is set once, and changed with the old one only', async () => {
    await owner().set(RIGHT);
    expect(await failure(owner().set('another one'))).toMatchObject({ code: 'INVALID_PARAMS' });
    expect(await failure(owner().change('wrong', 'another one'))).toMatchObject({ code: 'WRONG_PASSPHRASE' });
    await owner().check(RIGHT);
    await owner().change(RIGHT, 'another one');
    await owner().check('another one');
    expect(await failure(owner().check(RIGHT))).toMatchObject({ code: 'WRONG_PASSPHRASE' });
  });

  test.each(['', 'short', 'x'.repeat(1_025)])('has a sensible length', async (passphrase) => {
    expect(await failure(owner().set(passphrase))).toMatchObject({ code: 'INVALID_PARAMS' });
    await owner().set(RIGHT);
    expect(await failure(owner().change(RIGHT, passphrase))).toMatchObject({ code: 'INVALID_PARAMS' });
  });
});

describe('the audit log', () => {
  test('is told what becomes of it, and nothing that is secret', async () => {
    await owner().set(RIGHT);
    await owner().check(RIGHT);
    await owner().change(RIGHT, 'another one');
    for (let i = 0; i < 6; i++) await failure(owner().check('wrong'));
    expect(told).toEqual([
      { what: 'set' },
      { what: 'changed' },
      ...[1, 2, 3, 4, 5].map((failures) => ({ what: 'wrong_guess', failures })),
      { what: 'locked', until: NOW + 60_000 },
    ]);
  });

  test('comes first: what it cannot be told is not done', async () => {
    const mute = {
      ...attempts,
      tell: () => {
        throw new Mt5Error('AUDIT_UNAVAILABLE');
      },
    };
    expect(await failure(owner({ attempts: mute }).set(RIGHT))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(() => owner().requireSet()).toThrow(expect.objectContaining({ code: 'PASSPHRASE_NOT_SET' }));
  });
});

describe('wrong guesses', () => {
  const guess = (passphrase = 'wrong') => failure(owner().check(passphrase));

  test('lock after five of all processes together, longer each time, the right one as well', async () => {
    await owner().set(RIGHT);
    for (let i = 0; i < 5; i++) expect(await guess()).toMatchObject({ code: 'WRONG_PASSPHRASE' });
    const until = NOW + 60_000;
    expect(await guess(RIGHT)).toMatchObject({ code: 'PASSPHRASE_LOCKED', details: { until } });
    time = until - 1;
    expect(await guess(RIGHT)).toMatchObject({ code: 'PASSPHRASE_LOCKED', details: { until } });
    time = until;
    expect(await guess()).toMatchObject({ code: 'WRONG_PASSPHRASE' });
    expect(await guess(RIGHT)).toMatchObject({ code: 'PASSPHRASE_LOCKED', details: { until: until + 120_000 } });
    time = until + 120_000;
    await owner().check(RIGHT);
    for (let i = 0; i < 5; i++) expect(await guess()).toMatchObject({ code: 'WRONG_PASSPHRASE' });
  });

  test('never lock for more than a day', async () => {
    await owner().set(RIGHT);
    attempts.update(() => ({ failures: 5_000, last_at: NOW }));
    expect(await guess()).toMatchObject({ details: { until: NOW + 86_400_000 } });
  });

  test('count before they are looked at, so that a hundred at once are five', async () => {
    await owner().set(RIGHT);
    const codes = (await Promise.all(Array.from({ length: 100 }, () => guess()))).map(({ code }) => code);
    expect(codes.filter((code) => code === 'WRONG_PASSPHRASE')).toHaveLength(5);
    expect(codes.filter((code) => code === 'PASSPHRASE_LOCKED')).toHaveLength(95);
  });
});

describe('the file', () => {
  test.each([
    ['empty', ''],
    ['no JSON', '{'],
    ['of something else', '{"a":1}'],
    ['cheap beyond sense', '{"algorithm":"scrypt","N":1,"r":8,"p":1,"salt":"AAAA","hash":"AAAA"}'],
    [
      'dear beyond sense',
      `{"algorithm":"scrypt","N":${2 ** 30},"r":8,"p":1,"salt":"${'A'.repeat(24)}","hash":"${'A'.repeat(44)}"}`,
    ],
    ['null', 'null'],
  ])('that is %s lets nobody in and is not overwritten', async (_what, content) => {
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, content);
    expect(await failure(owner().check(RIGHT))).toMatchObject({ code: 'PASSPHRASE_NOT_SET', details: { file } });
    expect(await failure(owner().set(RIGHT))).toMatchObject({ code: 'PASSPHRASE_NOT_SET' });
    expect(fs.readFileSync(file, 'utf8')).toBe(content);
  });

  test('that would lie in what is no folder is told as such, not as a passphrase that is missing', async () => {
    fs.writeFileSync(path.dirname(file), '');
    expect(await failure(owner().check(RIGHT))).toMatchObject({ code: 'PASSPHRASE_NOT_SET' });
    expect(await failure(owner().set(RIGHT))).toMatchObject({ code: 'LEDGER_UNAVAILABLE', details: { file } });
  });

  test('that is a folder lets nobody in', async () => {
    fs.mkdirSync(file, { recursive: true });
    expect(await failure(owner().check(RIGHT))).toMatchObject({ code: 'PASSPHRASE_NOT_SET' });
  });

  test.each(['mkdirSync', 'openSync', 'writeFileSync', 'fsyncSync', 'renameSync'] as const)(
    'stays as it was when %s fails',
    async (name) => {
      await owner().set(RIGHT);
      const failing = {
        ...fs,
        [name]: () => {
          throw new Error('ENOSPC');
        },
      };
      const error = await failure(owner({ fs: failing }).change(RIGHT, 'another one'));
      expect(error).toMatchObject({ code: 'LEDGER_UNAVAILABLE', details: { file } });
      await owner().check(RIGHT);
      expect(fs.readdirSync(path.dirname(file))).toEqual(['owner.json']);
    },
  );
});
