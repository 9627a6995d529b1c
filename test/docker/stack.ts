import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause, until } from '../support/wait.ts';
import { compose, docker, type Ended, printed, run } from './engine.ts';
import { VARIANT_IMAGE } from './terminal-image.ts';

const root = join(import.meta.dirname, '../..');
/** Wine makes its first Windows within this time, on a busy machine too. */
const STARTING_MS = 240_000;

export type Service = 'terminal' | 'bridge';

/** docker/compose.yaml as a user brings it up, with the stand-in for MetaTrader. */
export class Stack {
  readonly project = `mt5-bridge-test-${process.pid}`;
  readonly folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-stack-'));
  private readonly env: NodeJS.ProcessEnv;

  constructor(bridgeImage: string) {
    this.env = {
      BRIDGE_IMAGE: bridgeImage,
      TERMINAL_IMAGE: VARIANT_IMAGE,
      // Any port that is free.
      MT5_BRIDGE_PORT: '0',
      DESKTOP_PORT: '0',
    };
    for (const file of ['compose.yaml', 'secrets.sh'])
      copyFileSync(join(root, 'docker', file), join(this.folder, file));
    cpSync(join(root, 'docker/config'), join(this.folder, 'config'), { recursive: true });
    copyFileSync(join(root, 'test/docker/terminal-variant/compose.yaml'), join(this.folder, 'variant.yaml'));
    const config = join(this.folder, 'config/config.toml');
    writeFileSync(config, readFileSync(config, 'utf8').replace('preset = "guarded"', 'preset = "open"'));
  }

  /** What a person types at docker/secrets.sh, one answer a line. */
  secrets(...answers: string[]): Promise<string> {
    return printed(join(this.folder, 'secrets.sh'), [], { input: `${answers.join('\n')}\n` });
  }

  compose(...args: string[]): Promise<string> {
    const files = ['compose.yaml', 'variant.yaml'].flatMap((file) => ['--file', join(this.folder, file)]);
    return compose(['--project-name', this.project, ...files, ...args], this.env);
  }

  up(...args: string[]): Promise<string> {
    return this.compose('up', '--detach', '--no-build', ...args);
  }

  container(service: Service): Promise<string> {
    return this.compose('ps', '--quiet', service);
  }

  async inspect(service: Service, format: string): Promise<string> {
    return docker('inspect', '--format', format, await this.container(service));
  }

  async healthy(...services: Service[]): Promise<void> {
    for (const service of services) {
      await until(
        async () => {
          if ((await this.inspect(service, '{{.State.Health.Status}}')) === 'healthy') return true;
          await pause(500);
          return false;
        },
        `A healthy ${service}`,
        STARTING_MS,
      );
    }
  }

  async exec(service: Service, ...words: string[]): Promise<Ended> {
    return run('docker', ['exec', await this.container(service), ...words]);
  }

  /** A command of the bridge that asks for the passphrase, with that typed. */
  async asOwner(passphrase: string, ...words: string[]): Promise<Ended> {
    const command = ['exec', '--interactive', await this.container('bridge'), 'mt5-bridge', ...words];
    return run('docker', command, { input: `${passphrase}\n` });
  }

  /** A command of the bridge, in its container. */
  bridge(...words: string[]): Promise<Ended> {
    return this.exec('bridge', 'mt5-bridge', ...words);
  }

  async logs(service: Service): Promise<string> {
    return (await run('docker', ['logs', await this.container(service)])).output;
  }

  /** Ends a container as a crash would; it then starts as its restart policy has it. */
  async crash(service: Service): Promise<void> {
    const container = await this.container(service);
    await docker('kill', '--signal', 'KILL', container);
    await docker('start', container);
  }

  async down(): Promise<void> {
    await this.compose('down', '--volumes', '--timeout', '5');
    rmSync(this.folder, { recursive: true });
  }
}
