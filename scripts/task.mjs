// The commands of the root package.json, on any Node from 18 up with nothing installed: node scripts/task.mjs TASK [ARGS]
import { debianPackages } from './debian.mjs';
import { dockerEngine } from './docker.mjs';
import { mcpb } from './mcpb.mjs';
import { fuzzerPackages, nativeExpert } from './native.mjs';
import { pack } from './pack.mjs';
import { prepareRelease } from './prepare-release.mjs';
import { endLike, Failure, quietly, say } from './process.mjs';
import { test } from './test.mjs';
import { buildIfChanged } from './unchanged.mjs';
import { workspace } from './workspace.mjs';

/** What is derived from the sources and committed; each writes its files, or with --check says what is out of date. */
const generators = ['packages/protocol/scripts/generate.ts', 'scripts/layering-lint.ts', 'scripts/client-versions.mjs'];

async function lint(space, args) {
  return space.bin('biome', ['check', '--error-on-warnings', ...args]);
}

async function generate(space, args) {
  for (const file of generators) {
    const end = await space.node(file, args);
    if (end.code !== 0) return end;
  }
  return { code: 0 };
}

/** Compiles the packages, or with no names everything, tests included; then the dashboard's pages, where they changed. */
async function build(space, packages = [], options = {}) {
  const end = await space.bin('tsc', ['-b', ...packages], options);
  return end.code === 0 ? space.node('packages/dashboard/scripts/build.ts', [], options) : end;
}

/** Compiles everything, and notes of the packages that they are: a task of a test compiles none anew while others run it. */
async function buildAll(space) {
  await buildIfChanged(async () => (await build(space, ['packages/cli'])).code === 0);
  return build(space);
}

/** A task before which every package is compiled that it can need. */
const compiled = (task) => async (space, args) => {
  const compile = async () => (await build(space, ['packages/cli'], { stdio: quietly })).code === 0;
  if (!(await buildIfChanged(compile))) throw new Failure('The sources do not compile; the compiler said why above.');
  return task(space, args);
};

/** A task that runs a program of this repository. */
const built = (file, first) => compiled((space, args) => space.node(file, [...first, ...args]));

/** The tour on FakeMT5, or with --ea on the expert advisor itself, as a native program beside a simulated broker. */
async function start(space, args) {
  const rest = args.filter((arg) => arg !== '--ea');
  if (rest.length === args.length) return tour(space, args);
  if (process.platform !== 'linux')
    throw new Failure(
      'The expert advisor runs as a native program on Linux only. Without --ea the tour is on FakeMT5.',
    );
  const end = await nativeExpert(space);
  return end.code === 0 ? tour(space, ['--terminal', 'test/mql5-host/terminal/main.ts', ...rest]) : end;
}

const tour = built('packages/cli/dist/bin.js', ['demo']);

const dockerTests = ['--config', 'test/docker/vitest.config.ts'];

/** With the machine's Docker engine, or one for this run alone. */
async function testDocker(space, args) {
  const engine = await dockerEngine();
  try {
    const { env, skipped } = await engine.ready;
    if (skipped === undefined) return await space.bin('vitest', ['run', ...dockerTests, ...args], { env });
    say(`Skipped: ${skipped}`);
    return { code: 0 };
  } finally {
    await engine.end();
  }
}

/** Builds the site of docs/, or with --serve shows it, anew at every save. */
async function site(space, args) {
  const rest = args.filter((arg) => arg !== '--serve');
  return space.bin('vitepress', [rest.length === args.length ? 'build' : 'dev', 'docs', ...rest]);
}

/** The server tells its owner commands; in this folder they are called so. */
const hereOf = ({ MT5_BRIDGE_COMMAND = 'npm run --silent mt5-bridge --' }) => ({ MT5_BRIDGE_COMMAND });

const tasks = {
  start,
  cli: built('packages/cli/dist/bin.js', []),
  serve: compiled((space, args) =>
    space.node('packages/cli/dist/bin.js', ['serve', ...args], { env: hereOf(process.env) }),
  ),
  bench: built('test/bench/main.ts', []),
  conformance: built('test/conformance/main.ts', []),
  faults: built('test/faults/main.ts', []),
  'soak:http': built('test/http/load-main.ts', []),
  'test:wine': compiled((space, args) =>
    space.bin('vitest', ['run', '--config', 'test/wine/vitest.config.ts', ...args]),
  ),
  'test:docker': compiled(testDocker),
  build: buildAll,
  pack: (space, args) => (args.includes('--built') ? pack : compiled(pack))(space, args),
  mcpb: compiled(mcpb),
  docs: site,
  'prepare-release': (space) => prepareRelease(space, () => generate(space, [])),
  'ea:native': nativeExpert,
  'ea:coverage': built('test/mql5-host/coverage.ts', []),
  fuzz: (space, args) => space.node('test/mql5-host/fuzz/main.ts', args),
  generate,
  lint,
  format: (space, args) => space.bin('biome', ['check', '--write', ...args]),
  test: async (space, args) => {
    await debianPackages({
      chromium: '/usr/bin/chromium',
      'openssh-server': '/usr/sbin/sshd',
      'nginx-light': '/usr/sbin/nginx',
    });
    const checks = {
      types: () => buildAll(space),
      generated: () => generate(space, ['--check']),
      lint: () => lint(space, []),
      'native expert advisor': () => nativeExpert(space, [], fuzzerPackages),
    };
    // Who names tests wants those.
    if (args.length > 0) return test(space, args, checks);
    const engine = await dockerEngine();
    try {
      return await test(space, args, checks, [{ name: 'docker', args: dockerTests, ready: engine.ready }]);
    } finally {
      await engine.end();
    }
  },
};

const [name, ...args] = process.argv.slice(2);
try {
  if (!Object.hasOwn(tasks, name))
    throw new Failure(`Usage: node scripts/task.mjs ${Object.keys(tasks).join('|')} [ARGS]`);
  endLike(await tasks[name](await workspace(), args));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error.message);
  if (name === 'test') console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
