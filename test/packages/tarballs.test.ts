import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Manifest, packAll, root, runIn, type Tarball, THEIRS, unpack } from './tarballs.ts';

const rooms = readdirSync(join(root, 'packages'));
const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8')) as Manifest;
const tool = (name: string): string => join(root, 'node_modules', '.bin', name);
let tarballs: Tarball[];

const of = (room: string): Tarball => {
  const found = tarballs.find(({ manifest }) => manifest.repository.directory === `packages/${room}`);
  if (found === undefined) throw new Error(`packages/${room} was not packed`);
  return found;
};

beforeAll(async () => {
  tarballs = await Promise.all((await packAll()).map(unpack));
});

test('every package is packed, in the place of its earlier version and of nothing else', () => {
  expect(tarballs).toHaveLength(rooms.length);
  expect(readdirSync(dirname(tarballs[0]?.file ?? ''))).toContain(THEIRS);
});

test('the same sources pack to the same bytes', async () => {
  const hashes = (files: readonly string[]) =>
    new Map(files.map((file) => [basename(file), createHash('sha256').update(readFileSync(file)).digest('hex')]));
  expect(hashes(await packAll())).toEqual(hashes(tarballs.map(({ file }) => file)));
});

/** Everything that a tarball may hold, by the package's room; what every one holds; what the others do. */
const mayHold: Readonly<Record<string, RegExp>> = {
  dashboard: /^(files\.(js|d\.ts)|dist\/(pages|views)\/[\w./-]+)$/,
  cli: /^(dist\/[\w/-]+(\.js|\.d\.ts)|expert\/(Experts|Include|Scripts)\/[\w/]+\.mq[5h]|expert\/libzmq\/[\w.-]+)$/,
  protocol: /^(dist\/[\w/-]+(\.js|\.d\.ts)|protocol\.json)$/,
};
const everywhere = ['LICENSE', 'README.md', 'package.json'];
const compiled = /^dist\/[\w/-]+(\.js|\.d\.ts)$/;

describe.each(rooms)('the tarball of packages/%s', (room) => {
  test('holds what it should and nothing else', () => {
    const { files } = of(room);
    const strangers = files.filter((file) => !everywhere.includes(file) && !(mayHold[room] ?? compiled).test(file));
    expect(strangers).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(everywhere));
    expect(files.filter((file) => /test|\.map$|fixture/i.test(file) && !file.startsWith('expert/'))).toEqual([]);
    expect(files.length).toBeGreaterThan(everywhere.length);
  });

  test('has a manifest for everybody: one version, no word that pnpm alone understands', () => {
    const { manifest, folder } = of(room);
    expect(manifest.version).toBe(version);
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).not.toMatch(/workspace:|catalog:|prepack/);
    const siblings = Object.entries(manifest.dependencies ?? {}).filter(([name]) => name.startsWith('@mt5-bridge/'));
    expect(siblings.filter(([, wanted]) => wanted !== version)).toEqual([]);
  });

  test('tells nothing of the machine that packed it, and no secret', () => {
    const { folder, files } = of(room);
    const secret = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bnpm_[A-Za-z0-9]{36}\b|\bgh[ps]_[A-Za-z0-9]{36}\b/;
    const telling = files.filter((file) => {
      const text = readFileSync(join(folder, file), 'latin1');
      return text.includes(root.replace(/\/$/, '')) || secret.test(text);
    });
    expect(telling).toEqual([]);
  });

  test("passes publint's checks", async () => {
    const { code, stdout, stderr } = await runIn(root, tool('publint'), ['run', of(room).file, '--strict']);
    expect(code, stdout + stderr).toBe(0);
  });

  test('has types that resolve', async () => {
    const { code, stdout } = await runIn(root, tool('attw'), [of(room).file, '--profile', 'esm-only']);
    expect(code, stdout).toBe(0);
  });
});

test('the command line carries the expert advisor as it is here, and the hash of its library', () => {
  const { folder, files } = of('cli');
  const sources = readdirSync(join(root, 'mql5'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.mq[5h]$/.test(file),
  );
  const packed = files.filter((file) => /^expert\/.*\.mq[5h]$/.test(file)).map((file) => file.slice('expert/'.length));
  expect(packed.sort()).toEqual(sources.map((file) => file.replaceAll('\\', '/')).sort());
  const changed = packed.filter(
    (file) => !readFileSync(join(folder, 'expert', file)).equals(readFileSync(join(root, 'mql5', file))),
  );
  expect(changed).toEqual([]);
  expect(readFileSync(join(folder, 'expert/libzmq/libzmq.sha256'), 'utf8')).toBe(
    readFileSync(join(root, 'docker/libzmq/libzmq.sha256'), 'utf8'),
  );
});

test('plain `npm pack` says what to do instead, in every package', async () => {
  const { code, stderr, stdout } = await runIn(join(root, 'packages/policy'), 'npm', ['pack', '--dry-run']);
  expect(code).not.toBe(0);
  expect(stderr + stdout).toContain('npm run pack');
  const manifests = rooms.map((room) => readFileSync(join(root, 'packages', room, 'package.json'), 'utf8'));
  expect(manifests.filter((text) => !text.includes('"prepack": "node ../../scripts/prepack.mjs"'))).toEqual([]);
});
