import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { newFolder, ownPath, root, runIn } from './tarballs.ts';

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly name?: string; readonly run?: string }[] }>
  >;
}

const { jobs } = parse(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) as Workflow;
const version = (JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8')) as { version: string })
  .version;

/** The one shell line of a job that starts so. */
function script(job: string, start = ''): string {
  const found = jobs[job]?.steps.flatMap(({ run }) => (run?.startsWith(start) ? [run] : [])) ?? [];
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

// The runners' shell.
describe.skipIf(process.platform === 'win32')('the shell lines of the release', () => {
  let place: string;

  /** Notes its words, and answers as the lines say. */
  function stub(name: string, lines: string): void {
    mkdirSync(join(place, 'bin'), { recursive: true });
    writeFileSync(join(place, 'bin', name), `#!/bin/sh\necho "$@" >>'${join(place, `${name}.log`)}'\n${lines}\n`);
    chmodSync(join(place, 'bin', name), 0o755);
  }
  const calls = (name: string): string[] =>
    readFileSync(join(place, `${name}.log`), 'utf8')
      .trim()
      .split('\n');
  const shell = (run: string, env: Record<string, string> = {}) =>
    runIn(place, 'bash', ['-eo', 'pipefail', '-c', run], { PATH: `${join(place, 'bin')}:${ownPath}`, ...env });

  beforeEach(() => {
    place = newFolder();
  });

  async function tarball(name: string): Promise<void> {
    const folder = newFolder();
    mkdirSync(join(folder, 'package'));
    writeFileSync(join(folder, 'package/package.json'), JSON.stringify({ name, version: '1.2.3' }));
    mkdirSync(join(place, 'packages'), { recursive: true });
    const file = `${name.replace('@', '').replace('/', '-')}-1.2.3.tgz`;
    await runIn(folder, 'tar', ['-czf', join(place, 'packages', file), 'package']);
  }

  test('npm gets the parts first and the command line last, and nothing that it has already', async () => {
    for (const name of ['mt5-bridge', '@mt5-bridge/protocol', '@mt5-bridge/client']) await tarball(name);
    stub('npm', '[ "$1 $2" != "view @mt5-bridge/client@1.2.3" ] && [ "$1" = view ] && exit 1; exit 0');
    expect(await shell(script('npm'))).toMatchObject({ code: 0 });
    expect(calls('npm').filter((line) => line.startsWith('publish'))).toEqual([
      'publish ./packages/mt5-bridge-protocol-1.2.3.tgz',
      'publish ./packages/mt5-bridge-1.2.3.tgz',
    ]);
  });

  test('a refusal of npm ends it', async () => {
    await tarball('@mt5-bridge/protocol');
    await tarball('mt5-bridge');
    stub('npm', 'exit 1');
    expect((await shell(script('npm'))).code).not.toBe(0);
    expect(calls('npm').filter((line) => line.startsWith('publish'))).toHaveLength(1);
  });

  test('a tag that is not the version of the packages ends it', async () => {
    mkdirSync(join(place, 'packages/cli'), { recursive: true });
    copyFileSync(join(root, 'packages/cli/package.json'), join(place, 'packages/cli/package.json'));
    const check = script('packages', 'test ');
    expect((await shell(check, { GITHUB_REF_NAME: `v${version}` })).code).toBe(0);
    expect((await shell(check, { GITHUB_REF_NAME: 'v0.0.0' })).code).not.toBe(0);
  });

  test('the release has its own section of the changelog, and this version has one', async () => {
    copyFileSync(join(root, 'CHANGELOG.md'), join(place, 'CHANGELOG.md'));
    for (const folder of ['build/packages', 'build']) mkdirSync(join(place, folder), { recursive: true });
    for (const file of ['build/packages/a.tgz', 'build/mt5-bridge.mcpb', 'build/libzmq.tar.gz'])
      writeFileSync(join(place, file), '');
    stub('gh', '');
    expect((await shell(script('release'), { GITHUB_REF_NAME: `v${version}` })).code).toBe(0);
    expect(calls('gh')).toEqual([
      `release create v${version} --verify-tag --title v${version} --notes-file notes.md ` +
        'build/packages/a.tgz build/mt5-bridge.mcpb build/libzmq.tar.gz',
    ]);
    const notes = readFileSync(join(place, 'notes.md'), 'utf8');
    expect(notes.trim()).not.toBe('');
    expect(notes).not.toMatch(/^## /m);
  });
});
