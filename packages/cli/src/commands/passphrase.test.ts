import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, nobody, run } from '../testing/command.ts';

function owner() {
  const dataDir = join(emptyHome(), 'new');
  const place = ['--config', nobody(), '--data-dir', dataDir];
  return { dataDir, type: (typed: string, ...words: string[]) => run([...words, ...place], {}, typed) };
}

describe('passphrase', () => {
  it('is set without a terminal, kept unreadable for others, and never shown', async () => {
    const { type, dataDir } = owner();
    const { code, stdout, stderr } = await type('correct horse battery\n', 'passphrase');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).not.toContain('horse');
    if (process.platform !== 'win32') expect(statSync(join(dataDir, 'owner.json')).mode & 0o077).toBe(0);
  });

  it('is changed only by who knows it', async () => {
    const { type } = owner();
    await type('correct horse battery\n', 'passphrase');
    const wrong = await type('guess\nmy own passphrase\n', 'passphrase');
    expect(wrong.code).toBe(exitCodes.refused.number);
    expect(wrong.stderr).toContain('WRONG_PASSPHRASE');
    expect((await type('correct horse battery\nmy own passphrase\n', 'passphrase')).code).toBe(0);
    await type('', 'kill', 'on');
    expect((await type('correct horse battery\n', 'kill', 'off')).stderr).toContain('WRONG_PASSPHRASE');
    expect((await type('my own passphrase\n', 'kill', 'off')).code).toBe(0);
  });

  it('is not set by nothing', async () => {
    const { type } = owner();
    const { code, stderr } = await type('', 'passphrase');
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain('NO_INPUT');
  });
});
