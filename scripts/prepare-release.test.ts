import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '..');
let root: string;

/** The manifests of this repository and what a release reads besides, in a folder of their own. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mt5-bridge-release-'));
  const manifests = readdirSync(join(repository, 'packages')).map((room) => `packages/${room}/package.json`);
  for (const path of [
    ...['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'test/package.json', ...manifests],
    ...['.changeset/config.json', '.changeset/README.md', 'scripts/prepare-release.mjs', 'scripts/process.mjs'],
  ]) {
    cpSync(join(repository, path), join(root, path));
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(
    join(root, 'CHANGELOG.md'),
    '# Changelog\n\nWords that open it.\n\n## 0.0.9\n\n### New\n\n- It began.\n',
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const change = (name: string, kind: string, words: string) =>
  writeFileSync(join(root, '.changeset', `${name}.md`), `---\n"mt5-bridge": ${kind}\n---\n\n${words}\n`);

const prepare = () => {
  const script = `import { prepareRelease } from '${join(root, 'scripts/prepare-release.mjs')}';
    import { run } from '${join(root, 'scripts/process.mjs')}';
    const changeset = '${join(root, 'node_modules/@changesets/cli/bin.js')}';
    const bin = (name, args) => run(process.execPath, [changeset, ...args], { stdio: 'ignore' });
    const { code } = await prepareRelease({ bin }, () => ({ code: 0 })).catch(({ message }) => ({ code: message }));
    process.stdout.write(String(code));`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8', stdio: 'pipe' });
};

const versions = () =>
  readdirSync(join(root, 'packages')).map(
    (room) => JSON.parse(readFileSync(join(root, 'packages', room, 'package.json'), 'utf8')).version as string,
  );

test('one noted change gives every package the same new version, and its section to the changelog', () => {
  const [before = ''] = versions();
  change('a', 'minor', 'A thing that is new,\nin two lines.');
  change('b', 'patch', 'A thing that works again.');
  expect(prepare()).toBe('0');
  const [version = ''] = versions();
  expect(new Set(versions())).toEqual(new Set([version]));
  expect(version).not.toBe(before);
  expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toBe(
    `# Changelog

Words that open it.

## ${version}

### New

- A thing that is new,
  in two lines.

### Mended

- A thing that works again.

## 0.0.9

### New

- It began.
`,
  );
  expect(readdirSync(join(root, '.changeset')).sort()).toEqual(['README.md', 'config.json']);
});

test('with no change noted there is nothing to release, and nothing is touched', () => {
  const before = versions();
  expect(prepare()).toContain('There is nothing to release');
  expect(versions()).toEqual(before);
});
