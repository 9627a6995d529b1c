import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { newFolder, root, runIn } from './tarballs.ts';

let place: string;

/** A repository with no more in it than packing the command line reads. */
beforeEach(() => {
  place = newFolder();
  for (const path of [
    ...['scripts/package-files.mjs', 'scripts/process.mjs', 'packages/cli/package.json', 'mql5'],
    ...['docker/libzmq/libzmq.sha256', 'docker/libzmq/source.sha256'],
  ]) {
    cpSync(join(root, path), join(place, path), { recursive: true });
  }
});

function built(dll: string, hash = createHash('sha256').update(dll).digest('hex')): void {
  const folder = join(place, 'docker/libzmq/build');
  mkdirSync(folder);
  for (const name of ['COPYING', 'COPYING.LESSER', 'COPYING.gcc', 'COPYING.mingw-w64', 'libzmq.dll.a'])
    writeFileSync(join(folder, name), name);
  writeFileSync(join(folder, 'libzmq.dll'), dll);
  writeFileSync(join(place, 'docker/libzmq/libzmq.sha256'), `${hash}  libzmq.dll\n`);
}

/** What `npm run pack` does to the folder of the command line. */
const prepare = (kind: 'local' | 'release') => {
  const script = `import { packageFiles } from '${pathToFileURL(join(place, 'scripts/package-files.mjs'))}';
    await packageFiles('packages/cli', { isRelease: ${kind === 'release'} }).catch(({ message }) => {
      process.stderr.write(message);
      process.exitCode = 1;
    });`;
  return runIn(place, process.execPath, ['--input-type=module', '--eval', script]);
};

const carried = () => readdirSync(join(place, 'packages/cli/expert/libzmq')).sort();

describe('libzmq.dll in the package', () => {
  test('comes with its licences and the way to its source', async () => {
    built('the library');
    expect(await prepare('release')).toMatchObject({ code: 0, stderr: '' });
    expect(carried()).toEqual([
      ...['COPYING', 'COPYING.LESSER', 'COPYING.gcc', 'COPYING.mingw-w64', 'SOURCE.md'],
      ...['libzmq.dll', 'libzmq.sha256'],
    ]);
    const source = readFileSync(join(place, 'packages/cli/expert/libzmq/SOURCE.md'), 'utf8');
    for (const line of readFileSync(join(place, 'docker/libzmq/source.sha256'), 'utf8').trim().split('\n')) {
      const [hash = '', file = ''] = line.split(/ +/);
      expect(source).toContain(hash);
      expect(source).toContain(file);
    }
  });

  test('is missing from a local package, which says so', async () => {
    const { code, stderr } = await prepare('local');
    expect(code).toBe(0);
    expect(stderr).toContain('`mt5-bridge setup` will ask for it by --libzmq');
    expect(carried()).toEqual(['libzmq.sha256']);
  });

  test.each(['missing', 'another'])('has to be in a release: %s', async (kind) => {
    if (kind === 'another') built('another library', '0'.repeat(64));
    const { code, stderr } = await prepare('release');
    expect(code).toBe(1);
    expect(stderr).toContain('A release carries libzmq.dll.');
    expect(existsSync(join(place, 'packages/cli/expert'))).toBe(false);
  });

  test('goes again with a file that is no longer there, and two packings at once do not meet', async () => {
    built('the library');
    await prepare('local');
    writeFileSync(join(place, 'packages/cli/expert/Experts/Old.mq5'), '');
    const ends = await Promise.all([prepare('local'), prepare('local'), prepare('local')]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(existsSync(join(place, 'packages/cli/expert/Experts/Old.mq5'))).toBe(false);
    expect(carried()).toHaveLength(7);
    expect(readdirSync(join(place, 'packages/cli')).sort()).toEqual(['expert', 'package.json']);
  });
});
