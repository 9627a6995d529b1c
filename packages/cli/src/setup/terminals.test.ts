import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findTerminals, terminalAt } from './terminals.ts';
import { ofWindows, toWindows, wineCommand } from './wine.ts';

const INSTANCE = 'd0e8209f77c8cf37ad8bf550e51ff075';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')));
});

function write(file: string, content: string | Buffer = ''): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function portable(folder: string): string {
  write(join(folder, 'Terminal64.exe'));
  mkdirSync(join(folder, 'MQL5'), { recursive: true });
  return folder;
}

/** In a Wine prefix, with a data folder in the user's part of it. @param origin what origin.txt names */
function installed(prefix: string, origin: string): { data: string; program: string } {
  const program = join(prefix, 'drive_c', 'Program Files', 'Broker MT5');
  write(join(program, 'terminal64.exe'));
  const data = join(prefix, 'drive_c', 'users', 'jörg', 'AppData', 'Roaming', 'MetaQuotes', 'Terminal', INSTANCE);
  mkdirSync(join(data, 'MQL5'), { recursive: true });
  write(join(data, 'origin.txt'), Buffer.from(`\uFEFF${origin}\r\n`, 'utf16le'));
  return { data, program };
}

const linux = (env = {}) => ({ platform: 'linux', home, env });

describe('terminals in Wine', () => {
  it('are found by data folder, whose origin.txt names the program as Windows has it', () => {
    const prefix = join(home, '.wine');
    const { data, program } = installed(prefix, 'C:\\PROGRAM FILES\\Broker MT5');
    expect(findTerminals(linux(), undefined)).toEqual([{ data, program, prefix }]);
  });

  it('are found without their program where it is gone, and known by another drive', () => {
    const prefix = join(home, '.wine');
    const { data } = installed(prefix, 'C:\\Gone');
    expect(findTerminals(linux(), undefined)).toEqual([{ data, prefix }]);
    const { program } = installed(prefix, 'Z:\\elsewhere');
    mkdirSync(join(prefix, 'dosdevices'));
    symlinkSync(dirname(program), join(prefix, 'dosdevices', 'z:'));
    symlinkSync(program, join(dirname(program), 'elsewhere'));
    expect(findTerminals(linux(), undefined)[0]?.program).toBe(join(prefix, 'dosdevices', 'z:', 'elsewhere'));
  });

  it('are looked for in every usual prefix, in the named one, and told once', () => {
    const usual = ['.mt5', 'Library/Application Support/net.metaquotes.wine.metatrader5', 'of-env', 'named'];
    const folders = usual.map((name) => portable(join(home, name, 'drive_c', 'Program Files', 'MetaTrader 5')));
    const env = { WINEPREFIX: join(home, 'of-env') };
    const found = findTerminals(linux(env), join(home, 'named'));
    expect(found.map(({ data }) => data).sort()).toEqual(folders.sort());
    expect(findTerminals(linux({ WINEPREFIX: join(home, '.mt5') }), join(home, '.mt5'))).toHaveLength(2);
  });

  it.skipIf(process.platform === 'win32')('are found beside what can not be looked at', () => {
    const prefix = join(home, '.wine');
    const { data, program } = installed(prefix, 'C:\\Program Files\\Broker MT5');
    const drive = join(prefix, 'drive_c');
    symlinkSync('circle', join(drive, 'circle'));
    symlinkSync('circle', join(dirname(data), 'circle'));
    mkdirSync(join(drive, 'a\nb\u001b[2J'));
    mkdirSync(join(dirname(data), 'f'.repeat(32), 'MQL5', 'origin.txt'), { recursive: true });
    expect(findTerminals(linux(), undefined)).toEqual([
      { data, program, prefix },
      { data: join(dirname(data), 'f'.repeat(32)), prefix },
    ]);
  });

  it.each([
    ['a name that can be none', 'C:\\a\u0000b'],
    ['a way through a file', 'C:\\Program Files\\Broker MT5\\terminal64.exe\\x'],
    ['more than a name', 'C:\\'.repeat(40_000)],
    ['words', 'terminal'],
    ['nothing', ''],
  ])('whose origin.txt holds %s have no program', (_, origin) => {
    const prefix = join(home, '.wine');
    const { data } = installed(prefix, origin);
    expect(findTerminals(linux(), undefined)).toEqual([{ data, prefix }]);
    const windows = { platform: 'win32', home, env: { APPDATA: join(dirname(data), '..', '..') } };
    expect(findTerminals(windows, undefined)).toEqual([{ data }]);
  });

  it('that somebody names are in the prefix around them', () => {
    const prefix = join(home, 'x');
    const data = portable(join(prefix, 'drive_c', 'MT5'));
    expect(terminalAt(data, linux(), undefined)).toEqual({ data, program: data, prefix });
    const outside = portable(join(home, 'outside'));
    expect(() => terminalAt(outside, linux(), undefined)).toThrow('--wine-prefix');
    expect(terminalAt(outside, linux(), prefix)).toEqual({ data: outside, program: outside, prefix });
    expect(() => terminalAt(join(home, 'nowhere'), linux(), undefined)).toThrow('not there');
  });
});

describe('paths', () => {
  it('of Windows lead into the prefix only where something is', () => {
    mkdirSync(join(home, 'drive_c', 'Program Files'), { recursive: true });
    expect(ofWindows('c:\\program files', home)).toBe(join(home, 'drive_c', 'Program Files'));
    for (const path of ['C:\\none', 'D:\\x', 'relative', '']) expect(ofWindows(path, home)).toBeUndefined();
  });

  it('of the prefix are those of drive C', () => {
    expect(toWindows(join(home, 'drive_c', 'mt5-bridge', 'a.ini'), home)).toBe('C:\\mt5-bridge\\a.ini');
  });

  it('of Wine is what $WINE says', () => {
    expect([wineCommand(linux()), wineCommand(linux({ WINE: '/opt/wine' }))]).toEqual(['wine', '/opt/wine']);
  });
});
