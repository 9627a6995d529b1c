import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { locked } from './lock.ts';

/** Above the largest number that Linux gives to a process. */
const NOBODY = 2 ** 22 + 1;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
  mkdirSync(join(folder, 'setup'));
  file = join(folder, 'setup', 'lock');
});

describe('the lock of setup', () => {
  it('is there while it is held, and leaves nothing', () => {
    {
      using _lock = locked(folder);
      expect(readdirSync(join(folder, 'setup'))).toEqual(['lock']);
    }
    expect(existsSync(file)).toBe(false);
  });

  it('is taken from a process that has ended, from an earlier one with the number of this one, and from nobody', () => {
    for (const owner of [NOBODY, process.pid, '', '0', '-1', 'nonsense']) {
      writeFileSync(file, String(owner));
      using _lock = locked(folder);
      expect(readdirSync(join(folder, 'setup'))).toEqual(['lock']);
    }
  });

  it('is not taken from one that runs', () => {
    writeFileSync(file, String(process.ppid));
    expect(() => locked(folder)).toThrow(expect.objectContaining({ code: 'SETUP_RUNNING' }));
    expect(readdirSync(join(folder, 'setup'))).toEqual(['lock']);
  });
});
