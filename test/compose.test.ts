import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '@mt5-bridge/config';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly restart?: string;
  readonly ports?: readonly unknown[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: object;
}

const folder = join(import.meta.dirname, '../docker');
const files = readdirSync(folder).filter((name) => /^compose.*\.yaml$/.test(name));
const read = (file: string): ComposeFile => parse(readFileSync(join(folder, file), 'utf8'), { merge: true });
const services = files.flatMap((file) =>
  Object.entries(read(file).services).map(([name, service]) => [`${file}: ${name}`, service] as const),
);

test('there are the demo and the real thing', () => {
  expect(files.toSorted()).toEqual(['compose.demo.yaml', 'compose.yaml']);
});

test.each(services)('%s has no rights that it can do without', (_, service) => {
  expect(service).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  });
  expect([service.privileged, service.network_mode === 'host']).toEqual([undefined, false]);
  expect(service.volumes?.join()).not.toMatch(/docker\.sock/);
});

test.each(services.filter(([, { restart }]) => restart !== undefined))('%s stays, within bounds', (_, service) => {
  expect(service).toMatchObject({
    restart: 'unless-stopped',
    mem_limit: expect.stringMatching(/^\d+[mg]$/),
    pids_limit: expect.any(Number),
  });
});

test.each(services)('%s is published at loopback alone', (_, { ports = [] }) => {
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:(\d+|\$\{\w+:-\d+\}):\d+$/);
});

test.each(services)('%s gets no secret by its environment', (_, { environment = {} }) => {
  expect(Object.keys(environment).filter((name) => /PASS|SECRET|TOKEN|KEY|LOGIN/i.test(name))).toEqual([]);
});

test('nothing of one is of the other: to Compose they are one project', () => {
  const [first, second] = files.map(read);
  for (const kind of ['services', 'volumes'] as const) {
    const names = Object.keys(second?.[kind] ?? {});
    expect(Object.keys(first?.[kind] ?? {}).filter((name) => names.includes(name))).toEqual([]);
  }
});

test("the image's configuration lets the container's host in, and nobody else without encryption", () => {
  const { config } = parseConfig(readFileSync(join(folder, 'bridge/config.toml'), 'utf8'), 'config.toml', {});
  expect(config.transport.http).toMatchObject({ local_addresses: ['gateway'], trusted_proxies: [] });
  expect(config).toMatchObject({ policy: { preset: 'guarded' }, live: { enabled: false } });
});
