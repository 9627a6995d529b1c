import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesOf, subsetFindings, syntaxErrors } from './compile.ts';
import { root } from './toolchain.ts';

const sources = readdirSync(join(root, 'mql5'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.mq[5h]$/.test(name))
  .map((name) => join('mql5', name));
const programs = sources.filter((name) => name.endsWith('.mq5'));

describe('what ships is MQL5 that MetaEditor and g++ understand alike', () => {
  test.each(programs)('%s', (name) => {
    expect(subsetFindings(join(root, name))).toEqual([]);
  });

  test('and every header belongs to a program', () => {
    const reached = new Set(programs.flatMap((name) => filesOf(join(root, name))));
    expect(sources.filter((name) => !reached.has(join(root, name)))).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('g++ has no error and no warning', () => {
  test.each(programs)('%s', async (name) => {
    expect(await syntaxErrors(join(root, name))).toBe('');
  });
});

/** A checker with the reference of MQL5 as data; it lies beside the repository where the project is developed. */
const lint = join(root, '../shared/mql5/lint.mjs');

describe('the reference of MQL5', () => {
  test.skipIf(!existsSync(lint))(`knows all that is used (skipped without ${relative(root, lint)})`, () => {
    const { stdout } = spawnSync(process.execPath, [lint, '-I', 'mql5/Include', ...sources], {
      cwd: root,
      encoding: 'utf8',
    });
    const lines = stdout.trim().split('\n');
    expect(lines).toEqual([expect.stringMatching(/^0 errors, 0 warnings in \d+ files$/)]);
  });
});
