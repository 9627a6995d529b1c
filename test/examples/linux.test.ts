import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectStdio } from '../support/bridge.ts';
import { bridgeBin } from '../support/processes.ts';
import { bootSystemd, type SystemdMachine, whyNoSystemd } from './systemd-machine.ts';

const folder = fileURLToPath(new URL('../../examples/linux/', import.meta.url));
const why = whyNoSystemd();
const noSqlite = !existsSync('/usr/bin/sqlite3');

const page = readFileSync(fileURLToPath(new URL('../../docs/linux.md', import.meta.url)), 'utf8');
/** The commands of the page that hold this text. */
function onPage(text: string): string {
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  const [block] = blocks.filter((block) => block.includes(text));
  if (block === undefined) throw new Error(`docs/linux.md has no commands with ${text}`);
  return block;
}

/** Every file below a folder. */
function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(root, name)).isFile())
    .sort();
}

describe.skipIf(process.platform === 'win32')('install.sh', () => {
  const run = (root: string, ...words: string[]) =>
    spawnSync('sh', [join(folder, 'install.sh'), ...words], {
      env: { ...process.env, DESTDIR: root },
      encoding: 'utf8',
    });

  it('puts every unit in place, twice without harm, and takes all of it away again', () => {
    const root = mkdtempSync(join(tmpdir(), 'mt5-bridge-install-'));
    expect(run(root).status).toBe(0);
    const installed = filesIn(root);
    expect(installed).toEqual(
      [
        'etc/sysusers.d/mt5-bridge.conf',
        'etc/tmpfiles.d/mt5-bridge.conf',
        'usr/local/lib/mt5-bridge/backup.sh',
        ...readdirSync(join(folder, 'system')).map((unit) => `etc/systemd/system/${unit}`),
      ].sort(),
    );
    expect(run(root).status).toBe(0);
    expect(filesIn(root)).toEqual(installed);
    expect(run(root, '--undo').status).toBe(0);
    expect(filesIn(root)).toEqual([]);
    expect(run(root, '--undo').status).toBe(0);
  });

  it('refuses a word that it does not know, and does nothing', () => {
    const root = mkdtempSync(join(tmpdir(), 'mt5-bridge-install-'));
    const { status, stderr } = run(root, '--remove');
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'Usage: install.sh [--undo]\n' });
    expect(filesIn(root)).toEqual([]);
  });
});

describe.skipIf(noSqlite)('backup.sh (needs sqlite3)', () => {
  const programs = mkdtempSync(join(tmpdir(), 'mt5-bridge-bin-'));
  writeFileSync(join(programs, 'mt5-bridge'), `#!/bin/sh\nexec ${process.execPath} ${bridgeBin} "$@"\n`, {
    mode: 0o755,
  });
  const backup = async (data: string, backups: string) => {
    const env = { ...process.env, PATH: `${programs}:${process.env.PATH}` };
    const { stdout } = await promisify(execFile)('sh', [join(folder, 'backup.sh'), data, backups], { env });
    return stdout;
  };

  it('copies a ledger and an audit log that are written to, so that they still belong together', async () => {
    const data = mkdtempSync(join(tmpdir(), 'mt5-bridge-data-'));
    const backups = mkdtempSync(join(tmpdir(), 'mt5-bridge-backups-'));
    const session = await connectStdio([bridgeBin, 'serve', '--mode', 'fake', '--data-dir', data], 'modern');
    const order = { symbol: 'EURUSD', side: 'buy', volume: 0.01, type: 'market' };
    const propose = (key: number) =>
      session.client.callTool({ name: 'place_order', arguments: { ...order, idempotency_key: `backup-${key}` } });
    await propose(0);
    let copying = true;
    let proposed = 1;
    const writing = (async () => {
      for (; copying; proposed++) {
        await propose(proposed);
        await setTimeout(20);
      }
    })();
    const counts: number[] = [];
    for (let i = 0; i < 3; i++) counts.push(JSON.parse(await backup(data, backups)).records);
    copying = false;
    await writing;
    await session.close();
    expect(proposed).toBeGreaterThan(3);
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(readdirSync(backups).length).toBeGreaterThan(0);
    expect(readdirSync(backups)).not.toContain('unfinished');
  });

  it('keeps the newest fourteen, and nothing that is not its own', async () => {
    const data = mkdtempSync(join(tmpdir(), 'mt5-bridge-data-'));
    const backups = mkdtempSync(join(tmpdir(), 'mt5-bridge-backups-'));
    expect(await backup(data, backups)).toContain('Nothing is in');
    await promisify(execFile)(join(programs, 'mt5-bridge'), ['audit', 'verify', '--data-dir', data]);
    const days = Array.from({ length: 20 }, (_, day) => `2025-01-${String(day + 1).padStart(2, '0')}T030000Z`);
    for (const day of [...days, 'mine']) mkdirSync(join(backups, day));
    await backup(data, backups);
    const kept = readdirSync(backups).sort();
    expect(kept.length).toBe(15);
    expect(kept).toEqual(expect.arrayContaining([...days.slice(-13), 'mine']));
  });
});

it.each(filesIn(folder).filter((name) => name.endsWith('.service')))('%s holds no secret', (unit) => {
  expect(readFileSync(join(folder, unit), 'utf8')).not.toMatch(/^Environment=.*(TOKEN|SECRET|PASS)/im);
});

describe.skipIf(why !== undefined)(`the units under systemd${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let machine: SystemdMachine;
  beforeAll(async () => {
    machine = await bootSystemd();
  });
  afterAll(() => machine?.stop());

  const facts = async (unit: string) => {
    const { stdout } = await machine.run(`systemctl show ${unit} -p ActiveState,Result,ExecMainStatus,NRestarts`);
    return Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
  };
  const health = "curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8765/healthz";
  /** Without a terminal it is not well, but it answers. */
  const answers = () => machine.until(health, '503');
  const journal = async () => (await machine.run('journalctl --unit mt5-bridge --output cat')).stdout;

  const install = onPage('npm install --global --prefix /opt/mt5-bridge').replace(/^npm .*\n/, '');

  it('are in place by install.sh, which makes the user and its folders, and verify', async () => {
    expect(await machine.run(`cd /repository && ${install}`)).toMatchObject({ code: 0 });
    const { stdout } = await machine.run(
      "stat -c '%n %a %U' /etc/mt5-bridge /var/lib/mt5-bridge /var/backups/mt5-bridge",
    );
    expect(stdout.trim().split('\n')).toEqual([
      '/etc/mt5-bridge 750 root',
      '/var/lib/mt5-bridge 700 mt5-bridge',
      '/var/backups/mt5-bridge 700 mt5-bridge',
    ]);
    const units = 'mt5-bridge.service mt5-bridge-verify.timer mt5-bridge-backup.timer mt5-bridge-verify.service';
    const verified = await machine.run(`systemd-analyze verify --man=no ${units} mt5-bridge-backup.service`);
    expect(verified).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('for a user verify too', async () => {
    const programs = '/root/.local/bin/mt5-bridge /usr/bin/xvfb-run /usr/bin/wine /usr/bin/wineserver /usr/bin/ssh';
    await machine.run(`mkdir -p /root/.local/bin; for p in ${programs}; do [ -e $p ] || cp /bin/true $p; done`);
    const verify = 'cd /repository/examples/linux/user && systemd-analyze --user verify --man=no --recursive-errors=no';
    const verified = await machine.run(
      `${verify} ./mt5-bridge.service ./mt5-terminal.service ./mt5-tunnel@vps.service`,
    );
    expect(verified).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('are hardened: an exposure of 1.5 of 10 at most', async () => {
    const { code } = await machine.run('systemd-analyze security --no-pager --threshold=15 mt5-bridge.service');
    expect(code).toBe(0);
  });

  it('stop at a configuration that can not be used, say why in the journal, and try no more', async () => {
    await machine.run('mt5-bridge config init && systemctl start mt5-bridge');
    await machine.until('systemctl show mt5-bridge -p ActiveState', 'failed');
    expect(await facts('mt5-bridge')).toMatchObject({ Result: 'exit-code', ExecMainStatus: '3', NRestarts: '0' });
    expect(await journal()).toContain('CONFIG_UNREADABLE: /etc/mt5-bridge/config.toml');
    await machine.run('rm /etc/mt5-bridge/config.toml');
  });

  it('serve under all of the hardening after the commands of the page, and after a kill -9 again', async () => {
    const commands = `set -e\n${onPage('owner() {')}${onPage('config init')}`;
    const { code, stdout } = await machine.run(`printf 'correct horse 1\\ncorrect horse 1\\n' | {\n${commands}}`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('active (running)') });
    await answers();
    expect(await journal()).toContain('MCP: http://127.0.0.1:8765/mcp');
    await machine.run('systemctl kill --kill-whom=main --signal=KILL mt5-bridge');
    await machine.until('systemctl show mt5-bridge -p NRestarts', '=1');
    await answers();
  });

  it('let the owner in as the user of the service, and nobody else', async () => {
    const token = 'mt5-bridge token';
    expect((await machine.run(`runuser -u mt5-bridge -- ${token}`)).stdout).toMatch(/^mt5b_/);
    expect(await machine.run(`runuser -u nobody -- ${token}`)).toMatchObject({ code: 3, stdout: '' });
  });

  it.skipIf(noSqlite)('check the audit log, and keep copies that check as well (needs sqlite3)', async () => {
    expect(await machine.run(onPage('systemctl start mt5-bridge-verify'))).toMatchObject({ code: 0 });
    const { stdout } = await machine.run('cd /var/backups/mt5-bridge/20* && stat -c "%n %a" *');
    expect(stdout.trim().split('\n')).toEqual([
      'audit.jsonl 600',
      'ledger.sqlite 600',
      'owner.json 600',
      'tokens.json 600',
    ]);
  });

  it('find a changed audit log', async () => {
    const log = '/var/lib/mt5-bridge/audit.jsonl';
    await machine.run(`cp -p ${log} /root/audit; sed -i s/access/excess/ ${log}`);
    expect((await machine.run('systemctl start mt5-bridge-verify')).code).not.toBe(0);
    expect((await machine.run('systemctl start mt5-bridge-backup')).code).not.toBe(0);
    await machine.run(`cat /root/audit > ${log}`);
    expect((await machine.run('ls /var/backups/mt5-bridge')).stdout).toMatch(/unfinished/);
  });

  it('end on SIGTERM, well', async () => {
    await machine.run('systemctl stop mt5-bridge');
    expect(await facts('mt5-bridge')).toMatchObject({ ActiveState: 'inactive', Result: 'success' });
  });

  it('are gone after --undo, the data is not', async () => {
    expect(await machine.run('sh /repository/examples/linux/install.sh --undo')).toMatchObject({ code: 0 });
    expect((await machine.run('systemctl list-unit-files | grep mt5-bridge')).stdout).toBe('');
    expect((await machine.run('ls /var/lib/mt5-bridge')).stdout).toContain('ledger.sqlite');
  });
});
