import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { exitClassOf, exitCodes } from 'mt5-bridge';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Options, type Setup, setupOf } from './in-process.ts';
import { endOf, LIBRARY, Machine, newFolder, Package, SOURCE, write } from './machine.ts';

const isWindows = process.platform === 'win32';

describe.skipIf(isWindows)('setup refuses, and has touched nothing', () => {
  let shipped: Package;
  let setup: Setup;
  beforeAll(() => {
    shipped = new Package();
    setup = setupOf(shipped);
  });

  const around = (machine: Machine) => ({ env: machine.env(), platform: 'linux', home: machine.home });
  /** `prepare` makes the machine so that it is refused, and returns the options besides `yes`. */
  const cases: readonly (readonly [
    name: string,
    code: string,
    exit: number,
    prepare: (machine: Machine) => Options,
    says: string,
  ])[] = [
    ['without anybody to ask', 'NO_INPUT', 2, () => ({ yes: false }), '--yes'],
    [
      'several terminals',
      'TERMINAL_UNCLEAR',
      2,
      (machine) => {
        machine.addTerminal(join(machine.prefix, 'drive_c', 'Second'));
        return {};
      },
      join('drive_c', 'Second'),
    ],
    [
      'where there is no terminal',
      'TERMINAL_NOT_FOUND',
      2,
      (machine) => {
        fs.rmSync(join(machine.data, 'terminal64.exe'));
        return {};
      },
      'usual places',
    ],
    ['what is no data folder', 'TERMINAL_FOLDER_WRONG', 2, ({ home }) => ({ terminal: home }), 'holds no MQL5'],
    [
      'a data folder outside of every prefix',
      'TERMINAL_FOLDER_WRONG',
      2,
      (machine) => {
        const folder = newFolder();
        machine.addTerminal(folder);
        return { terminal: folder };
      },
      '--wine-prefix',
    ],
    [
      'a link that leads out of the data folder',
      'TERMINAL_FOLDER_WRONG',
      2,
      (machine) => {
        fs.symlinkSync(newFolder(), join(machine.mql5, 'Include'));
        return {};
      },
      join('Include', 'Mt5Bridge'),
    ],
    [
      'a link that leads nowhere',
      'TERMINAL_FOLDER_WRONG',
      2,
      (machine) => {
        fs.symlinkSync(join(machine.home, 'nowhere'), join(machine.mql5, 'Libraries'));
        return {};
      },
      'Libraries',
    ],
    [
      'a library that is another one',
      'LIBZMQ_WRONG',
      2,
      () => {
        const file = join(newFolder(), 'libzmq.dll');
        write(file, 'another');
        return { libzmq: file };
      },
      'SHA-256',
    ],
    ['a library that is not there', 'LIBZMQ_MISSING', 2, () => ({ libzmq: '/nowhere.dll' }), '/nowhere.dll'],
    ['a library without an end', 'LIBZMQ_MISSING', 2, () => ({ libzmq: '/dev/zero' }), 'no regular file'],
    [
      'what is no regular file',
      'SETUP_UNREADABLE',
      3,
      (machine) => {
        fs.mkdirSync(join(machine.mql5, 'Libraries', 'libzmq.dll'), { recursive: true });
        return {};
      },
      'libzmq.dll',
    ],
    [
      'a configuration with a mistake',
      'CONFIG_UNKNOWN_KEY',
      3,
      (machine) => {
        write(machine.config, '[mt5]\ncomand = "x"\n');
        return {};
      },
      ':2:1',
    ],
    [
      'a client file with a mistake',
      'CLIENT_CONFIG_UNREADABLE',
      3,
      (machine) => {
        write(join(machine.home, '.cursor', 'mcp.json'), '{');
        return { client: ['cursor'] };
      },
      'Cursor',
    ],
    ['--curve without a terminal', 'USAGE', 2, () => ({ curve: true, terminal: false }), 'mt5-bridge keys'],
    ['a symbol without a terminal', 'USAGE', 2, () => ({ symbol: 'EURUSD', terminal: false }), '--symbol'],
    ['a library without a terminal', 'USAGE', 2, () => ({ libzmq: '/libzmq.dll', terminal: false }), '--libzmq'],
    ['--no-compile without a terminal', 'USAGE', 2, () => ({ compile: false, terminal: false }), '--no-compile'],
    ['a Wine prefix without a terminal', 'USAGE', 2, () => ({ winePrefix: '/wine', terminal: false }), '--wine-prefix'],
    ['an account beyond all', 'USAGE', 2, () => ({ realAccount: 2n ** 62n }), 'account'],
  ];

  test.each(cases)('%s: %s', async (_, code, exit, prepare, says) => {
    const machine = new Machine(shipped);
    const options = prepare(machine);
    const before = machine.tree(true);
    const refused = setup(around(machine), { yes: true, ...options });
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
    expect(exitCodes[exitClassOf(code)].number).toBe(exit);
    expect(machine.tree(true)).toEqual(before);
  });

  test.each([
    [['--client', 'emacs'], 'claude-code'],
    [['--symbol', 'EUR\nUSD'], 'EURUSD'],
    [['--real-account', 'mine'], 'number of the account'],
    [['--preset', 'wild'], 'guarded'],
    [['--undo', '--dry-run'], '--dry-run'],
    [['--undo', '--terminal', '/mt5'], '--terminal'],
    [[], '--yes'],
  ])('%j as the command does, by its exit code', async (words, says) => {
    const { code, stdout, stderr } = await new Machine(shipped).setup(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  test('a package without its expert advisor, or without the library', async () => {
    const damaged = new Package();
    damaged.remove(join('libzmq', 'libzmq.dll'));
    const machine = new Machine(damaged);
    const before = machine.tree(true);
    const missing = await machine.setup(['--yes']);
    expect(missing.stderr).toContain('LIBZMQ_MISSING: ');
    expect(missing.stderr).toContain('--libzmq');
    damaged.remove(SOURCE);
    const { code, stderr } = await machine.setup(['--yes']);
    expect(stderr).toContain('EXPERT_FILES_MISSING: ');
    expect(code).toBe(1);
    expect(machine.tree(true)).toEqual(before);
  });

  test('a file that is changed meanwhile', async () => {
    const machine = new Machine(shipped);
    const cursor = join(machine.home, '.cursor', 'mcp.json');
    write(cursor, '{}\n');
    const env = { FAKE_EDITOR: 'changes a client', FAKE_EDITOR_STARTED: cursor };
    const { code, stderr } = await machine.setup(['--yes', '--client', 'cursor'], env);
    expect(stderr).toContain('SETUP_CHANGED: ');
    expect(code).toBe(1);
    expect(fs.readFileSync(cursor, 'utf8')).toBe('{"theirs": true}\n');
  });
});

describe.skipIf(isWindows)('setup fails on the way, and is undone', () => {
  let shipped: Package;
  beforeAll(() => {
    shipped = new Package();
  });

  test.each([
    ['fails', "MQL5\\Include\\Bridge.mqh(12,5): error 256: undeclared identifier 'größe'"],
    ['says nothing', 'without a log'],
    ['leaves nothing', 'left no new'],
    ['gives no result', 'no line with a result'],
  ])('a MetaEditor that %s: COMPILE_FAILED', async (kind, says) => {
    const machine = new Machine(shipped);
    write(join(machine.mql5, 'Experts', 'Mt5Bridge', 'Mt5Bridge.ex5'), 'an older one');
    fs.utimesSync(join(machine.mql5, 'Experts', 'Mt5Bridge', 'Mt5Bridge.ex5'), 1e9, 1e9);
    const before = machine.tree();
    const { code, stderr } = await machine.setup(['--yes'], { FAKE_EDITOR: kind });
    expect(stderr).toContain('COMPILE_FAILED: ');
    expect(stderr).toContain(says);
    expect(code).toBe(1);
    expect((await machine.setup(['--undo'])).code).toBe(0);
    expect(machine.tree()).toEqual(before);
  });

  test('a folder that may not be written to', async () => {
    const machine = new Machine(shipped);
    // Root may write anywhere, so there another user does it.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    if (uid !== undefined) hand(machine.home, uid);
    const folder = join(machine.mql5, 'Experts', 'Mt5Bridge');
    fs.mkdirSync(folder);
    fs.chmodSync(folder, 0o555);
    const before = machine.tree();
    const { code, stderr } = await machine.setup(['--yes'], {}, uid);
    expect(stderr).toContain('SETUP_UNWRITABLE: ');
    expect(stderr).toContain('(EACCES)');
    expect(code).toBe(3);
    await machine.setup(['--undo'], {}, uid);
    expect(machine.tree()).toEqual(before);
  });

  test('a disk without space', async () => {
    const machine = new Machine(shipped);
    const before = machine.tree();
    // No file may grow beyond 16 KB, which the library does.
    const limited = 'trap "" XFSZ; ulimit -f 16; exec "$@"';
    const words = [process.execPath, join(shipped.folder, 'dist', 'bin.js'), 'setup', '--yes', '--no-compile'];
    const { code, stderr } = await endOf(
      spawn('bash', ['-c', limited, 'bash', ...words], { env: machine.env(), stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    expect(LIBRARY.length).toBeGreaterThan(16 * 1024);
    expect(stderr).toContain(`SETUP_UNWRITABLE: ${join(machine.mql5, 'Libraries', 'libzmq.dll')}`);
    expect(code).toBe(3);
    await machine.setup(['--undo']);
    expect(machine.tree()).toEqual(before);
  });

  test('a journal or a backup that was damaged is not followed', async () => {
    const machine = new Machine(shipped);
    const library = join(machine.mql5, 'Libraries', 'libzmq.dll');
    write(library, 'of somebody else');
    await machine.setup(['--yes', '--no-compile']);
    const [backup = ''] = fs.readdirSync(join(machine.dataDir, 'setup', 'backups'));
    write(join(machine.dataDir, 'setup', 'backups', backup), 'damaged');
    const { code, stderr } = await machine.setup(['--undo']);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('SETUP_JOURNAL_BROKEN: ') });
    expect(fs.readFileSync(library)).toEqual(LIBRARY);
    fs.writeFileSync(machine.journal, 'nonsense\n{}\n');
    expect((await machine.setup(['--undo'])).stderr).toContain('journal.jsonl:1');
  });
});

function hand(folder: string, uid: number): void {
  for (const path of ['.', ...fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    fs.chownSync(join(folder, path), uid, uid);
  }
}
