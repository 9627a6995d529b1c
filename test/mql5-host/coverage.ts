// How much of the expert advisor its tests execute: builds it so that it counts, runs its own tests, the conformance suite
// and the tests of the expert on it, and prints a table of its files.
//   node test/mql5-host/coverage.ts [--write]     writes the table into docs/ea-tests.md, too
import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from './compile.ts';
import { runTestScript, testScript } from './mql5-tests.ts';
import { BuildError, root } from './toolchain.ts';

const rooms = join(import.meta.dirname, 'build/coverage');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const document = join(root, 'docs/ea-tests.md');
const table = /(<!-- coverage -->\n)[\s\S]*?(<!-- \/coverage -->)/;
/** What is executed on the chart of a terminal, not in front of tests. */
const counted = /^mql5\/(Include|Experts)\/(?!.*\/Tests\/).*\.mq[h5]$/;
const handler = /^ea::(Handle[A-Z]\w*)\(/;

/** What gcov says of one translation unit, as far as it is read here. */
interface Report {
  readonly files: readonly {
    readonly file: string;
    readonly lines: readonly { readonly line_number: number; readonly count: number }[];
    readonly functions: readonly { readonly demangled_name: string; readonly execution_count: number }[];
  }[];
}

interface Coverage {
  /** File -> line -> whether it was executed. */
  readonly lines: Map<string, Map<number, boolean>>;
  readonly handlers: Map<string, boolean>;
}

/** Ends with its output on failure: what fails executes less. */
async function runTests(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [vitest, 'run', '--no-file-parallelism', ...args], {
    cwd: root,
    env: { ...process.env, MT5_BRIDGE_EA: program },
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) process.stderr.write(`vitest run ${args.join(' ')}: some tests failed\n`);
}

async function reportOf(program: string): Promise<Report> {
  const notes = join(rooms, `build-coverage-${program}-cpp.gcno`);
  const { stdout } = await promisify(execFile)('gcov', ['--json-format', '--stdout', '--demangled-names', notes], {
    cwd: root,
    maxBuffer: 1 << 30,
  });
  return JSON.parse(stdout) as Report;
}

function gathered(reports: readonly Report[]): Coverage {
  const coverage: Coverage = { lines: new Map(), handlers: new Map() };
  for (const { file, lines, functions } of reports.flatMap(({ files }) => files)) {
    if (!counted.test(file)) continue;
    const known = coverage.lines.get(file) ?? new Map<number, boolean>();
    coverage.lines.set(file, known);
    for (const { line_number: line, count } of lines) known.set(line, (known.get(line) ?? false) || count > 0);
    for (const { demangled_name: name, execution_count: count } of functions) {
      const [, title] = handler.exec(name) ?? [];
      if (title !== undefined) coverage.handlers.set(title, (coverage.handlers.get(title) ?? false) || count > 0);
    }
  }
  return coverage;
}

function tableOf({ lines, handlers }: Coverage): string {
  const rows = [...lines].map(([file, known]) => row(file.replace(/^mql5\//, ''), [...known.values()]));
  const all = [...lines.values()].flatMap((known) => [...known.values()]);
  const executed = [...handlers.values()].filter(Boolean).length;
  return [
    '| File | Lines | Executed | |',
    '| --- | ---: | ---: | ---: |',
    ...rows.sort(),
    row('**all**', all),
    '',
    `Handlers executed: ${executed} of ${handlers.size}.`,
    '',
  ].join('\n');
}

function row(name: string, lines: readonly boolean[]): string {
  const executed = lines.filter(Boolean).length;
  return `| ${name} | ${lines.length} | ${executed} | ${((100 * executed) / lines.length).toFixed(1)} % |`;
}

/** Lines that nothing executes, to look at. */
function missesOf({ lines }: Coverage): string {
  const missed = [...lines].map(([file, known]) => {
    const numbers = [...known].filter(([, done]) => !done).map(([line]) => line);
    return { file, numbers: numbers.sort((a, b) => a - b) };
  });
  return missed
    .filter(({ numbers }) => numbers.length > 0)
    .map(({ file, numbers }) => `${basename(file)}: ${numbers.join(' ')}\n`)
    .join('');
}

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
try {
  const expert = await build({ variant: 'coverage' });
  const tests = await build({ variant: 'coverage', main: testScript });
  for (const name of readdirSync(rooms)) if (name.endsWith('.gcda')) rmSync(join(rooms, name));
  const said = await runTestScript(tests);
  process.stderr.write(`${said.slice(-2).join('\n')}\n`);
  await runTests(expert, ['test/conformance', '-t', 'ea-native']);
  await runTests(expert, ['test/ea']);
  const coverage = gathered(await Promise.all([expert, tests].map((program) => reportOf(basename(program)))));
  const text = tableOf(coverage);
  process.stdout.write(`${text}\nNot executed:\n${missesOf(coverage)}`);
  if (values.write) writeFileSync(document, readFileSync(document, 'utf8').replace(table, `$1\n${text}\n$2`));
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
