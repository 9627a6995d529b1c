import fs from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { LIBRARY, Machine, newFolder, Package, SOURCE, wide, write } from './machine.ts';

const isWindows = process.platform === 'win32';

describe.skipIf(isWindows)('setup in a Wine prefix', () => {
  let shipped: Package;
  beforeAll(() => {
    shipped = new Package();
  });
  const flags = ['--yes', '--curve', '--client', 'cursor', '--client', 'codex'];

  test('a dry run shows the plan and touches nothing, not even a time', async () => {
    const machine = new Machine(shipped);
    const before = machine.tree(true);
    const { code, stdout, stderr } = await machine.setup(['--dry-run', ...flags]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    for (const part of [machine.data, 'libzmq.dll', 'mt5-bridge.set', machine.config, '.cursor', '.codex', 'by ']) {
      expect(stdout).toContain(part);
    }
    expect(machine.tree(true)).toEqual(before);
  });

  test('writes what it says, compiles, registers, and takes everything back', async () => {
    const machine = new Machine(shipped);
    write(join(machine.home, '.codex', 'config.toml'), 'model = "o"\n');
    const before = machine.tree();
    const done = await machine.setup(flags);
    expect(done.stderr).toBe('Compiling …\n');
    expect(done.code).toBe(0);
    const data = 'drive_c/Program Files/MetaTrader 5 Größe'.normalize();
    const made = Object.keys(machine.tree()).filter((path) => !(path in before));
    expect(made).toEqual(
      [
        '.cursor',
        '.cursor/mcp.json',
        '.local',
        '.local/share',
        '.local/share/mt5-bridge',
        '.local/share/mt5-bridge/curve.json',
        '.local/share/mt5-bridge/setup',
        '.local/share/mt5-bridge/setup/backups',
        ...made.filter((path) => /backups\/[0-9a-f]{64}$/.test(path)),
        '.local/share/mt5-bridge/setup/journal.jsonl',
        `.wine/${data}/MQL5/Experts/Mt5Bridge`,
        `.wine/${data}/MQL5/Experts/Mt5Bridge/Mt5Bridge.ex5`,
        `.wine/${data}/MQL5/Experts/Mt5Bridge/Mt5Bridge.mq5`,
        `.wine/${data}/MQL5/Include`,
        `.wine/${data}/MQL5/Include/Mt5Bridge`,
        `.wine/${data}/MQL5/Include/Mt5Bridge/Bridge.mqh`,
        `.wine/${data}/MQL5/Libraries`,
        `.wine/${data}/MQL5/Libraries/libzmq.dll`,
        `.wine/${data}/MQL5/Presets`,
        `.wine/${data}/MQL5/Presets/mt5-bridge.set`,
        `.wine/${data}/MQL5/Scripts`,
        `.wine/${data}/MQL5/Scripts/Mt5Bridge`,
        `.wine/${data}/MQL5/Scripts/Mt5Bridge/Tests.mq5`,
        '.wine/drive_c/mt5-bridge',
        '.wine/drive_c/mt5-bridge/MetaTrader-5-Gr-e.ini',
      ].sort(),
    );
    expect(fs.readFileSync(join(machine.mql5, 'Libraries', 'libzmq.dll'))).toEqual(LIBRARY);
    const start = wide(join(machine.prefix, 'drive_c', 'mt5-bridge', 'MetaTrader-5-Gr-e.ini'));
    expect(start).toContain('[Experts]\r\nEnabled=1\r\nAllowDllImport=1\r\nAllowLiveTrading=1\r\n');
    expect(start).toContain('Expert=Mt5Bridge\\Mt5Bridge\r\nExpertParameters=mt5-bridge.set\r\nSymbol=EURUSD\r\n');
    expect(done.stdout).toContain(`/portable '/config:C:\\mt5-bridge\\MetaTrader-5-Gr-e.ini'`);
    expect(done.stdout).toContain('The terminal is not connected yet.');

    const undone = await machine.setup(['--undo']);
    expect(undone).toMatchObject({ code: 0, stderr: '' });
    expect(machine.tree()).toEqual(before);
    expect((await machine.setup(['--undo'])).stdout).toBe('There is nothing to undo.\n');
    expect(machine.tree()).toEqual(before);
  });

  test('gives the terminal its secret key, this side its own, and shows neither', async () => {
    const machine = new Machine(shipped);
    const { stdout, stderr } = await machine.setup(['--yes', '--curve', '--no-compile']);
    const set = join(machine.mql5, 'Presets', 'mt5-bridge.set');
    const inputs = Object.fromEntries(
      wide(set)
        .split('\r\n')
        .map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]),
    );
    const curve = join(machine.dataDir, 'curve.json');
    const keys = JSON.parse(fs.readFileSync(curve, 'utf8')) as Record<string, string>;
    expect(inputs).toMatchObject({
      InpCommandAddress: 'tcp://127.0.0.1:9',
      InpEventsAddress: 'tcp://127.0.0.1:10',
      InpCurveClientKeys: keys.public_key,
    });
    expect(fs.readFileSync(curve, 'utf8')).not.toContain(inputs.InpCurveSecretKey);
    for (const secret of [inputs.InpCurveSecretKey, keys.secret_key]) {
      expect(secret).toHaveLength(40);
      expect(stdout + stderr + fs.readFileSync(machine.journal, 'utf8')).not.toContain(secret);
    }
    expect([set, curve].map((file) => fs.statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(fs.readFileSync(machine.config, 'utf8')).toBe(
      '# mine\n[mt5]\ncurve = true\ncommand = "tcp://127.0.0.1:9"\nevents = "tcp://127.0.0.1:10"\n',
    );
  });

  test('changes nothing the second time, and an upgrade only what is new', async () => {
    const own = new Package();
    const machine = new Machine(own);
    const before = machine.tree();
    await machine.setup(flags);
    const first = machine.tree(true);
    const again = await machine.setup(flags);
    expect(again.stdout).toContain('Everything is in its place already.');
    expect(machine.tree(true)).toEqual(first);

    own.put(SOURCE, '// version 2\n');
    await machine.setup(flags);
    const [compiled, source] = ['Mt5Bridge.ex5', 'Mt5Bridge.mq5'].map((name) =>
      fs.readFileSync(join(machine.mql5, 'Experts', 'Mt5Bridge', name), 'utf8'),
    );
    expect({ compiled, source }).toEqual({ compiled: 'compiled: // version 2\n', source: '// version 2\n' });
    await machine.setup(['--undo']);
    expect(machine.tree()).toEqual(before);
  });

  test('keeps inputs that somebody set, and a library of somebody else for the way back', async () => {
    const machine = new Machine(shipped);
    const set = join(machine.mql5, 'Presets', 'mt5-bridge.set');
    write(set, Buffer.from('\uFEFFInpMaxLots=0.5\r\nInpCommandAddress=tcp://127.0.0.1:1\r\n', 'utf16le'));
    write(join(machine.mql5, 'Libraries', 'libzmq.dll'), 'of somebody else');
    const before = machine.tree();
    const { stdout } = await machine.setup(['--yes', '--no-compile', '--symbol', 'XAUUSD.m']);
    expect(stdout).toMatch(/changed +the library/);
    expect(wide(set)).toBe(
      'InpMaxLots=0.5\r\nInpCommandAddress=tcp://127.0.0.1:9\r\nInpEventsAddress=tcp://127.0.0.1:10\r\n',
    );
    expect(wide(join(machine.prefix, 'drive_c', 'mt5-bridge', 'MetaTrader-5-Gr-e.ini'))).toContain(
      'Symbol=XAUUSD.m\r\n',
    );
    await machine.setup(['--undo']);
    expect(machine.tree()).toEqual(before);
  });

  test('leaves what was changed since, and takes its entry out of what a client has gone on writing', async () => {
    const machine = new Machine(shipped);
    const cursor = join(machine.home, '.cursor', 'mcp.json');
    write(cursor, '{"mcpServers": {"other": {"command": "x"}}}\n');
    const before = machine.tree();
    await machine.setup(flags);
    const source = join(machine.mql5, SOURCE);
    fs.appendFileSync(source, '// mine\n');
    const servers = JSON.parse(fs.readFileSync(cursor, 'utf8')) as { mcpServers: Record<string, unknown> };
    expect(Object.keys(servers.mcpServers)).toEqual(['other', 'mt5-bridge']);
    servers.mcpServers.third = { command: 'y' };
    fs.writeFileSync(cursor, JSON.stringify(servers));
    const { code, stdout } = await machine.setup(['--undo']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Changed since, so left as it is: ${source}`);
    const { mcpServers } = JSON.parse(fs.readFileSync(cursor, 'utf8')) as typeof servers;
    expect(Object.keys(mcpServers)).toEqual(['other', 'third']);
    const changed = Object.entries(machine.tree()).filter(([path, content]) => before[path] !== content);
    expect(changed.map(([path]) => path).filter((path) => !path.endsWith('Experts/Mt5Bridge'))).toEqual([
      '.cursor/mcp.json',
      source.slice(machine.home.length + 1),
    ]);
  });

  test('writes a first configuration that allows a real account only when it is named', async () => {
    const machine = new Machine(shipped);
    const config = join(machine.home, 'new', 'config.toml');
    const words = ['--yes', '--no-terminal', '--config', config, '--client', 'gemini', '--mode', 'fake'];
    const { code, stdout } = await machine.setup([...words, '--preset', 'prop-firm', '--real-account', '70011']);
    expect(code).toBe(0);
    expect(fs.readFileSync(config, 'utf8').split('\n').slice(2)).toEqual(
      '[mt5]\nlogin = 70011\n\n[policy]\npreset = "prop-firm"\n\n[live]\nenabled = true\nlogin = 70011\n'.split('\n'),
    );
    expect(fs.statSync(config).mode & 0o777).toBe(0o600);
    const { mcpServers } = JSON.parse(fs.readFileSync(join(machine.home, '.gemini', 'settings.json'), 'utf8'));
    expect(mcpServers['mt5-bridge'].args).toEqual([
      join(shipped.folder, 'dist', 'bin.js'),
      'serve',
      '--config',
      config,
      '--mode',
      'fake',
    ]);
    // The simulated terminal answers, so doctor goes to its end.
    expect(stdout).toContain('✔ MCP server over stdio');
  });

  test('tells by hand what it can not write into a configuration', async () => {
    const machine = new Machine(shipped);
    const text = 'mt5 = { command = "tcp://127.0.0.1:9", events = "tcp://127.0.0.1:10" }\n';
    write(machine.config, text);
    const { code, stdout } = await machine.setup(['--yes', '--curve', '--no-compile']);
    expect(code).toBe(0);
    expect(stdout).toContain(`By hand: in ${machine.config} set mt5.curve = true`);
    expect(fs.readFileSync(machine.config, 'utf8')).toBe(text);
  });

  test('without MetaEditor, or without Wine, says how to compile', async () => {
    const machine = new Machine(shipped);
    const withoutWine = await machine.setup(['--yes'], { WINE: join(newFolder(), 'none') });
    expect(withoutWine).toMatchObject({ code: 0, stdout: expect.stringContaining('press F7') });
    fs.rmSync(join(machine.data, 'MetaEditor64.exe'));
    const { code, stdout } = await machine.setup(['--yes']);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('press F7') });
  });
});
