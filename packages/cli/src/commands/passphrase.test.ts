import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { bin, emptyHome, nobody, run } from '../testing/command.ts';

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

  it('leaves its story in the audit log, without a word of it', async () => {
    const { type } = owner();
    await type('correct horse battery\n', 'passphrase');
    await type('', 'kill', 'on');
    await type('guess it\n', 'kill', 'off');
    await type('correct horse battery\nmy own passphrase\n', 'passphrase');
    const { stdout } = await type('', 'audit', 'query', '--event', 'owner', '-o', 'ndjson');
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { data: unknown });
    expect(records.map(({ data }) => data)).toEqual([
      { what: 'changed' },
      { what: 'wrong_guess', failures: 1 },
      { what: 'set' },
    ]);
    expect(stdout).not.toMatch(/horse|guess it|my own/);
  });

  it('is not set by nothing', async () => {
    const { type } = owner();
    const { code, stderr } = await type('', 'passphrase');
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain('NO_INPUT');
  });
});

/** util-linux: runs a command at a terminal of its own. */
const script = '/usr/bin/script';
it.skipIf(process.platform !== 'linux' || !existsSync(script))(
  'a terminal asks twice and shows nothing of what is typed (needs script of util-linux)',
  async () => {
    const dataDir = emptyHome();
    const words = [process.execPath, bin, 'passphrase', '--config', nobody(), '--data-dir', dataDir];
    const child = spawn(script, ['-qec', words.join(' '), '/dev/null'], {
      env: { PATH: process.env.PATH, HOME: dataDir },
    });
    let screen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
    });
    const shows = async (text: string) => {
      while (!screen.includes(text)) await once(child.stdout, 'data');
    };
    await shows('New passphrase: ');
    child.stdin.write('correct hosre\u007f\u007f\u007frse battery\r');
    await shows('Once more: ');
    child.stdin.write('correct horse battery\r');
    const [code] = await once(child, 'close');
    expect({ code, screen }).toEqual({ code: 0, screen: expect.not.stringMatching(/correct|battery/) });
    const { stderr } = await run(
      ['kill', 'off', '--config', nobody(), '--data-dir', dataDir],
      {},
      'correct horse battery\n',
    );
    expect(stderr).toBe('');
  },
);
