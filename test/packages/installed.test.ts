import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/ports.ts';
import { until } from '../support/wait.ts';
import { type Manifest, newFolder, ownPath, packAll, root, runIn } from './tarballs.ts';

/** An empty folder into which a newcomer has installed the tarballs, by the command of docs/install.md. */
let home: string;
let tarballs: string[];

/** Of every command here: settings and data of its own. */
const environment = () => ({
  MT5_BRIDGE_CONFIG: join(home, 'config.toml'),
  MT5_BRIDGE_DATA_DIR: join(home, 'data'),
  MT5_BRIDGE_LOG_LEVEL: 'error',
});
const bridge = (...words: string[]) => runIn(home, 'npx', ['mt5-bridge', ...words], environment());
const inside = (...path: string[]) => join(home, 'node_modules', ...path);

beforeAll(async () => {
  tarballs = await packAll();
  home = newFolder();
  writeFileSync(environment().MT5_BRIDGE_CONFIG, '');
  const { code, stderr } = await runIn(home, 'npm', [
    ...['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    ...tarballs,
  ]);
  if (code !== 0) throw new Error(`npm install failed: ${stderr}`);
}, 300_000);

describe('installed by plain npm from the tarballs, without install scripts', () => {
  test('the simulated terminal is in order, for doctor', async () => {
    const { code, stdout, stderr } = await bridge('doctor', '--mode', 'fake', '--json');
    expect(code, stderr + stdout).toBe(0);
    expect(stdout).toContain('FakeMT5-Demo');
  });

  test('a tool answers', async () => {
    const { stdout } = await bridge('call', 'get_quote', 'symbol=EURUSD', '--mode', 'fake', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ environment: 'fake', symbol: 'EURUSD' });
  });

  test('an MCP client starts the server through npx', async () => {
    const transport = new StdioClientTransport({
      command: 'npx',
      args: ['mt5-bridge', 'serve', '--mode', 'fake'],
      cwd: home,
      env: {
        ...(process.env as Record<string, string>),
        ...environment(),
        PATH: ownPath,
      },
      stderr: 'ignore',
    });
    const client = new Client({ name: 'mt5-bridge-test', version: '1.0.0' });
    await client.connect(transport);
    const { structuredContent } = await client.callTool({ name: 'get_account_info', arguments: {} });
    await client.close();
    expect(structuredContent).toMatchObject({ environment: 'fake', server: 'FakeMT5-Demo' });
  });

  test('the dashboard comes out of the tarball', async () => {
    const port = await freePort();
    writeFileSync(environment().MT5_BRIDGE_CONFIG, `[transport.http]\nport = ${port}\n`);
    const words = [inside('mt5-bridge/dist/bin.js'), 'serve', '--transport', 'http', '--mode', 'fake'];
    const server = spawn(process.execPath, words, { cwd: home, env: { ...process.env, ...environment() } });
    const ended = once(server, 'exit');
    try {
      const answer = () => fetch(`http://localhost:${port}/`).catch(() => undefined);
      await until(async () => (await answer())?.status === 200, 'the dashboard');
      const page = (await (await answer())?.text()) ?? '';
      const script = /<script[^>]* src="([^"]+)"/.exec(page)?.[1] ?? 'none';
      const code = await fetch(new URL(script, `http://localhost:${port}/`));
      expect(code.status).toBe(200);
      expect((await code.text()).length).toBeGreaterThan(10_000);
    } finally {
      server.kill('SIGTERM');
      await ended;
      writeFileSync(environment().MT5_BRIDGE_CONFIG, '');
    }
  });

  test('setup finds the expert advisor that came along, and its library or says that it is missing', async () => {
    // Outside Windows a terminal lives in a Wine prefix.
    const prefix = newFolder();
    const terminal = join(prefix, 'drive_c', 'MetaTrader 5');
    mkdirSync(join(terminal, 'MQL5', 'Experts'), { recursive: true });
    writeFileSync(join(terminal, 'terminal64.exe'), '');
    writeFileSync(join(prefix, 'system.reg'), '');
    const words = ['setup', '--dry-run', '--yes', '--no-compile', '--terminal', terminal];
    const { code, stdout, stderr } = await bridge(...words);
    if (existsSync(inside('mt5-bridge/expert/libzmq/libzmq.dll'))) {
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(join('MQL5', 'Experts', 'Mt5Bridge', 'Mt5Bridge.mq5'));
      expect(stdout).toContain(join('MQL5', 'Libraries', 'libzmq.dll'));
    } else {
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/LIBZMQ_MISSING.*--libzmq/s);
    }
  });

  test('what reads the frames of strangers is no native addon', async () => {
    expect(existsSync(inside('@msgpackr-extract'))).toBe(true);
    const script = `await import('@mt5-bridge/protocol/wire'); const { sharedObjects } = process.report.getReport();
      process.stdout.write(JSON.stringify(sharedObjects.filter((file) => file.includes('node_modules'))))`;
    const { stdout } = await runIn(home, process.execPath, ['--input-type=module', '--eval', script]);
    expect(stdout).toBe('[]');
  });

  test('every door has types that a strict program compiles with', async () => {
    const names = readdirSync(inside('@mt5-bridge')).map((name) => `@mt5-bridge/${name}`);
    const doors = ['mt5-bridge', ...names].flatMap((name) => {
      const { exports } = JSON.parse(readFileSync(inside(name, 'package.json'), 'utf8')) as Manifest;
      return Object.keys(exports).map((door) => name + door.slice(1));
    });
    const imports = doors.filter((door) => !door.endsWith('.json'));
    expect(imports.length).toBeGreaterThan(names.length);
    const lines = imports.map((door, index) => `import * as door${index} from '${door}';\nvoid door${index};`);
    writeFileSync(join(home, 'doors.ts'), lines.join('\n'));
    writeFileSync(
      join(home, 'tsconfig.json'),
      JSON.stringify({
        files: ['doors.ts'],
        compilerOptions: {
          ...{ module: 'nodenext', target: 'es2024', lib: ['es2024', 'esnext.disposable'], types: ['node'] },
          ...{ strict: true, noEmit: true, skipLibCheck: false },
        },
      }),
    );
    // As a program for Node has them; where the packages need more, this fails.
    mkdirSync(inside('@types'), { recursive: true });
    symlinkSync(join(root, 'node_modules/@types/node'), inside('@types/node'), 'junction');
    const { stdout } = await runIn(home, process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
    rmSync(inside('@types'), { recursive: true });
    expect(stdout.split('\n').filter((line) => /^(doors|node_modules\/(@?mt5-bridge))/.test(line))).toEqual([]);
  });

  test('a Node that is too old is told so', async () => {
    const bin = inside('mt5-bridge/dist/bin.js');
    const aged = 'data:text/javascript,Object.defineProperty(process.versions, "node", { value: "20.20.2" })';
    const old = [{ program: process.execPath, words: ['--import', aged, bin, 'doctor'] }];
    // Where this machine has an old one, it is asked as well: it also lacks what newer ones have.
    const found = await runIn(home, '/usr/bin/node', ['--version']).catch(() => undefined);
    if (found !== undefined && /^v(18|20)\./.test(found.stdout)) old.push({ program: '/usr/bin/node', words: [bin] });
    for (const { program, words } of old) {
      const { code, stderr } = await runIn(home, program, words, environment());
      expect(stderr).toMatch(/^NODE_TOO_OLD: mt5-bridge needs Node 22\.22 or newer/);
      expect(code).not.toBe(0);
    }
  });
});

/** In MB (10^6 bytes), what the files below hold. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1e6;
}

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'docs/install.md has the sizes as they are, within a tenth',
  () => {
    const table = readFileSync(join(root, 'docs/install.md'), 'utf8');
    const stated = (row: string) => Number(new RegExp(`^\\| ${row} \\| ([\\d.]+)`, 'm').exec(table)?.[1]);
    const lock = JSON.parse(readFileSync(inside('.package-lock.json'), 'utf8')) as { packages: object };
    const compressed = tarballs.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
    const own = existsSync(inside('mt5-bridge/expert/libzmq/libzmq.dll')) ? 'with' : 'without';
    for (const [row, measured] of Object.entries({
      [`The ten tarballs of mt5-bridge, ${own} libzmq.dll`]: compressed,
      'Packages that npm installs': Object.keys(lock.packages).length,
      'All of them on disk': sizeOf(inside()),
    })) {
      expect(stated(row) / measured, `${row}: ${measured}`).toBeGreaterThan(0.9);
      expect(stated(row) / measured, `${row}: ${measured}`).toBeLessThan(1.1);
    }
  },
);
