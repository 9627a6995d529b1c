import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const boot = fileURLToPath(new URL('systemd-machine.sh', import.meta.url));

/** Why no systemd can run here; undefined where one can. */
export function whyNoSystemd(): string | undefined {
  if (process.platform !== 'linux') return 'systemd is for Linux';
  if (process.getuid?.() !== 0) return 'a systemd of its own needs root';
  if (!existsSync('/lib/systemd/systemd')) return 'systemd is not installed';
  const namespaces = ['--mount', '--pid', '--fork', '--uts', '--ipc', '--net'];
  const tried = spawnSync('unshare', [...namespaces, 'mount', '-t', 'tmpfs', 'none', '/mnt'], { encoding: 'utf8' });
  return tried.status === 0 ? undefined : `no namespaces can be made here: ${tried.error ?? tried.stderr}`;
}

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** systemd with this machine's programs, the built command in /opt/mt5-bridge, and a network of its own. */
export interface SystemdMachine {
  /** Runs a shell command there as root. */
  run(command: string): Promise<Answer>;
  /** The same, again and again, until its stdout holds the text. */
  until(command: string, text: string): Promise<string>;
  stop(): Promise<void>;
}

export async function bootSystemd(): Promise<SystemdMachine> {
  const cgroup = `mt5-bridge-test-${process.pid}`;
  const child = spawn(boot, [repository, process.execPath, cgroup], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const run = (command: string) => inside(child, command);
  const until = async (command: string, text: string) => {
    for (let left = 200; ; left--) {
      if (child.exitCode !== null) throw new Error(`systemd ended: ${said}`);
      const { stdout, stderr } = await run(command);
      if (stdout.includes(text)) return stdout;
      if (left === 0) throw new Error(`"${command}" never said "${text}", but: ${stdout}${stderr}${said}`);
      await setTimeout(250);
    }
  };
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    // A group can go when the last of its processes has.
    const groups = `/sys/fs/cgroup/*/${cgroup} /sys/fs/cgroup/${cgroup}`;
    const remove = `find ${groups} -depth -type d -exec rmdir {} ';' 2>/dev/null; [ -z "$(ls -d ${groups} 2>/dev/null)" ]`;
    for (let left = 40; left > 0 && spawnSync('sh', ['-c', remove]).status !== 0; left--) await setTimeout(250);
  };
  try {
    await until('systemctl is-system-running', 'running');
    await run('systemctl start systemd-journald.socket systemd-journald.service');
    return { run, until, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const environment = {
  PATH: '/opt/mt5-bridge/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  XDG_RUNTIME_DIR: '/run',
  MT5_BRIDGE_CONFIG: '/etc/mt5-bridge/config.toml',
  MT5_BRIDGE_DATA_DIR: '/var/lib/mt5-bridge',
};

async function inside(child: ChildProcess, command: string): Promise<Answer> {
  const init = spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).stdout.trim();
  const where = ['-t', init, '-m', '-p', '-n', '-u', '-i', '-r', '-w'];
  return new Promise((resolve) => {
    execFile('nsenter', [...where, 'sh', '-c', command], { env: environment }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 255 : 0, stdout, stderr }),
    );
  });
}
