import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { configFor, type Era } from './bridge.ts';
import { freePort } from './ports.ts';
import { bridgeBin, type FakeProcess, startFake } from './processes.ts';
import { until } from './wait.ts';

/** The built bridge over HTTP in front of a FakeMT5, with a data directory, a passphrase and tokens of its own. */
export interface Served {
  /** `http://localhost:PORT` */
  readonly url: string;
  readonly fake: FakeProcess;
  readonly passphrase: string;
  readonly config: string;
  readonly dataDir: string;
  /** What the process said on stderr. */
  readonly log: () => string;
  /** An owner's command, with what is typed. @throws Error when it fails */
  command(words: readonly string[], typed?: string): Promise<string>;
  /** The same, with what it says on stderr. */
  told(words: readonly string[], typed?: string): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** The token of that name, made if it is not there. */
  token(name?: string, scopes?: string): Promise<string>;
  /** A real client with that token. */
  connect(token: string, era?: Era, capabilities?: ClientCapabilities): Promise<Client>;
  /** Ends the bridge, waits, and starts it again at the same address. */
  restart(between?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
  end(): Promise<void>;
}

const PASSPHRASE = 'correct horse battery';

/** @param settings more of the configuration, in TOML; `http` goes into `[transport.http]` */
export async function serveHttp(
  settings = '',
  { http = '', fakeArgs = ['--seed', '7', '--start', '2026-07-15T13:00:00Z'] as readonly string[] } = {},
): Promise<Served> {
  const fake = await startFake(fakeArgs);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config = configFor(fake, `${settings}\n[transport.http]\nport = ${port}\n${http}\n`);
  const dataDir = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
  const place = ['--config', config, '--data-dir', dataDir];
  let log = '';

  async function told(words: readonly string[], typed = '') {
    const { code, ...said } = await runCommand([...words, ...place], typed);
    if (code !== 0) throw new Error(`mt5-bridge ${words.join(' ')} ended with ${code}: ${said.stderr}`);
    return said;
  }

  async function command(words: readonly string[], typed?: string): Promise<string> {
    return (await told(words, typed)).stdout.trim();
  }

  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [bridgeBin, 'serve', '--transport', 'http', ...place], {
      env: { ...process.env, MT5_BRIDGE_LOG_LEVEL: 'info' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`mt5-bridge serve ended with ${child.exitCode}: ${log}`);
        return (await fetch(`${url}/healthz`).catch(() => undefined))?.status === 200;
      },
      'a healthy server',
      20_000,
    );
    return child;
  }

  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  await command(['passphrase'], `${PASSPHRASE}\n`);
  let child = await start();
  return {
    ...{ url, fake, config, dataDir, passphrase: PASSPHRASE, command, told, stop },
    log: () => log,
    async token(name = 'default', scopes = 'read,trade') {
      if (name !== 'default') await command(['token', 'create', name, '--scopes', scopes]);
      return command(['token', 'show', name]);
    },
    async connect(token, era = 'modern', capabilities = {}) {
      const client = new Client(
        { name: 'mt5-bridge-test', version: '1.0.0' },
        { versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' }, capabilities },
      );
      const headers = { authorization: `Bearer ${token}` };
      await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
      return client;
    },
    async restart(between = async () => {}) {
      await stop();
      await between();
      child = await start();
    },
    async end() {
      await stop();
      await fake.kill();
    },
  };
}

async function runCommand(words: readonly string[], typed: string) {
  const child = spawn(process.execPath, [bridgeBin, ...words], {
    env: { ...process.env, MT5_BRIDGE_LOG_LEVEL: 'error' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  child.stdin.end(typed);
  const [code] = await once(child, 'close');
  return { code: code as number | null, ...said };
}
