import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bridgeBin } from '../support/processes.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Names that a command line takes apart, or that only UTF-8 has. */
const NAME = 'MetaTrader 5 Größe (x)';

let home: string;
let data: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')));
  data = join(process.env.WINEPREFIX ?? '', 'drive_c', 'Program Files', NAME);
  mkdirSync(join(data, 'MQL5'), { recursive: true });
  const program = join(data, 'terminal64.exe');
  const source = join(import.meta.dirname, 'stand-in.c');
  execFileSync('x86_64-w64-mingw32-gcc-posix', [
    '-municode',
    '-O2',
    '-Wall',
    '-Werror',
    '-static',
    source,
    '-o',
    program,
  ]);
  copyFileSync(program, join(data, 'metaeditor64.exe'));
});
afterEach(() => rmSync(data, { recursive: true }));

function setup(...words: readonly string[]): string {
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', LC_ALL: 'C' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bridgeBin, 'setup', ...words], {
    env,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: words.includes('--undo') ? '' : 'Compiling …\n' });
  return stdout;
}

test('compiles under Wine, starts the terminal with what it prints, and takes all back', () => {
  const before = readdirSync(data, { recursive: true });
  const said = setup('--yes', '--terminal', data);
  const compiled = join(data, 'MQL5', 'Experts', 'Mt5Bridge', 'Mt5Bridge.ex5');
  expect(readFileSync(compiled, 'utf8')).toBe('compiled');
  const command = said.split('\n').find((line) => line.includes('/config:')) ?? '';
  expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe('started with its file\r\n');
  setup('--undo');
  expect(readdirSync(data, { recursive: true })).toEqual(before);
});
