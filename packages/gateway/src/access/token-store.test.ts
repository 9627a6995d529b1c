import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { TestDirectory } from '../testing/test-ledger.ts';
import { NOW } from '../testing/test-reads.ts';
import { createTokenStore, type TokenStoreOptions } from './index.ts';

let clock: ManualClock;
let directory: TestDirectory;
let file: string;
let authToken: string;
let said: string[];

beforeEach(() => {
  clock = new ManualClock(NOW);
  directory = new TestDirectory(clock);
  file = path.join(directory.folder, 'data', 'tokens.json');
  authToken = '';
  said = [];
});
afterEach(() => directory.remove());

/** As another process has it. */
const tokens = (more: Partial<TokenStoreOptions> = {}) =>
  createTokenStore({
    ...{ file, fs, clock, randomBytes, authToken: () => authToken, ledger: directory.ledger() },
    log: (_level, message) => said.push(message),
    ...more,
  });
const SCALPER = { name: 'scalper', scopes: ['read', 'trade'], profile: 'scalping' } as const;
const coded = (code: string) => expect.objectContaining({ code });

describe('a token', () => {
  test('lets its bearer in with its rights, and can be shown again', () => {
    const store = tokens();
    const token = store.create(SCALPER);
    expect(token).toMatch(/^mt5b_[\w-]{43}$/);
    expect(store.authenticate(token)).toEqual(SCALPER);
    expect(store.reveal('scalper')).toBe(token);
    expect(store.list()).toEqual([{ ...SCALPER, created_at: NOW }]);
  });

  test.each(['', 'mt5b_', 'x'.repeat(48), 'scalper'])('that was guessed lets nobody in: %j', (guess) => {
    const store = tokens();
    store.create(SCALPER);
    expect(store.authenticate(guess)).toBeUndefined();
  });

  test('is kept for the user alone', () => {
    tokens().create(SCALPER);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['tokens.json']);
  });

  test('is made once of each name', () => {
    const store = tokens();
    store.create(SCALPER);
    expect(() => tokens().create({ ...SCALPER, scopes: ['admin'] })).toThrow(coded('TOKEN_EXISTS'));
    expect(() => store.create({ ...SCALPER, name: 'auth_token' })).toThrow(coded('TOKEN_EXISTS'));
    expect(store.list()).toHaveLength(1);
  });

  test.each([
    { name: '' },
    { name: '../x' },
    { name: '-n' },
    { name: 'a b' },
    { name: 'x'.repeat(65) },
    { scopes: [] },
    { scopes: ['read', 'read'] as const },
    { scopes: ['root'] as never },
  ])('has a sensible name and known scopes: %j', (more) => {
    expect(() => tokens().create({ ...SCALPER, ...more })).toThrow(coded('INVALID_PARAMS'));
    expect(fs.existsSync(file)).toBe(false);
  });

  test('that nobody made is neither shown nor removed', () => {
    expect(() => tokens().reveal('default')).toThrow(coded('TOKEN_NOT_FOUND'));
    expect(() => tokens().remove('default')).toThrow(coded('TOKEN_NOT_FOUND'));
  });

  test('default is made where there is none, and never twice', () => {
    tokens().ensureDefault();
    const token = tokens().reveal('default');
    tokens().ensureDefault();
    expect(tokens().reveal('default')).toBe(token);
    expect(tokens().authenticate(token)).toEqual({
      name: 'default',
      scopes: ['read', 'trade'],
      profile: null,
    });
    tokens().remove('default');
    tokens().ensureDefault();
    expect(tokens().list()).toEqual([]);
  });

  test('leaves its story in the audit log, and not itself', async () => {
    const token = tokens().create(SCALPER);
    tokens().remove('scalper');
    const records = await directory.accessRecords();
    expect(records.map(({ data }) => data)).toEqual([
      { what: 'token_created', ...SCALPER },
      { what: 'token_removed', ...SCALPER },
    ]);
    expect(JSON.stringify(records)).not.toContain(token);
  });

  test('is not made when the audit log cannot be told', () => {
    const ledger = {
      write: () => {
        throw new Mt5Error('AUDIT_UNAVAILABLE');
      },
    };
    expect(() => tokens({ ledger }).create(SCALPER)).toThrow(coded('AUDIT_UNAVAILABLE'));
    expect(fs.existsSync(file)).toBe(false);
  });
});

describe('another process', () => {
  test('is seen within a second, without a look at the file for each request', async () => {
    let looks = 0;
    const counting = {
      ...fs,
      statSync: ((...args: Parameters<typeof fs.statSync>) => {
        looks += 1;
        return fs.statSync(...args);
      }) as typeof fs.statSync,
    };
    const server = tokens({ fs: counting });
    expect(server.authenticate('x')).toBeUndefined();
    const token = tokens().create(SCALPER);
    await clock.advance(1_000);
    expect(server.authenticate(token)).toEqual(SCALPER);
    looks = 0;
    for (let i = 0; i < 100; i++) server.authenticate(token);
    expect(looks).toBe(0);
    tokens().remove('scalper');
    await clock.advance(1_000);
    expect(server.authenticate(token)).toBeUndefined();
  });

  test('ends what was let in, and only that', async () => {
    const server = tokens();
    const revoked: string[] = [];
    tokens().create(SCALPER);
    tokens().create({ ...SCALPER, name: 'other' });
    const stop = server.onRevoked((names) => revoked.push(...names));
    tokens().remove('scalper');
    tokens().create(SCALPER);
    await clock.advance(1_000);
    expect(revoked).toEqual(['scalper']);
    fs.writeFileSync(file, '{');
    await clock.advance(1_000);
    expect(revoked).toEqual(['scalper', 'other', 'scalper']);
    stop();
    fs.rmSync(file);
    tokens().create({ ...SCALPER, name: 'third' });
    await clock.advance(1_000);
    expect(revoked).toHaveLength(3);
  });

  test('takes nothing away from what this one writes', () => {
    const [one, other] = [tokens(), tokens()];
    for (let i = 0; i < 5; i++) {
      one.create({ ...SCALPER, name: `one-${i}` });
      other.create({ ...SCALPER, name: `other-${i}` });
    }
    expect(one.list()).toHaveLength(10);
  });
});

describe('transport.http.auth_token', () => {
  const LONG = 'a'.repeat(32);

  test('is one more token, and is what it is at the moment', async () => {
    authToken = LONG;
    const store = tokens();
    const revoked: string[] = [];
    store.onRevoked((names) => revoked.push(...names));
    expect(store.authenticate(LONG)).toEqual({
      name: 'auth_token',
      scopes: ['read', 'trade'],
      profile: null,
    });
    authToken = 'b'.repeat(32);
    expect(store.authenticate(LONG)).toBeUndefined();
    expect(store.authenticate(authToken)).toMatchObject({ name: 'auth_token' });
    expect(revoked).toEqual(['auth_token']);
    expect(said).toEqual([]);
  });

  test('that is short lets nobody in, which is said once and without it', async () => {
    authToken = 'hunter2';
    const store = tokens();
    expect(store.authenticate('hunter2')).toBeUndefined();
    await clock.advance(5_000);
    expect(store.authenticate('hunter2')).toBeUndefined();
    expect(said).toEqual([expect.stringContaining('auth_token is too short')]);
    expect(said.join()).not.toContain('hunter2');
  });
});

describe('a file that cannot be used', () => {
  const TOKEN = 'mt5b_0123456789012345678901234567890123456789012';
  const entry = { ...SCALPER, created_at: NOW, token: TOKEN };
  const damaged: readonly (readonly [string, unknown])[] = [
    ['empty', ''],
    ['cut off', JSON.stringify({ tokens: [entry] }).slice(0, -3)],
    ['null', null],
    ['a list', [entry]],
    ['without scopes', { tokens: [{ ...entry, scopes: undefined }] }],
    ['with a scope of its own', { tokens: [{ ...entry, scopes: ['root'] }] }],
    ['with a short token', { tokens: [{ ...entry, token: '' }] }],
    ['with two of one name', { tokens: [entry, entry] }],
    ['half right', { tokens: [entry, { name: 'x' }] }],
  ];

  test.each(damaged)('lets nobody in and stays as it is: %s', async (_what, content) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, text, { mode: 0o600 });
    authToken = 'a'.repeat(32);
    const store = tokens();
    expect(store.authenticate(TOKEN)).toBeUndefined();
    expect(store.authenticate(authToken)).toBeUndefined();
    for (const use of [
      () => store.list(),
      () => store.reveal('scalper'),
      () => store.create({ ...SCALPER, name: 'new' }),
      () => store.remove('scalper'),
      () => store.ensureDefault(),
    ]) {
      expect(use).toThrow(expect.objectContaining({ code: 'TOKENS_UNUSABLE', details: { file } }));
    }
    await clock.advance(5_000);
    store.authenticate(TOKEN);
    expect(said).toEqual([expect.stringContaining('damaged')]);
    expect(fs.readFileSync(file, 'utf8')).toBe(text);
    fs.writeFileSync(file, JSON.stringify({ tokens: [entry] }));
    await clock.advance(1_000);
    expect(store.authenticate(TOKEN)).toEqual(SCALPER);
  });

  test.skipIf(process.platform === 'win32')('lets nobody in: others may read it', () => {
    const token = tokens().create(SCALPER);
    fs.chmodSync(file, 0o640);
    expect(tokens().authenticate(token)).toBeUndefined();
    expect(() => tokens().list()).toThrow(coded('TOKENS_UNUSABLE'));
    expect(said).toEqual([expect.stringContaining('by others')]);
    fs.chmodSync(file, 0o600);
    expect(tokens().authenticate(token)).toEqual(SCALPER);
  });

  test.each(['openSync', 'writeFileSync', 'fsyncSync', 'renameSync'] as const)(
    'stays as it was when %s fails',
    (name) => {
      const token = tokens().create(SCALPER);
      const failing = {
        ...fs,
        [name]: () => {
          throw new Error('ENOSPC');
        },
      };
      expect(() => tokens({ fs: failing }).create({ ...SCALPER, name: 'b' })).toThrow(coded('TOKENS_UNUSABLE'));
      expect(tokens().authenticate(token)).toEqual(SCALPER);
      expect(fs.readdirSync(path.dirname(file))).toEqual(['tokens.json']);
    },
  );
});
