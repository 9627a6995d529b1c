import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { DEFAULT_CONFIG, type Environment } from '@mt5-bridge/config';
import { CliError } from '../cli-error.ts';
import { binPath } from '../server-process.ts';

export interface DashboardProcess extends AsyncDisposable {
  readonly url: string;
}

/** What `serve` says of a port that another program has. */
const TAKEN = 'HTTP_UNUSABLE';
const TRIES = 3;

/**
 * Starts `serve` with the dashboard, on the usual port, or where another program has that, if only since a moment ago,
 * on a free one: a number, since `passkey add` needs to know it, too.
 * @param choose writes the port where `place` says it
 * @throws CliError DEMO_FAILED with what it said
 */
export async function startDashboard(
  place: readonly string[],
  env: Environment,
  choose: (port: number) => Promise<void>,
): Promise<DashboardProcess> {
  for (let tries = 1; ; tries++) {
    await choose(await dashboardPort());
    try {
      return await start(place, env);
    } catch (error) {
      if (tries === TRIES || !(error instanceof CliError) || !error.message.includes(TAKEN)) throw error;
    }
  }
}

async function start(place: readonly string[], env: Environment): Promise<DashboardProcess> {
  // Its life hangs on the pipe, as FakeMT5's does.
  const child = spawn(process.execPath, [binPath, 'serve', '--transport', 'both', ...place], {
    env,
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const ended = once(child, 'close');
  const lines: string[] = [];
  const told = new Promise<string>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      const url = / dashboard: (\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([told, ended.then(() => undefined)]);
  if (url === undefined) throw new CliError('DEMO_FAILED', `The dashboard did not start.\n${lines.join('\n')}`);
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}

async function dashboardPort(): Promise<number> {
  const { host, port } = DEFAULT_CONFIG.transport.http;
  return (await freePort(host, port)) ?? (await freePort(host, 0)) ?? port;
}

/** The one asked for, any for 0; undefined if it can't be had. */
async function freePort(host: string, port: number): Promise<number | undefined> {
  const server = createServer();
  const listens = new Promise<boolean>((resolve) => {
    server.once('listening', () => resolve(true)).once('error', () => resolve(false));
  });
  server.listen(port, host);
  if (!(await listens)) return undefined;
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? address?.port : undefined;
}
