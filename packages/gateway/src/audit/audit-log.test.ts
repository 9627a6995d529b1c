import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEvent, AuditRecord } from '../api.ts';
import { type AuditEntry, type AuditHead, type AuditLogOptions, createAuditLog } from './index.ts';

const NOW = Date.UTC(2026, 6, 15, 12);
let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'audit-'));
  file = path.join(folder, 'audit.jsonl');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const log = (more: Partial<AuditLogOptions> = {}) =>
  createAuditLog({ file, maxBytes: 1_000_000, clock: { now: () => NOW }, fs, ...more });

const entry = (data: Record<string, unknown> = {}, event: AuditEvent = 'send'): AuditEntry => ({
  event,
  actor: { kind: 'agent', name: 'test' },
  account: { environment: 'fake', login: '1001', server: 'Fake' },
  request_id: 'ABCDEFGHJKMN',
  data,
});

const flush = { flush: true };
const fill = (count: number, target = log()): AuditHead | undefined => {
  let head: AuditHead | undefined;
  for (let n = 1; n <= count; n++) head = target.append([entry({ n })], flush);
  return head;
};
const linesIn = (name: string): string[] => fs.readFileSync(name, 'utf8').split('\n').slice(0, -1);
const records = (): AuditRecord[] => linesIn(file).map((line) => JSON.parse(line) as AuditRecord);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Mt5Error) return error.code;
    throw error;
  }
  return 'no failure';
};

describe('a log', () => {
  test('numbers and chains its records, in a file for the owner alone', () => {
    const head = fill(3);
    const [first, second, third] = records();
    expect(first).toMatchObject({ seq: 1, prev: '0'.repeat(64), ts: '2026-07-15T12:00:00.000Z', event: 'send' });
    expect(second).toMatchObject({ seq: 2, prev: first?.hash });
    expect(head).toEqual({ seq: 3, hash: third?.hash });
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(log().verify()).toEqual({ ok: true, records: 3, files: 1, last: head });
  });

  test('that was never written is whole', () => {
    expect(log().verify()).toMatchObject({ ok: true, records: 0, files: 0 });
    expect([...log().export({}, 'ndjson')]).toEqual([]);
  });

  test('holds tickets exactly, and what JSON lacks by name', () => {
    log().append([entry({ ticket: 2n ** 64n - 1n, volume: Number.NaN, none: undefined, deep: [{ p: -0 }] })], flush);
    expect(records()[0]?.data).toEqual({ ticket: '18446744073709551615', volume: 'NaN', deep: [{ p: 0 }] });
    expect(log().verify().ok).toBe(true);
  });

  test('holds no secrets and no endless texts', () => {
    const secrets = { passphrase: 'x', auth_token: 'x', deep: [{ Password: 'x', apiKey: 'x', key: 'x' }] };
    log().append([entry({ ...secrets, idempotency_key: 'kept', reason: 'a'.repeat(5_000) })], flush);
    const text = fs.readFileSync(file, 'utf8');
    expect(text).not.toContain('"x"');
    expect(records()[0]?.data).toMatchObject({ idempotency_key: 'kept', passphrase: '[redacted]' });
    expect(String(records()[0]?.data.reason).length).toBeLessThan(2_100);
  });

  test('whatever it is given is one line that verifies', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 4 }), (many) => {
        log().append(
          many.map((data) => entry(data)),
          { flush: false },
        );
        expect(log().verify().ok).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('several writers', () => {
  test('in turns keep one chain, over rotations as well', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 40 }), (turns) => {
        fs.rmSync(folder, { recursive: true });
        const writers = [0, 1, 2].map(() => log({ maxBytes: 2_000 }));
        for (const turn of turns) writers[turn]?.append([entry({ turn })], flush);
        expect(log().verify()).toMatchObject({ ok: true, records: turns.length, last: { seq: turns.length } });
      }),
      { numRuns: 40 },
    );
  });
});

describe('rotation', () => {
  test('names full files after their first record and keeps the chain', async () => {
    fill(20, log({ maxBytes: 1_500 }));
    const names = fs.readdirSync(folder).sort();
    expect(names.length).toBeGreaterThan(3);
    expect(names).toContain('audit-000000000001.jsonl');
    for (const name of names) {
      const [first] = linesIn(path.join(folder, name));
      const { seq } = JSON.parse(first as string) as AuditRecord;
      if (name !== 'audit.jsonl') expect(name).toBe(`audit-${String(seq).padStart(12, '0')}.jsonl`);
      expect(fs.statSync(path.join(folder, name)).size).toBeLessThanOrEqual(1_500);
    }
    expect(log().verify()).toMatchObject({ ok: true, records: 20, files: names.length });
    const all = await log().read({ count: 100 });
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => 20 - i));
  });

  test('that was cut off between two names goes on with the chain', () => {
    fill(3);
    fs.renameSync(file, path.join(folder, 'audit-000000000001.jsonl'));
    expect(fill(1)).toMatchObject({ seq: 4 });
    expect(log().verify()).toMatchObject({ ok: true, records: 4, files: 2 });
  });

  test('never overwrites a file', () => {
    fill(3);
    fs.copyFileSync(file, path.join(folder, 'audit-000000000001.jsonl'));
    expect(codeOf(() => fill(1, log({ maxBytes: 1 })))).toBe('AUDIT_BROKEN');
    expect(linesIn(path.join(folder, 'audit-000000000001.jsonl'))).toHaveLength(3);
  });

  test('a missing file between two others is told of', () => {
    fill(20, log({ maxBytes: 1_500 }));
    const second = fs.readdirSync(folder).sort()[1] as string;
    fs.rmSync(path.join(folder, second));
    expect(log().verify()).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/records \d+ to \d+ before it are/),
    });
  });
});

describe('after a crash', () => {
  test('at any byte of a write the log goes on and tells what was cut', () => {
    fill(2);
    const before = fs.statSync(file).size;
    fill(1);
    const whole = fs.readFileSync(file);
    for (let size = before + 1; size < whole.length; size++) {
      fs.writeFileSync(file, whole.subarray(0, size));
      expect(log().verify()).toMatchObject({ ok: false, line: 3 });
      expect(log().append([entry()], flush).seq).toBe(4);
      expect(log().verify()).toMatchObject({ ok: true, records: 4 });
      expect(records()[2]).toMatchObject({ event: 'recovered', data: { cut_bytes: size - before } });
    }
  });

  test('in the first line of all', () => {
    fs.writeFileSync(file, '{"account"');
    expect(log().append([entry()], flush).seq).toBe(2);
    expect(log().verify()).toMatchObject({ ok: true, records: 2 });
  });
});

describe('when the disk fails', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

  test('at any byte of a write, nothing of it stays and the log is whole', () => {
    fill(2);
    const size = fs.statSync(file).size;
    const before = fs.readFileSync(file);
    for (let room = 0; room < size; room += 7) {
      let left = room;
      const writeSync = ((fd: number, bytes: Buffer, at: number, count: number, position: number) => {
        if (left === 0) throw full;
        const some = Math.min(left, count);
        left -= some;
        return fs.writeSync(fd, bytes, at, some, position);
      }) as typeof fs.writeSync;
      const target = log({ fs: { ...fs, writeSync } });
      expect(codeOf(() => target.append([entry(), entry(), entry()], flush))).toBe('AUDIT_UNAVAILABLE');
      expect(fs.readFileSync(file).equals(before)).toBe(true);
    }
    expect(fill(1)).toMatchObject({ seq: 3 });
  });

  test.each(['openSync', 'fsyncSync', 'fstatSync', 'readSync', 'ftruncateSync'] as const)('in %s', (name) => {
    fill(2);
    fs.appendFileSync(file, 'torn');
    const failing = {
      ...fs,
      [name]: () => {
        throw full;
      },
    };
    expect(codeOf(() => log({ fs: failing }).append([entry()], flush))).toBe('AUDIT_UNAVAILABLE');
    fill(1);
    expect(log().verify().ok).toBe(true);
  });

  test('the same writer goes on when there is room again, and still tells what it had cut', () => {
    fill(1);
    fs.appendFileSync(file, 'torn');
    let isFull = true;
    const writeSync = ((...write: Parameters<typeof fs.writeSync>) => {
      if (isFull) throw full;
      return fs.writeSync(...write);
    }) as typeof fs.writeSync;
    const target = log({ fs: { ...fs, writeSync } });
    expect(codeOf(() => target.append([entry()], flush))).toBe('AUDIT_UNAVAILABLE');
    isFull = false;
    target.append([entry()], flush);
    expect(records().map(({ event }) => event)).toEqual(['send', 'recovered', 'send']);
    expect(log().verify().ok).toBe(true);
  });

  test('a folder, a missing parent, a device in its place', () => {
    fs.mkdirSync(file);
    expect(codeOf(() => fill(1))).toBe('AUDIT_UNAVAILABLE');
    expect(codeOf(() => fill(1, log({ file: '/dev/null' })))).toBe('AUDIT_UNAVAILABLE');
    expect(codeOf(() => log().verify())).toBe('AUDIT_UNAVAILABLE');
    expect(fill(1, log({ file: path.join(folder, 'a', 'b', 'audit.jsonl') }))).toMatchObject({ seq: 1 });
  });

  test('a file of something else is not continued', () => {
    fs.writeFileSync(file, '{"tool":"place_order"}\n');
    expect(codeOf(() => fill(1))).toBe('AUDIT_BROKEN');
    expect(linesIn(file)).toHaveLength(1);
  });
});

describe('verification finds', () => {
  test('any single byte that was changed', () => {
    fill(4);
    const whole = fs.readFileSync(file);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] as number) ^ flip;
        fs.writeFileSync(file, changed);
        expect(log().verify().ok).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test('any line that was removed, swapped, or put in twice', () => {
    const head = fill(6) as AuditHead;
    const whole = linesIn(file);
    const checked = log({ remembered: () => head });
    const put = (lines: readonly string[]) => fs.writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    for (let at = 0; at < whole.length; at++) {
      const line = whole[at] as string;
      put(whole.toSpliced(at, 1));
      expect(checked.verify()).toMatchObject({ ok: false, line: at + 1 });
      for (let to = 0; to <= whole.length; to++) {
        put(whole.toSpliced(to, 0, line));
        expect(checked.verify().ok).toBe(false);
      }
      for (let other = at + 1; other < whole.length; other++) {
        put(whole.with(at, whole[other] as string).with(other, line));
        expect(checked.verify()).toMatchObject({ ok: false, line: at + 1 });
      }
    }
    put(whole);
    expect(checked.verify().ok).toBe(true);
  });

  test('an end that was cut off, by the head remembered elsewhere; writing goes on and the gap stays visible', () => {
    const head = fill(5) as AuditHead;
    const checked = log({ remembered: () => head });
    fs.writeFileSync(file, `${linesIn(file).slice(0, 3).join('\n')}\n`);
    expect(log().verify().ok).toBe(true);
    expect(checked.verify()).toMatchObject({ ok: false, file, line: 4, problem: expect.stringContaining('cut off') });
    expect(checked.append([entry()], flush).seq).toBe(7);
    expect(records()[3]).toMatchObject({ event: 'recovered', data: { missing_from: 4, missing_to: 5 } });
    expect(checked.verify()).toMatchObject({ ok: false, line: 4, problem: expect.stringContaining('4 to 5') });
  });

  test('a log that was written anew from its start', () => {
    const head = fill(3) as AuditHead;
    fs.rmSync(file);
    for (const n of [7, 8, 9]) log().append([entry({ n })], flush);
    const verdict = log({ remembered: () => head }).verify();
    expect(verdict).toMatchObject({ ok: false, line: 3, problem: expect.stringContaining('another record 3') });
  });

  test('what follows the last record', () => {
    fill(2);
    fs.appendFileSync(file, '\0\0\0');
    expect(log().verify()).toMatchObject({ ok: false, line: 3, problem: expect.stringContaining('3 bytes') });
  });
});

describe('reading', () => {
  beforeEach(() => {
    const target = log({ maxBytes: 2_000 });
    for (let n = 1; n <= 12; n++) {
      const symbol = n % 3 === 0 ? 'XAUUSD' : 'EURUSD';
      const command = {
        operation: 'order_send',
        params: { symbol, volume: 0.1, price: 1.085, sl: null, comment: '=1+1' },
      };
      target.append([entry({ command }, n % 2 === 0 ? 'outcome' : 'send')], flush);
    }
  });

  test('is newest first, up to the count', async () => {
    expect((await log().read({ count: 3 })).map(({ seq }) => seq)).toEqual([12, 11, 10]);
    expect(await log().read({ count: 0 })).toEqual([]);
    expect(await log().read({})).toHaveLength(12);
  });

  test('by event, symbol, request and time', async () => {
    const seqs = async (filter: Parameters<ReturnType<typeof log>['read']>[0]) =>
      (await log().read(filter)).map(({ seq }) => seq);
    expect(await seqs({ symbol: 'XAUUSD', event: 'outcome' })).toEqual([12, 6]);
    expect(await seqs({ request_id: 'another' })).toEqual([]);
    expect(await seqs({ from: NOW, to: NOW, count: 1 })).toEqual([12]);
    expect(await seqs({ from: NOW + 1 })).toEqual([]);
  });

  test('goes on before any number, whatever was written meanwhile', async () => {
    const page = async (before: number, filter = {}) =>
      (await log().read({ ...filter, before, count: 4 })).map(({ seq }) => seq);
    expect(await page(13)).toEqual([12, 11, 10, 9]);
    log().append([entry()], flush);
    expect(await page(9)).toEqual([8, 7, 6, 5]);
    expect(await page(5)).toEqual([4, 3, 2, 1]);
    expect(await page(1)).toEqual([]);
    expect(await page(10, { symbol: 'XAUUSD' })).toEqual([9, 6, 3]);
  });

  test('before a number of a large file reads only what lies around it', async () => {
    fs.rmSync(folder, { recursive: true });
    const large = log({ maxBytes: 10_000_000 });
    for (let n = 0; n < 30; n++)
      large.append(
        Array.from({ length: 100 }, () => entry({ filler: '-'.repeat(500) })),
        { flush: false },
      );
    let bytes = 0;
    const readSync = ((...args: Parameters<typeof fs.readSync>) => {
      const count = fs.readSync(...args);
      bytes += count;
      return count;
    }) as typeof fs.readSync;
    const found = await log({ fs: { ...fs, readSync } }).read({ before: 1_234, count: 2 });
    expect(found.map(({ seq }) => seq)).toEqual([1_233, 1_232]);
    expect(bytes).toBeLessThan(fs.statSync(file).size / 2);
  });

  test('leaves out a line that was changed, and no other', async () => {
    const text = fs.readFileSync(file, 'utf8');
    const [last] = records().slice(-1);
    fs.writeFileSync(file, text.replace(`"seq":${last?.seq},`, `"seq":1,`));
    expect((await log().read({ count: 3 })).map(({ seq }) => seq)).toEqual([11, 10, 9]);
  });

  test('as ndjson is the log itself', () => {
    const whole = fs
      .readdirSync(folder)
      .sort()
      .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
      .join('');
    expect([...log().export({}, 'ndjson')].join('')).toBe(whole);
  });

  test('as CSV has a header, a row a record, and no formulas', () => {
    log().append([entry({ reason: '=HYPERLINK("http://x")', symbol: 'A,B' }, 'proposal')], flush);
    const [header, first, ...rest] = [...log().export({}, 'csv')];
    expect(header).toMatch(/^time,event,request_id,action,symbol,/);
    expect(first).toMatch(/^2026-07-15T12:00:00.000Z,send,ABCDEFGHJKMN,order_send,EURUSD,,,0\.1,1\.085,/);
    expect(rest.at(-1)).toContain(`"A,B"`);
    expect(rest.at(-1)).toContain(`"'=HYPERLINK(""http://x"")"`);
  });
});
