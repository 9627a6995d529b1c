import { GenericContainer, Network, type StartedNetwork, type StartedTestContainer, Wait } from 'testcontainers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BRIDGE_IMAGE } from './bridge-image.ts';
import { docker } from './engine.ts';

class ReadOnlyContainer extends GenericContainer {
  protected override async beforeContainerCreated(): Promise<void> {
    this.hostConfig.ReadonlyRootfs = true;
  }
}

let network: StartedNetwork;
let bridge: StartedTestContainer;

beforeAll(async () => {
  network = await new Network().start();
  // With nothing but the image: a simulated terminal inside, data in memory.
  bridge = await new ReadOnlyContainer(BRIDGE_IMAGE)
    .withNetwork(network)
    .withTmpFs({ '/tmp': '', '/data': 'uid=10001,mode=0700' })
    .withCommand(['serve', '--transport', 'http', '--mode', 'fake'])
    .withHealthCheck({ test: ['CMD', 'node', '/app/health.mjs'], interval: 1_000, timeout: 5_000, retries: 30 })
    .withWaitStrategy(Wait.forHealthCheck())
    .start();
});

afterAll(async () => {
  await bridge?.stop();
  await network?.stop();
});

const inside = async (...words: string[]) => bridge.exec(words);

test('runs as a user who is no root, on a file system that is read-only, below an init', async () => {
  expect((await inside('id', '-u')).output.trim()).toBe('10001');
  const write = await inside('sh', '-c', 'touch /app/x /config/x /usr/x');
  expect([write.exitCode, write.output]).toEqual([expect.any(Number), expect.stringMatching(/Read-only file system/)]);
  expect(write.exitCode).not.toBe(0);
  expect((await inside('cat', '/proc/1/comm')).output.trim()).toBe('tini');
});

test('says what it is, and listens at the port that it exposes', async () => {
  const { Config } = JSON.parse(await docker('image', 'inspect', '--format', '{{json .}}', BRIDGE_IMAGE));
  expect(Config.Labels).toMatchObject({
    'org.opencontainers.image.title': 'mt5-bridge',
    'org.opencontainers.image.version': '1.2.3',
    'org.opencontainers.image.revision': 'test',
    'org.opencontainers.image.licenses': 'MIT',
  });
  expect(Config).toMatchObject({ ExposedPorts: { '8765/tcp': {} }, User: 'bridge', Volumes: { '/data': {} } });
  expect(Config.Healthcheck.Test).toEqual(['CMD', 'node', '/app/health.mjs']);
});

test('holds what runs, and nothing of what built it', async () => {
  expect((await inside('sh', '-c', 'command -v npm pnpm gcc curl')).output).toBe('');
  const addons = (await inside('sh', '-c', 'find / -xdev -name "*.node" 2>/dev/null')).output.trim().split('\n');
  expect(addons.filter((file) => !file.includes('linux'))).toEqual([]);
  expect((await inside('sh', '-c', 'ls -d /src /root/.npm /root/.npmrc /app/.npmrc 2>/dev/null')).output).toBe('');
  expect(await docker('image', 'history', '--no-trunc', BRIDGE_IMAGE)).not.toMatch(/REGISTRY|EXTRA_CA/);
});

test('ends in order when it is told to, not by force', async () => {
  const started = Date.now();
  await docker('stop', '--time', '60', bridge.getId());
  expect(await docker('inspect', '--format', '{{.State.ExitCode}}', bridge.getId())).toBe('0');
  expect(Date.now() - started).toBeLessThan(60_000);
});
