import fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/wait.ts';
import { endOf, Machine, newFolder, Package, write } from './machine.ts';

const crash = pathToFileURL(fileURLToPath(new URL('crash.mjs', import.meta.url))).href;
const at = (change: number) => ({ NODE_OPTIONS: `--import=${crash}`, CRASH_AT: String(change) });
const flags = ['--yes', '--curve', '--client', 'cursor'];

describe.skipIf(process.platform === 'win32')('a setup that is killed', () => {
  let shipped: Package;
  beforeAll(() => {
    shipped = new Package();
  });

  /** One that has things to lose: a library, a configuration and a client of its own. */
  function used(): Machine {
    const machine = new Machine(shipped);
    write(join(machine.mql5, 'Libraries', 'libzmq.dll'), 'of somebody else');
    write(join(machine.home, '.cursor', 'mcp.json'), '{"mcpServers": {}}\n');
    return machine;
  }

  /** Folders of the data directory may stay where it was killed before there was a journal. */
  const withoutDataFolders = (tree: Record<string, string>) =>
    Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith('.local')));

  test.each([2, 9, 20, 30, 42, 50])('at change %i of the file system is undone', async (change) => {
    const machine = used();
    const before = machine.tree();
    const { code } = await machine.setup(flags, at(change));
    expect(code).toBe(null);
    expect(await machine.setup(['--undo'])).toMatchObject({ code: 0, stderr: '' });
    if (change > 9) expect(machine.tree()).toEqual(before);
    else expect(withoutDataFolders(machine.tree())).toEqual(before);
  });

  test('by what it runs is undone, or goes on when it is run again', async () => {
    const machine = used();
    const before = machine.tree();
    await machine.setup(flags, { FAKE_EDITOR: 'ends its parent' });
    expect(machine.tree()).not.toEqual(before);
    const again = await machine.setup(flags);
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: 'Compiling …\n' });
    await machine.setup(['--undo']);
    expect(machine.tree()).toEqual(before);
  });

  test.each([1, 12, 27])('while it undoes, at change %i, is undone by the next', async (change) => {
    const machine = used();
    const before = machine.tree();
    await machine.setup(flags);
    expect((await machine.setup(['--undo'], at(change))).code).toBe(null);
    expect(await machine.setup(['--undo'])).toMatchObject({ code: 0, stderr: '' });
    expect(machine.tree()).toEqual(before);
  });

  test('is not run beside another', async () => {
    const machine = used();
    const started = join(newFolder(), 'started');
    const first = machine.start(flags, { FAKE_EDITOR: 'waits', FAKE_EDITOR_STARTED: started });
    const ended = endOf(first);
    await until(() => fs.existsSync(started), 'the start of MetaEditor', 60_000);
    for (const words of [['--yes', '--client', 'codex'], ['--undo']]) {
      const second = await machine.setup(words);
      expect(second.stderr).toContain('SETUP_RUNNING: ');
      expect(second.code).toBe(1);
    }
    expect(fs.existsSync(join(machine.home, '.codex'))).toBe(false);
    fs.rmSync(started);
    expect((await ended).code).toBe(0);
  });
});
