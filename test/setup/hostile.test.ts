import fs from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Options, type Setup, setupOf } from './in-process.ts';
import { Machine, newFolder, Package, SOURCE, write } from './machine.ts';

const HASH = 'a'.repeat(64);

// Files as nobody wishes them: what others wrote stays theirs, and what is not understood is not touched.
describe.skipIf(process.platform === 'win32')('setup', () => {
  let shipped: Package;
  let setup: Setup;
  let machine: Machine;
  let cursor: string;
  beforeAll(() => {
    shipped = new Package();
    setup = setupOf(shipped);
  });
  beforeEach(() => {
    machine = new Machine(shipped);
    cursor = join(machine.home, '.cursor', 'mcp.json');
  });

  const run = (options: Options) =>
    setup({ env: machine.env(), platform: 'linux', home: machine.home }, { yes: true, ...options });
  const register = (client: string) => run({ terminal: false, client: [client] });
  const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

  test.each([
    ['cursor', '.cursor/mcp.json', '{"mcpServers": {"mt5-bridge": {"command": "mine"}}}\n', '"a": 1, '],
    ['codex', '.codex/config.toml', '[mcp_servers.mt5-bridge]\ncommand = "mine"\n', 'a = 1\n'],
  ])('gives back an entry of that name that was in the file of %s, though it was changed since', async (...args) => {
    const [client, name, text, more] = args;
    const file = join(machine.home, name);
    write(file, text);
    await register(client);
    const registered = fs.readFileSync(file, 'utf8');
    expect(registered).not.toContain('mine');
    fs.writeFileSync(file, client === 'codex' ? more + registered : registered.replace('{', `{${more}`));
    await run({ undo: true });
    const back = fs.readFileSync(file, 'utf8');
    expect(back.replaceAll(/\s/g, '')).toBe(
      (client === 'codex' ? more + text : text.replace('{', `{${more}`)).replaceAll(/\s/g, ''),
    );
  });

  test('does not bring back what its owner has taken out since', async () => {
    write(cursor, '{"mcpServers": {"other": {"command": "x"}}}\n');
    await register('cursor');
    const { mcpServers } = JSON.parse(fs.readFileSync(cursor, 'utf8'));
    fs.writeFileSync(cursor, JSON.stringify({ mcpServers: { 'mt5-bridge': mcpServers['mt5-bridge'] } }));
    await run({ undo: true });
    expect(JSON.parse(fs.readFileSync(cursor, 'utf8'))).toEqual({});
  });

  test('leaves a file its owner, and who may read and write it', async () => {
    write(cursor, '{}\n');
    fs.chmodSync(cursor, 0o664);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) fs.chownSync(cursor, 65_534, 65_534);
    const owner = () => [fs.statSync(cursor).uid, fs.statSync(cursor).gid, modeOf(cursor)];
    const before = owner();
    await register('cursor');
    expect(fs.readFileSync(cursor, 'utf8')).toContain('mt5-bridge');
    expect(owner()).toEqual(before);
    await run({ undo: true });
    expect(fs.readFileSync(cursor, 'utf8')).toBe('{}\n');
    expect(owner()).toEqual(before);
  });

  test('writes through a link, and refuses one that leads nowhere', async () => {
    const kept = join(newFolder(), 'mcp.json');
    fs.mkdirSync(join(machine.home, '.cursor'));
    fs.symlinkSync(kept, cursor);
    await expect(register('cursor')).rejects.toMatchObject({ code: 'SETUP_UNREADABLE' });
    write(kept, '{}\n');
    await register('cursor');
    expect(fs.lstatSync(cursor).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(kept, 'utf8')).toContain('mt5-bridge');
    await run({ undo: true });
    expect(fs.readFileSync(kept, 'utf8')).toBe('{}\n');
  });

  test.each(['cursor', 'codex', 'the configuration'])('refuses %s in another encoding than UTF-8', async (what) => {
    const file = { cursor, codex: join(machine.home, '.codex', 'config.toml') }[what] ?? machine.config;
    const text = what === 'cursor' ? '{"a": "Größe"}' : '# Größe\n';
    write(file, Buffer.from(text, 'latin1'));
    const done = what === 'the configuration' ? run({ terminal: false, preset: 'watch' }) : register(what);
    await expect(done).rejects.toMatchObject({ code: 'SETUP_UNREADABLE', message: expect.stringContaining('UTF-8') });
    expect(fs.readFileSync(file)).toEqual(Buffer.from(text, 'latin1'));
  });

  test.each([
    ['in many lines', 'MT5\n  1. Run this\u001b[2J'],
    ['as long as may be', 'm'.repeat(255)],
    ['with all that a shell reads', '\'"; $(exit) `id` %PATH% & |'],
  ])('installs into a folder whose name is %s, shows it in one, and goes again', async (_, name) => {
    fs.rmSync(machine.data, { recursive: true });
    machine.addTerminal(join(machine.prefix, 'drive_c', name));
    const before = machine.tree();
    const { out } = await run({ compile: false });
    expect(out).not.toContain('\u001b');
    expect(out).not.toMatch(/^ {2}1\. Run this/m);
    expect(fs.existsSync(join(machine.prefix, 'drive_c', name, 'MQL5', SOURCE))).toBe(true);
    await run({ undo: true });
    expect(machine.tree()).toEqual(before);
  });

  test('takes back what was done before a name that is too long for a file beside it', async () => {
    const before = machine.tree();
    const config = join(machine.home, 'c'.repeat(255));
    await expect(run({ compile: false, config })).rejects.toMatchObject({ code: 'SETUP_UNWRITABLE' });
    expect(machine.tree()).not.toEqual(before);
    await run({ undo: true });
    expect(machine.tree()).toEqual(before);
  });

  test('leaves no backup behind that a crash kept it from noting', async () => {
    const before = machine.tree();
    await register('gemini');
    write(join(machine.dataDir, 'setup', 'backups', HASH), 'what a file was');
    await run({ undo: true });
    expect(machine.tree()).toEqual(before);
  });

  test('undoes the rest where a file has become something else', async () => {
    const before = machine.tree();
    await run({ compile: false, client: ['cursor'] });
    const source = join(machine.mql5, SOURCE);
    fs.rmSync(source);
    fs.mkdirSync(source);
    fs.renameSync(cursor, `${cursor}.mine`);
    fs.symlinkSync(`${cursor}.mine`, cursor);
    const { out } = await run({ undo: true });
    for (const file of [source, cursor]) expect(out).toContain(`Changed since, so left as it is: ${file}`);
    const left = Object.keys(machine.tree()).filter((path) => !(path in before));
    expect(left.filter((path) => !/Experts\/Mt5Bridge|^\.cursor/.test(path))).toEqual([]);
  });

  describe('undoes nothing by a journal', () => {
    let victim: string;
    beforeEach(async () => {
      victim = join(newFolder(), 'victim');
      write(victim, 'dear');
      await register('gemini');
    });

    test.each([
      [
        'that is of another shape',
        () => [[], 7, { file: 7, before: null, after: null }, { folder: null }, { undone: '0' }],
      ],
      ['with paths that are not whole', () => [{ file: 'victim', before: null, after: null }, { folder: '/a/../b' }]],
      [
        'whose backups are elsewhere',
        () => [
          { file: victim, before: { sha256: `../../../${victim}`, mode: 0o600 }, after: HASH },
          { file: victim, before: { sha256: HASH, mode: 0o4755 }, after: null },
        ],
      ],
      ['of an unknown client', () => [{ file: victim, before: null, after: HASH, client: '__proto__' }]],
      ['that tells of no change it knows', () => [{}, { became: 0 }, { became: -0.5, sha256: HASH }]],
    ])('%s', async (_, lines: () => unknown[]) => {
      const journal = fs.readFileSync(machine.journal, 'utf8');
      for (const line of lines()) {
        fs.writeFileSync(machine.journal, `${journal}${JSON.stringify(line)}\n`);
        const code = 'SETUP_JOURNAL_BROKEN';
        await expect(run({ undo: true }), JSON.stringify(line)).rejects.toMatchObject({ code });
      }
      expect(fs.readFileSync(victim, 'utf8')).toBe('dear');
      expect(fs.existsSync(join(machine.home, '.gemini', 'settings.json'))).toBe(true);
    });

    test('that somebody else may have written', async () => {
      const folder = join(machine.dataDir, 'setup');
      const line = JSON.stringify({ file: victim, before: null, after: null });
      fs.appendFileSync(machine.journal, `${line}\n`);
      const refused = { code: 'SETUP_UNREADABLE', message: expect.stringContaining('not followed') };
      fs.chmodSync(folder, 0o777);
      await expect(run({ undo: true })).rejects.toMatchObject(refused);
      fs.chmodSync(folder, 0o700);
      fs.chmodSync(machine.journal, 0o666);
      await expect(run({ undo: true })).rejects.toMatchObject(refused);
      fs.chmodSync(machine.journal, 0o600);
      if (process.getuid?.() === 0) {
        fs.chownSync(machine.journal, 65_534, 65_534);
        await expect(run({ undo: true })).rejects.toMatchObject(refused);
      }
      expect(fs.readFileSync(victim, 'utf8')).toBe('dear');
    });
  });
});
