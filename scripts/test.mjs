import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Vitest runs by the root's configuration. */
const unit = (args) => ({ name: 'tests', args, ready: { env: {} } });

/**
 * Runs every check (name -> run) and the tests, all of them whatever fails, and prints `N passed, N failed` as the last
 * line; a check counts as one test.
 * @param more further runs of Vitest beside it, since most tests wait for other processes: `{ name, args, ready }`; `ready`
 *   settles to `{ env, skipped }`, and `skipped` is why there is none of them
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

  const ends = await Promise.all([unit(args), ...more].map((part, place) => partOf(space, part, place > 0)));
  const ended = ends.find(({ signal }) => signal);
  if (ended) return ended;
  const left = ends.flatMap(({ left }) => left ?? []);
  const tests = { passed: 0, failed: 0, skipped: 0 };
  for (const end of ends) for (const kind of Object.keys(tests)) tests[kind] += end.tests[kind];
  if (failed.length > 0) console.log(`Checks failed: ${failed.join(', ')}`);
  if (left.length > 0) console.log(`Skipped as a whole, see above: ${left.join(', ')}`);
  const failures = failed.length + tests.failed;
  const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : '';
  console.log(`${passed.length + tests.passed} passed, ${failures} failed${skipped}`);
  return { code: failures > 0 ? 1 : 0 };
}

/** One run of Vitest. What a quiet one says is told when it has ended, in one piece. */
async function partOf(space, { name, args, ready }, isQuiet) {
  const { env, skipped } = await ready;
  if (skipped !== undefined) {
    console.log(`\n[${name}]\nSkipped: ${skipped}`);
    return { left: [name], tests: { passed: 0, failed: 0, skipped: 0 } };
  }
  if (!isQuiet) console.log(`\n[${name}]`);
  const end = await vitest(space, args, { env, ...(isQuiet && { stdio: ['ignore', 'pipe', 'pipe'] }) });
  if (isQuiet) console.log(`\n[${name}]\n${end.output.trim()}`);
  return end;
}

async function vitest(space, args, options) {
  const folder = await mkdtemp(join(tmpdir(), 'mt5-bridge-test-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    // What a test leaves behind, because it failed or was killed, goes with the folder. Some run programs as other users.
    await chmod(folder, 0o711);
    const env = { ...options.env, TMPDIR: folder, TEMP: folder, TMP: folder };
    const { code, signal, output } = await space.bin('vitest', ['run', ...reporters, ...args], { ...options, env });
    return { code, signal, output, tests: signal ? undefined : await count(report, code) };
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
