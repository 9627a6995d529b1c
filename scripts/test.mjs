import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Vitest runs by the root's configuration. */
const unit = (args) => ({ name: 'tests', args, ready: { env: {} } });

/**
 * Runs every check (name -> run) and the tests, all of them whatever fails, and prints `N passed, N failed` as the last
 * line; a check counts as one test.
 * @param more further runs of Vitest, `{ name, args, ready }`; `ready` settles to `{ env, skipped }`, and `skipped` is
 *   why there is none of them
 */
export async function test(space, args, checks, more = []) {
  const passed = [];
  const failed = [];
  for (const [name, check] of Object.entries(checks)) {
    console.log(`\n[${name}]`);
    const { code, signal } = await check();
    if (signal) return { code, signal };
    (code === 0 ? passed : failed).push(name);
  }

  const tests = { passed: 0, failed: 0, skipped: 0 };
  const left = [];
  for (const { name, args: words, ready } of [unit(args), ...more]) {
    console.log(`\n[${name}]`);
    const { env, skipped } = await ready;
    if (skipped !== undefined) {
      console.log(`Skipped: ${skipped}`);
      left.push(name);
      continue;
    }
    const end = await vitest(space, words, env);
    if (end.signal) return end;
    for (const kind of Object.keys(tests)) tests[kind] += end.tests[kind];
  }
  if (failed.length > 0) console.log(`Checks failed: ${failed.join(', ')}`);
  if (left.length > 0) console.log(`Skipped as a whole, see above: ${left.join(', ')}`);
  const failures = failed.length + tests.failed;
  const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : '';
  console.log(`${passed.length + tests.passed} passed, ${failures} failed${skipped}`);
  return { code: failures > 0 ? 1 : 0 };
}

async function vitest(space, args, env) {
  const folder = await mkdtemp(join(tmpdir(), 'mt5-bridge-test-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const end = await space.bin('vitest', ['run', ...reporters, ...args], { env });
    return end.signal ? end : { tests: await count(report, end.code) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Vitest's report says how its tests ended; a file that did not load, a crash and an empty run are failures too. */
async function count(file, code) {
  let report;
  try {
    report = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    console.log(`The tests left no report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const passed = report.numPassedTests;
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((result) => result.status === 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  const clean = code === 0 && passed > 0;
  return { passed, failed: failed > 0 || clean ? failed : 1, skipped: report.numPendingTests + report.numTodoTests };
}
