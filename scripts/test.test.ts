import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Run {
  /** Exit codes of the checks, by name. */
  readonly checks: Record<string, number>;
  /** What Vitest would have written; nothing at all when it crashed early. */
  readonly report?: object;
  readonly code: number;
  /** What the task's further run of Vitest waits for. */
  readonly further?: { readonly env: object; readonly skipped?: string };
}

/** Runs the scripts' test task on made-up checks and a made-up Vitest, and answers its last line and exit code. */
function outcome(run: Run): { last: string | undefined; status: number | null } {
  const source = `
    import { writeFileSync } from 'node:fs';
    import { test } from ${JSON.stringify(join(import.meta.dirname, 'test.mjs'))};
    const { checks, report, code, further } = ${JSON.stringify(run)};
    const space = {
      async bin(name, args) {
        const file = args.find((arg) => arg.startsWith('--outputFile.json=')).split('=')[1];
        if (report) writeFileSync(file, JSON.stringify(report));
        return { code, output: '' };
      },
    };
    const ran = Object.entries(checks).map(([name, end]) => [name, async () => ({ code: end })]);
    const more = further ? [{ name: 'further', args: [], ready: Promise.resolve(further) }] : [];
    process.exitCode = (await test(space, [], Object.fromEntries(ran), more)).code;
  `;
  const args = ['--input-type=module', '-e', source];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { last: stdout.trimEnd().split('\n').at(-1), status };
}

const report = (passed: number, failed: number, skipped = 0, testResults: object[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTodoTests: 0,
  testResults,
});

describe('npm test', () => {
  const fine = { types: 0, lint: 0 };
  const notLoaded = { status: 'failed', assertionResults: [] };
  const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] };

  test.each<[string, Run, string, number]>([
    ['counts checks as tests', { checks: fine, report: report(5, 0), code: 0 }, '7 passed, 0 failed', 0],
    ['names skipped tests', { checks: {}, report: report(5, 0, 2), code: 0 }, '5 passed, 0 failed, 2 skipped', 0],
    ['fails with a check', { checks: { types: 2 }, report: report(5, 0), code: 0 }, '5 passed, 1 failed', 1],
    ['fails with a test', { checks: fine, report: report(4, 1, 0, [failing]), code: 1 }, '6 passed, 1 failed', 1],
    [
      'counts a file that does not load',
      { checks: {}, report: report(4, 0, 0, [notLoaded]), code: 1 },
      '4 passed, 1 failed',
      1,
    ],
    ['fails with an error outside of tests', { checks: {}, report: report(4, 0), code: 1 }, '4 passed, 1 failed', 1],
    ['fails when no test ran', { checks: fine, report: report(0, 0), code: 0 }, '2 passed, 1 failed', 1],
    ['fails when nothing was reported', { checks: fine, code: 0 }, '2 passed, 1 failed', 1],
    [
      'counts a further run',
      { checks: fine, report: report(5, 0, 1), code: 0, further: { env: {} } },
      '12 passed, 0 failed, 2 skipped',
      0,
    ],
    [
      'leaves a further run out that there is no way to run',
      { checks: fine, report: report(5, 0), code: 0, further: { env: {}, skipped: 'No engine.' } },
      '7 passed, 0 failed',
      0,
    ],
  ])('%s', (_, run, last, status) => {
    expect(outcome(run)).toEqual({ last, status });
  });
});
