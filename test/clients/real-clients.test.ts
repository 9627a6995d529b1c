import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bridgeBin } from '../support/processes.ts';
import { findClient, type Machine, machineWith, type RealClient } from './real-clients.ts';

// What `mt5-bridge setup` writes, read by the clients themselves; none of this needs a model.

interface Listing {
  readonly program: RealClient;
  readonly id: string;
  readonly file: string;
  /** What `mcp list` says of a server that is there, and of none. */
  readonly there: RegExp;
  readonly none: RegExp;
}

const listings: readonly Listing[] = [
  {
    ...{ program: 'claude', id: 'claude-code', file: '.claude.json' },
    there: /^mt5-bridge: .*✔ Connected$/m,
    none: /No MCP servers configured/,
  },
  {
    ...{ program: 'codex', id: 'codex', file: '.codex/config.toml' },
    there: /^mt5-bridge .*serve --mode fake .*enabled/m,
    none: /No MCP servers configured/,
  },
  {
    ...{ program: 'gemini', id: 'gemini', file: '.gemini/settings.json' },
    there: /mt5-bridge: .* - Connected/,
    none: /No MCP servers configured/,
  },
];

for (const { program, id, file, there, none } of listings) {
  const client = findClient(program);
  describe.skipIf(client === undefined)(`${program}, where it is on the PATH or in MT5_BRIDGE_TEST_CLIENTS`, () => {
    it('knows the server after setup, and no more after its undoing', { timeout: 180_000 }, async () => {
      const machine = machineWith(client ?? '');
      mkdirSync(join(machine.home, '.gemini'));
      const trusted = { [machine.home]: 'TRUST_FOLDER' };
      writeFileSync(join(machine.home, '.gemini/trustedFolders.json'), JSON.stringify(trusted));
      const setup = await bridge(machine, 'setup', '--no-terminal', '--yes', '--mode', 'fake', '--client', id);
      expect(setup.code, setup.stderr).toBe(0);
      expect(readFileSync(join(machine.home, file), 'utf8')).toContain('mt5-bridge');
      expect(said(await machine.run('mcp', 'list'))).toMatch(there);
      expect((await bridge(machine, 'setup', '--undo', '--yes')).code).toBe(0);
      expect(said(await machine.run('mcp', 'list'))).toMatch(none);
    });
  });
}

const bridge = (machine: Machine, ...words: string[]) => machine.program(process.execPath, bridgeBin, ...words);
const said = ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr;

const inspector = findClient('mcp-inspector');
const server = [process.execPath, bridgeBin, 'serve', '--mode', 'fake'];

describe.skipIf(inspector === undefined)('The Inspector, where it is on the PATH or in MT5_BRIDGE_TEST_CLIENTS', () => {
  it.each(['legacy', 'modern'])('lists the tools in the %s era', async (era) => {
    const words = ['--cli', ...server, '--protocol-era', era, '--format', 'json', '--method', 'tools/list'];
    const { code, stdout, stderr } = await machineWith(inspector ?? '').run(...words);
    expect(code, stderr).toBe(0);
    const names = JSON.parse(stdout).result.tools.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['get_quote', 'place_order']));
  });
});

const mcporter = findClient('mcporter');

describe.skipIf(mcporter === undefined)('mcporter, where it is on the PATH or in MT5_BRIDGE_TEST_CLIENTS', () => {
  it('lists the tools', async () => {
    const machine = machineWith(mcporter ?? '');
    const { code, stdout, stderr } = await machine.run('list', '--stdio', server.join(' '), '--json');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('"get_quote"');
  });
});
