import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pause, until } from '../support/wait.ts';
import { BRIDGE_IMAGE } from './bridge-image.ts';
import { docker, run } from './engine.ts';
import { Stack } from './stack.ts';
import { buildInstaller, buildTerminalImage, buildVariant, noStandIn, TERMINAL_IMAGE } from './terminal-image.ts';

/** Cold, with the library and the expert advisor to compile. */
const BUILDING_MS = 1_200_000;
const MINUTES = 300_000;

const PASSWORD = 'broker-password-9f3a';
const DESKTOP_PASSWORD = 'desktop-password-7c1e';
const LOGIN = '51234567';
const CONSENT = ['ACCEPT_METATRADER_LICENCE=yes'];
const PASSPHRASE = 'a passphrase of the owner';

beforeAll(async () => {
  await buildTerminalImage();
}, BUILDING_MS);

describe('the terminal image on its own', { timeout: MINUTES }, () => {
  const names = new Set<string>();
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-terminal-'));
  chmodSync(folder, 0o755);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    for (const name of names) await docker('rm', '--force', '--volumes', name);
  });

  /** As compose.yaml would, without a network. */
  async function start(
    environment: readonly string[] = [],
    mounts: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const name = `mt5-bridge-terminal-${process.pid}-${names.size}`;
    names.add(name);
    const variables = environment.flatMap((variable) => ['--env', variable]);
    const volumes = Object.entries(mounts).flatMap(([inside, file]) => ['--volume', `${file}:${inside}:ro`]);
    await docker(
      'run',
      '--detach',
      '--name',
      name,
      '--network',
      'none',
      '--cap-drop',
      'ALL',
      ...variables,
      ...volumes,
      TERMINAL_IMAGE,
    );
    return name;
  }

  async function says(name: string, text: string): Promise<string> {
    let log = '';
    await until(
      async () => {
        log = (await run('docker', ['logs', name])).output;
        if (log.includes(text)) return true;
        await pause(200);
        return false;
      },
      `"${text}" in the log`,
      MINUTES / 2,
    );
    return log;
  }

  const isHealthy = async (name: string) => run('docker', ['exec', name, '/usr/local/lib/mt5-bridge/health']);

  test('without consent it says what to set, fetches nothing, and waits without starting over', async () => {
    const name = await start();
    const log = await says(name, 'ACCEPT_METATRADER_LICENCE=yes');
    expect(log).toContain('https://www.mql5.com/en/about/terms');
    await pause(3_000);
    expect((await says(name, 'MetaQuotes licenses it')).split('MetaQuotes licenses it')).toHaveLength(2);
    expect(await docker('inspect', '--format', '{{.State.Running}} {{.RestartCount}}', name)).toBe('true 0');
    const health = await isHealthy(name);
    expect(health.code).toBe(1);
    expect(health.output).toContain('has not been started yet');
    expect(await docker('exec', name, 'sh', '-c', 'ls "$WINEPREFIX" 2>/dev/null | wc -l')).toBe('0');
  });

  test('an installer that cannot be fetched is told of, and tried again after a growing pause', async () => {
    const name = await start([...CONSENT, 'MT5_INSTALLER_URL=http://127.0.0.1:9/mt5setup.exe']);
    const log = await says(name, 'starts again in 4 s');
    expect(log).toContain('Fetching MetaTrader 5 from http://127.0.0.1:9/mt5setup.exe');
    expect(log).toContain('The installer could not be fetched');
    expect(log).toContain('starts again in 2 s');
  });

  test.skipIf(noStandIn !== undefined)(
    'what plays MetaTrader is installed, gets the expert advisor compiled, its start file, and is closed in order',
    async () => {
      const file = (name: string, content: string): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      await buildInstaller(join(folder, 'mt5setup.exe'));
      const source = file('Mt5Bridge.mq5', '#error');
      const name = await start([...CONSENT, 'MT5_INSTALLER_URL=file:///mt5setup.exe', 'MT5_SYMBOL=EURUSD.m'], {
        '/mt5setup.exe': join(folder, 'mt5setup.exe'),
        '/usr/local/share/mt5-bridge/mql5/Experts/Mt5Bridge/Mt5Bridge.mq5': source,
        '/run/secrets/mt5_login': file('login', `${LOGIN}\n`),
        '/run/secrets/mt5_password': file('password', 'pä;ß word'),
        '/run/secrets/mt5_server': file('server', 'MetaQuotes-Demo'),
        '/etc/mt5-bridge/expert.set': file('expert.set', '; mine\nInpMaxLots=0.5\n'),
      });
      const log = await says(name, 'does not compile');
      expect(log).toContain('Mt5Bridge.mq5(12,5) : error 256: undeclared identifier');

      writeFileSync(source, '// compiles');
      await docker('restart', '--time', '30', name);
      expect(await says(name, 'The terminal has started')).not.toContain('pä;ß word');
      const home = '/var/lib/mt5-bridge/wine/drive_c/Program Files/MetaTrader 5';
      const read = (path: string) =>
        docker('exec', name, 'python3', '-c', `print(open("${home}/${path}", encoding="utf-16").read())`);
      await until(
        async () => (await run('docker', ['exec', name, 'ls', `${home}/inputs-that-were-read`])).code === 0,
        'Its start',
      );
      const start_ini = await read('start-file-that-was-read');
      for (const line of [
        `Login=${LOGIN}`,
        'Password=pä;ß word',
        'AllowDllImport=1',
        'Symbol=EURUSD.m',
        'KeepPrivate=0',
      ]) {
        expect(start_ini.split(/\r?\n/)).toContain(line);
      }
      // Without keys nobody else is let in.
      expect((await read('inputs-that-were-read')).trim().split(/\r?\n/)).toEqual([
        'InpCommandAddress=tcp://127.0.0.1:5555',
        'InpEventsAddress=tcp://127.0.0.1:5556',
        'InpMaxLots=0.5',
      ]);
      const permissions = await docker('exec', name, 'stat', '--format', '%a', '/run/mt5-bridge/start.ini');
      expect(permissions).toBe('600');

      await docker('stop', '--time', '30', name);
      const left = await docker('cp', `${name}:${home}/closed-by-its-cross`, folder).then(
        () => 'its window was closed',
      );
      expect(left).toBe('its window was closed');
    },
  );

  test('the user is no root, and stopping takes no force', async () => {
    const name = await start();
    await says(name, 'ACCEPT_METATRADER_LICENCE=yes');
    expect(await docker('exec', name, 'id', '--user')).toBe('10001');
    await docker('stop', '--time', '30', name);
    expect(await docker('inspect', '--format', '{{.State.ExitCode}}', name)).toBe('0');
  });
});

describe.skipIf(noStandIn !== undefined)(
  `compose.yaml${noStandIn === undefined ? '' : ` (${noStandIn})`}`,
  { timeout: MINUTES },
  () => {
    let stack: Stack;
    beforeAll(async () => {
      await buildVariant(BRIDGE_IMAGE);
      stack = new Stack(BRIDGE_IMAGE);
      await stack.secrets(LOGIN, PASSWORD, 'MetaQuotes-Demo', DESKTOP_PASSWORD);
      await stack.up();
      await stack.healthy('terminal', 'bridge');
    }, BUILDING_MS);
    afterAll(async () => {
      await stack.down();
    }, MINUTES);

    /** Places the smallest order under a key. */
    async function order(key: string): Promise<Record<string, unknown>> {
      const words = ['symbol=EURUSD', 'side=buy', 'type=market', 'volume=0.01', `idempotency_key=${key}`];
      const { output, stdout } = await stack.bridge('call', 'place_order', ...words, '--output', 'json');
      if (stdout === '') throw new Error(output);
      return JSON.parse(stdout);
    }

    async function positions(): Promise<string[]> {
      const { output, stdout, code } = await stack.bridge('call', 'get_positions', '--output', 'json');
      if (code !== 0) throw new Error(output);
      return JSON.parse(stdout).positions.map(({ ticket }: { ticket: unknown }) => String(ticket));
    }

    test('doctor finds nothing wrong with the encrypted connection, and a smoke trade passes', async () => {
      await stack.asOwner(PASSPHRASE, 'passphrase');
      const { code, stdout, output } = await stack.asOwner(PASSPHRASE, 'doctor', '--json', '--smoke-trade');
      expect(code, output).toBe(0);
      expect(JSON.parse(stdout).ok).toBe(true);
    });

    test('an unknown key is turned away, and so is whoever has none', async () => {
      const network = await docker('network', 'ls', '--quiet', '--filter', `name=${stack.project}`);
      const { terminal_key } = JSON.parse((await stack.exec('bridge', 'cat', '/data/curve.json')).stdout);
      const stranger = (...script: string[]) =>
        run('docker', [
          ...['run', '--rm', '--network', network, '--entrypoint', 'sh'],
          ...['--volume', `${stack.folder}/config:/config:ro`, '--env', `KEY=${terminal_key}`, BRIDGE_IMAGE],
          ...['-euc', script.join('\n')],
        ]);
      const other = await stranger('mt5-bridge keys --terminal-key "$KEY" >/dev/null 2>&1', 'mt5-bridge call ping');
      expect(other.code).not.toBe(0);
      expect(await stack.logs('terminal')).toContain('a client with an unknown key was turned away');
      const plain = await stranger(
        'sed s/curve.*/curve=false/ /config/config.toml >/data/c',
        'mt5-bridge call ping --config /data/c',
      );
      expect(plain.code).not.toBe(0);
      expect((await stack.bridge('call', 'ping')).code).toBe(0);
    });

    test('no secret is to be seen from outside, nor in environments, arguments and logs', async () => {
      const curve = JSON.parse((await stack.exec('bridge', 'cat', '/data/curve.json')).stdout);
      const keys = JSON.parse((await stack.exec('terminal', 'cat', '/run/mt5-bridge-keys/terminal.json')).stdout);
      const secrets = [PASSWORD, DESKTOP_PASSWORD, curve.secret_key, keys.InpCurveSecretKey];
      expect(secrets.map((secret) => typeof secret === 'string' && secret.length > 10)).not.toContain(false);
      for (const service of ['terminal', 'bridge'] as const) {
        const everything = [
          await stack.inspect(service, '{{json .}}'),
          await docker('image', 'inspect', await stack.inspect(service, '{{.Image}}')),
          await stack.logs(service),
          (await stack.exec(service, 'sh', '-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr "\\0" " "'))
            .stdout,
        ].join('\n');
        for (const secret of secrets) expect(everything.includes(secret), service).toBe(false);
      }
      // The terminal's secret is nowhere in the bridge, nor the bridge's in the terminal.
      const holds = (service: 'terminal' | 'bridge', place: string, secret: string) =>
        stack.exec(service, 'grep', '--recursive', '--fixed-strings', '--quiet', '--', secret, place);
      expect((await holds('bridge', '/data', keys.InpCurveSecretKey)).code).toBe(1);
      expect((await holds('terminal', '/run/mt5-bridge-keys', curve.secret_key)).code).toBe(1);
      expect((await holds('terminal', '/run/mt5-bridge-keys', keys.InpCurveSecretKey)).code).toBe(0);
    });

    test('published at loopback alone, with nothing writable and no privileges', async () => {
      for (const service of ['terminal', 'bridge'] as const) {
        const ports = await stack.inspect(
          service,
          '{{range .NetworkSettings.Ports}}{{range .}}{{.HostIp}} {{end}}{{end}}',
        );
        expect(new Set(ports.trim().split(' '))).toEqual(new Set(['127.0.0.1']));
        const rights = '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.RestartPolicy.Name}}';
        expect(await stack.inspect(service, rights)).toBe('true [ALL] unless-stopped');
        expect((await stack.exec(service, 'touch', '/usr/x')).code).not.toBe(0);
      }
    });

    describe('after a crash nothing is lost and nothing is done twice:', () => {
      test('of the bridge', async () => {
        const first = await order('crash-of-bridge');
        const before = await positions();
        await stack.crash('bridge');
        await stack.healthy('bridge');
        expect(await order('crash-of-bridge')).toMatchObject({ replayed: true, ticket: first.ticket });
        expect(await positions()).toEqual(before);
      });

      test('of the terminal', async () => {
        const first = await order('crash-of-terminal');
        const before = await positions();
        await stack.crash('terminal');
        await stack.healthy('terminal', 'bridge');
        expect(await order('crash-of-terminal')).toMatchObject({ replayed: true, ticket: first.ticket });
        expect(await positions()).toEqual(before);
      });

      test('of the Windows program, in the middle of orders', async () => {
        const before = await positions();
        const keys = ['mid-1', 'mid-2', 'mid-3', 'mid-4'];
        const started = await stack.inspect('terminal', '{{.State.StartedAt}}');
        const orders = keys.map((key) => order(key).catch(() => undefined));
        await stack.exec('terminal', 'pkill', '--signal', 'KILL', '--full', 'expert.exe');
        await Promise.all(orders);
        await until(
          async () => (await stack.bridge('call', 'ping')).code === 0,
          'An answer of the terminal',
          MINUTES / 2,
        );
        const filled = new Set<string>();
        for (const key of keys) {
          const { ticket } = await order(key);
          if (typeof ticket === 'string' || typeof ticket === 'number') filled.add(String(ticket));
        }
        expect(new Set(await positions())).toEqual(new Set([...before, ...filled]));
        // Supervised inside: the container itself went on.
        expect(await stack.inspect('terminal', '{{.State.StartedAt}}')).toBe(started);
      });
    });

    test('an upgrade keeps keys, books and what was answered', async () => {
      const first = await order('before-upgrade');
      const [before, keys] = [await positions(), (await stack.exec('bridge', 'cat', '/data/curve.json')).stdout];
      const old = await stack.container('terminal');
      await stack.up('--force-recreate');
      await stack.healthy('terminal', 'bridge');
      expect(await stack.container('terminal')).not.toBe(old);
      expect((await stack.exec('bridge', 'cat', '/data/curve.json')).stdout).toBe(keys);
      expect(await order('before-upgrade')).toMatchObject({ replayed: true, ticket: first.ticket });
      expect(await positions()).toEqual(before);
    });
  },
);
