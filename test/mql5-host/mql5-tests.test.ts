import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build, filesOf } from './compile.ts';
import { runTestScript, testScript } from './mql5-tests.ts';
import { root } from './toolchain.ts';

const folder = join(root, 'mql5/Include/Mt5Bridge/Tests');
/** A first build compiles everything, with sanitizers. */
const BUILDING_MS = 600_000;

test('the script has every file of tests', () => {
  const there = readdirSync(folder).map((name) => join(folder, name));
  expect(there.length).toBeGreaterThan(0);
  expect(filesOf(testScript)).toEqual(expect.arrayContaining(there));
});

describe.skipIf(process.platform !== 'linux')("the expert advisor's own tests pass", () => {
  test('and touch no memory that is not theirs', { timeout: BUILDING_MS }, async () => {
    const log = await runTestScript(await build({ variant: 'sanitized', main: testScript }));
    expect(log.filter((line) => line.includes('FAILED'))).toEqual([]);
    expect(log.at(-1), log.join('\n')).toBe('the expert ended with 0');
    const [, passed] = /(\d+) passed, 0 failed$/.exec(log.at(-2) ?? '') ?? [];
    expect(Number(passed), log.at(-2)).toBeGreaterThan(100);
  });
});
