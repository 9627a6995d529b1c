import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAuditLog } from '../audit/index.ts';
import { Ledger } from '../ledger/index.ts';
import { createHookSecret } from './hook-secret.ts';

let folder: string;
let file: string;
let audit: string;
const ledgers: Ledger[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hook-'));
  file = path.join(folder, 'data', 'hook.json');
  audit = path.join(folder, 'audit.jsonl');
});
afterEach(() => {
  for (const ledger of ledgers.splice(0)) ledger.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Of a process of its own. */
function secret() {
  const clock = { now: Date.now };
  const ledger = new Ledger({
    file: path.join(folder, 'ledger.sqlite'),
    audit: (remembered) => createAuditLog({ file: audit, maxBytes: 1_000_000, clock, fs, remembered }),
  });
  ledgers.push(ledger);
  return createHookSecret({ file, fs, randomBytes, ledger });
}

const unusable = expect.objectContaining({ code: 'HOOK_UNUSABLE', details: { file: expect.any(String) } });

test('the secret is made when first needed, for its owner alone, the same for all', () => {
  const made = secret().get();
  expect(made).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(secret().get()).toBe(made);
  if (process.platform !== 'win32') expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test('a new one takes the place of the old one in every process, and no record has either', () => {
  const [one, other] = [secret(), secret()];
  const before = one.get();
  const after = other.rotate();
  expect(after).not.toBe(before);
  expect(one.get()).toBe(after);
  const records = fs.readFileSync(audit, 'utf8');
  expect(records).toContain('"what":"hook_secret_made"');
  expect(records).toContain('"what":"hook_secret_rotated"');
  for (const text of [before, after]) expect(records).not.toContain(text);
});

test.each([
  '',
  '{}',
  'null',
  '"x"',
  '{"secret":"short"}',
  '{"secret":7}',
  '{"secret":"a/b-a/b-a/b-a/b-a/b-a/b-a/b-a/b-"}',
])('a file with %j is no secret, until there is a new one', (text) => {
  secret().get();
  fs.writeFileSync(file, text);
  expect(() => secret().get()).toThrow(unusable);
  expect(secret().rotate()).toBe(secret().get());
});

test.skipIf(process.platform === 'win32')('a file that others may read is not used', () => {
  secret().get();
  fs.chmodSync(file, 0o644);
  expect(() => secret().get()).toThrow(unusable);
});

test('a place that can not be used is told as such', () => {
  fs.writeFileSync(path.join(folder, 'data'), '');
  expect(() => secret().get()).toThrow(unusable);
});
