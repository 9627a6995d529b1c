import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { freePort } from '../support/ports.ts';
import { pause, until } from '../support/wait.ts';
import { compose, docker, printed } from './engine.ts';

const root = join(import.meta.dirname, '../..');
const PATIENCE_MS = 180_000;

/** Over docker/compose.demo.yaml: rules that ask nobody, a market that is open, and looked at more often. */
const overlay = (folder: string) => `
services:
  demo-bridge:
    volumes: ['${folder}/config.toml:/config/config.toml:ro']
    healthcheck: { test: [CMD, node, /app/health.mjs], interval: 1s, timeout: 5s, retries: 3 }
  demo-terminal:
    command: ['--command', 'tcp://*:5555', '--events', 'tcp://*:5556', '--state', /data, '--start', '2026-07-15T13:00:00Z']
`;

export type Service = 'bridge' | 'terminal';

/** docker/compose.demo.yaml as a user brings it up, at a port that is free. */
export class Demo implements AsyncDisposable {
  readonly name = `mt5-bridge-demo-test-${process.pid}`;
  readonly #folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-demo-'));
  readonly #port: number;
  #tag: string;

  private constructor(tag: string, port: number) {
    this.#tag = tag;
    this.#port = port;
    const config = readFileSync(join(root, 'docker/bridge/config.toml'), 'utf8');
    writeFileSync(join(this.#folder, 'config.toml'), config.replace('"guarded"', '"open"'));
    writeFileSync(join(this.#folder, 'overlay.yaml'), overlay(this.#folder));
    chmodSync(this.#folder, 0o755);
  }

  static async up(tag: string): Promise<Demo> {
    const demo = new Demo(tag, await freePort());
    await demo.up();
    await demo.becomes('healthy');
    return demo;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  async up(tag = this.#tag): Promise<void> {
    this.#tag = tag;
    await this.compose('up', '--detach', '--no-build');
  }

  compose(...words: string[]): Promise<string> {
    const files = [join(root, 'docker/compose.demo.yaml'), join(this.#folder, 'overlay.yaml')];
    const env = { MT5_BRIDGE_TAG: this.#tag, MT5_BRIDGE_NAME: this.name, MT5_BRIDGE_PORT: `${this.#port}` };
    return compose(['--project-name', this.name, ...files.flatMap((file) => ['--file', file]), ...words], env);
  }

  container(service: Service): Promise<string> {
    return this.compose('ps', '--quiet', `demo-${service}`);
  }

  async inspect(service: Service, format: string): Promise<string> {
    return docker('inspect', '--format', format, await this.container(service));
  }

  async becomes(health: 'healthy' | 'unhealthy'): Promise<void> {
    const isSo = async () => {
      if ((await this.inspect('bridge', '{{.State.Health.Status}}')) === health) return true;
      await pause(200);
      return false;
    };
    await until(isSo, `A bridge that is ${health}`, PATIENCE_MS);
  }

  /** A command of the bridge, in its container, with what is typed. */
  async bridge(words: readonly string[], input = ''): Promise<string> {
    return printed('docker', ['exec', '--interactive', this.name, 'mt5-bridge', ...words], { input });
  }

  /** All processes of a container end as in a crash; its restart policy has the next word. */
  async crash(service: Service): Promise<void> {
    const container = await this.container(service);
    const starts = () => docker('inspect', '--format', '{{.RestartCount}}', container);
    const before = await starts();
    await docker('exec', container, 'sh', '-c', 'kill -9 -1').catch(() => {});
    await until(async () => (await starts()) !== before, `A restart of ${service}`, PATIENCE_MS);
  }

  async connect(token: string): Promise<Client> {
    const client = new Client(
      { name: 'mt5-bridge-test', version: '1.0.0' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    const headers = { authorization: `Bearer ${token}` };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${this.url}/mcp`), { requestInit: { headers } }));
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.compose('down', '--volumes', '--timeout', '5');
    rmSync(this.#folder, { recursive: true });
  }
}
