import fs from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Options, type Said, type Setup, setupOf } from './in-process.ts';
import { Machine, Package, wide, write } from './machine.ts';

const INSTANCE = 'D0E8209F77C8CF37AD8BF550E51FF075';
const OTHER = '0123456789ABCDEF0123456789ABCDEF';

/**
 * The folders that MetaTrader 5 has on Windows, made up on this machine: installed in Program Files, with its data in the
 * user's folder. The command runs in this process, which tells it that it is on Windows.
 */
class WindowsMachine extends Machine {
  readonly appData = join(this.home, 'AppData', 'Roaming');
  readonly programs = join(this.home, 'Program Files');
  readonly instance = join(this.appData, 'MetaQuotes', 'Terminal', INSTANCE);
  readonly program = join(this.programs, 'MetaTrader 5');
  readonly file = join(this.appData, 'mt5-bridge', 'config.toml');

  constructor(of: Package) {
    super(of);
    fs.rmSync(this.prefix, { recursive: true });
    fs.rmSync(join(this.home, '.config'), { recursive: true });
    write(join(this.program, 'terminal64.exe'), '');
    this.addEditor(this.program);
    this.addInstance(INSTANCE, this.program);
    fs.mkdirSync(join(this.appData, 'MetaQuotes', 'Terminal', 'Common', 'MQL5'), { recursive: true });
    fs.mkdirSync(join(this.appData, 'MetaQuotes', 'Terminal', OTHER, 'MQL4'), { recursive: true });
    write(this.file, '[mt5]\r\ncommand = "tcp://127.0.0.1:9"\r\nevents = "tcp://127.0.0.1:10"\r\n');
  }

  addInstance(id: string, program: string): void {
    const folder = join(this.appData, 'MetaQuotes', 'Terminal', id);
    fs.mkdirSync(join(folder, 'MQL5', 'Experts'), { recursive: true });
    write(join(folder, 'origin.txt'), Buffer.from(`\uFEFF${program}`, 'utf16le'));
  }
}

describe.skipIf(process.platform === 'win32')('setup among the folders of Windows', () => {
  let shipped: Package;
  let setup: Setup;
  beforeAll(() => {
    shipped = new Package();
    setup = setupOf(shipped);
  });

  function run(machine: WindowsMachine, options: Options, answers?: readonly string[]): Promise<Said> {
    const env = { ...machine.env(), APPDATA: machine.appData, ProgramFiles: machine.programs };
    const around = { env, platform: 'win32', home: machine.home };
    return setup(around, { config: machine.file, dataDir: machine.dataDir, ...options }, answers);
  }

  test('finds the data folder of an installed terminal, compiles, tells how to start it, and undoes all', async () => {
    const machine = new WindowsMachine(shipped);
    const before = machine.tree();
    expect((await run(machine, { dryRun: true })).out).toContain('A dry run: nothing was touched.');
    expect(machine.tree()).toEqual(before);
    const { out } = await run(machine, { yes: true });
    const start = join(machine.instance, 'config', 'mt5-bridge.ini');
    expect(out).toContain(`Terminal: ${machine.instance}\nIts program: ${machine.program}\n`);
    expect(out).toContain(`"${join(machine.program, 'terminal64.exe')}" /config:"${start}"`);
    expect(wide(start)).toContain('Expert=Mt5Bridge\\Mt5Bridge');
    const compiled = join(machine.instance, 'MQL5', 'Experts', 'Mt5Bridge', 'Mt5Bridge.ex5');
    expect(fs.readFileSync(compiled, 'utf8')).toBe('compiled: // version 1\n');
    await run(machine, { undo: true });
    expect(machine.tree()).toEqual(before);
  });

  test('finds portable ones too, and does not guess between two', async () => {
    const machine = new WindowsMachine(shipped);
    const portable = join(machine.programs, 'Portable');
    machine.addTerminal(portable);
    await expect(run(machine, { yes: true })).rejects.toMatchObject({
      code: 'TERMINAL_UNCLEAR',
      message: expect.stringContaining(portable),
    });
    const { out, asked } = await run(machine, { dryRun: true, client: [] }, ['2']);
    expect(asked).toHaveLength(1);
    expect(out).toContain(`Terminal: ${portable}\nPortable`);
    const mistyped = await run(machine, { dryRun: true, client: [] }, ['3', '2']);
    expect(mistyped.out).toContain('None of them has the number "3".\n');
    expect(mistyped.out).toContain(`Terminal: ${portable}\nPortable`);
    const named = await run(machine, { yes: true, terminal: portable });
    expect(named.out).toContain('terminal64.exe" /portable /config:"');
  });

  test('asks for the rules, the account and the clients of a first configuration, and does nothing before a yes', async () => {
    const machine = new WindowsMachine(shipped);
    fs.rmSync(machine.file);
    const before = machine.tree();
    await expect(run(machine, {}, ['', '', '', '', 'no'])).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
    await expect(run(machine, {}, ['guarded', '11', '12'])).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
    expect(machine.tree()).toEqual(before);

    const answers = ['wild', 'open', 'mine', '70011', '70011', 'emacs', 'cursor, gemini', 'yes'];
    const { out, asked } = await run(machine, {}, answers);
    // A slip is named and asked for again, nothing else is.
    expect(out).toContain('"wild" is none of watch, guarded, prop-firm, open.\n');
    expect(out).toContain('"mine" is no account number.\n');
    expect(out).toContain('"emacs" is no client: they are ');
    expect([...new Set(asked)]).toHaveLength(asked.length - 3);
    expect(fs.readFileSync(machine.file, 'utf8')).toContain(
      '[mt5]\nlogin = 70011\n\n[policy]\npreset = "open"\n\n[live]\nenabled = true\nlogin = 70011\n',
    );
    expect(['.cursor/mcp.json', '.gemini/settings.json'].every((name) => fs.existsSync(join(machine.home, name)))).toBe(
      true,
    );
  });

  test('a demo account is what an empty answer leaves, and rules that only read need no real one', async () => {
    const machine = new WindowsMachine(shipped);
    fs.rmSync(machine.file);
    const { asked } = await run(machine, { preset: 'watch' }, ['55', '', 'yes']);
    expect(asked).toHaveLength(3);
    const text = fs.readFileSync(machine.file, 'utf8');
    expect(text).toContain('[mt5]\nlogin = 55\n');
    expect(text).not.toContain('[live]');
    expect(wide(join(machine.instance, 'config', 'mt5-bridge.ini'))).toContain('AllowLiveTrading=0');
  });

  test('asks for no account where the terminal is simulated', async () => {
    const machine = new WindowsMachine(shipped);
    fs.rmSync(machine.file);
    const { asked } = await run(machine, { mode: 'fake', dryRun: true }, ['', '']);
    expect(asked.map((question) => question.split(' ')[0])).toEqual(['Rules', 'Clients']);
  });

  test("replaces somebody else's library only after a yes of its own", async () => {
    const machine = new WindowsMachine(shipped);
    const library = join(machine.instance, 'MQL5', 'Libraries', 'libzmq.dll');
    write(library, 'of somebody else');
    const asked = run(machine, { client: [] }, ['no']);
    await expect(asked).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
    expect(fs.readFileSync(library, 'utf8')).toBe('of somebody else');
    expect((await run(machine, { client: [] }, ['yes', 'yes'])).asked[0]).toContain(library);
    expect(fs.readFileSync(library, 'utf8')).not.toBe('of somebody else');
  });
});
