import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { debianPackages, mayInstall } from './debian.mjs';
import { run, say } from './process.mjs';

const packages = {
  'docker.io': '/usr/sbin/dockerd',
  'docker-compose': '/usr/bin/docker-compose',
  iptables: '/usr/sbin/iptables',
  mmdebstrap: '/usr/bin/mmdebstrap',
  // With these the library and a stand-in for MetaTrader are compiled.
  cmake: '/usr/bin/cmake',
  'dpkg-dev': '/usr/bin/dpkg-source',
  'g++-mingw-w64-x86-64-posix': '/usr/bin/x86_64-w64-mingw32-g++-posix',
};

/** What the images of docker/ are made from; the newer Debian for its newer Wine. */
const suites = ['bookworm', 'trixie'];
const imageOf = (suite) => `debian:${suite}-slim`;

const HOW =
  'Start a Docker engine that can pull images, or on Debian, as root, run with CI=true: it then starts one of its own.';

/**
 * A Docker engine with the base images of docker/: the one that DOCKER_HOST or the default socket leads to; else, in an
 * unattended run as root on Debian, one that lives for this run alone and leaves nothing. `ready` settles to `{ env }`,
 * or to `{ env, skipped }` with a sentence that says why there is none. Debian's packages are installed before this
 * returns; the rest takes a minute beside other work.
 */
export async function dockerEngine() {
  if (await answers({})) return { ready: foreignEngine(), end: async () => {} };
  if (!mayInstall()) return noEngine('No Docker engine can be reached.');
  await debianPackages(packages);
  // Where there is an init system, Debian's package starts one.
  if (await answers({})) return { ready: foreignEngine(), end: async () => {} };
  if (existsSync('/sys/class/net/docker0')) {
    return noEngine(
      "Another Docker engine's network is on this machine, and DOCKER_HOST does not lead to that engine.",
    );
  }
  const missing = Object.values(packages).find((file) => !existsSync(file));
  return missing === undefined ? ownEngine() : noEngine(`No Docker engine: ${missing} could not be installed.`);
}

const skip = (why) => ({ env: {}, skipped: `${why} ${HOW}` });
const noEngine = (why) => ({ ready: Promise.resolve(skip(why)), end: async () => {} });

async function foreignEngine() {
  const missing = await unpullable();
  return missing === undefined ? { env: {} } : skip(`The Docker engine neither has ${missing} nor can it pull it.`);
}

async function ownEngine() {
  const folder = await mkdtemp(join(tmpdir(), 'mt5-bridge-docker-'));
  const socket = `unix://${join(folder, 'docker.sock')}`;
  const env = { DOCKER_HOST: socket };
  const places = Object.entries({ 'data-root': 'data', 'exec-root': 'exec', pidfile: 'pid' });
  // The machine's own network stays as it is: no rules of its firewall, no forwarding, no bridge that would stay behind.
  const network = ['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--bridge=none'];
  const words = ['--host', socket, ...places.map(([flag, name]) => `--${flag}=${join(folder, name)}`), ...network];
  // A crash of this process ends the engine, too; a Ctrl-C is for this process, which ends it when its work is done.
  const daemon = spawn('setpriv', ['--pdeathsig', 'TERM', 'dockerd', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let log = '';
  daemon.stderr.setEncoding('utf8').on('data', (text) => {
    log = `${log}${text}`.slice(-4_000);
  });
  const ended = new Promise((resolve) => daemon.once('close', resolve).once('error', resolve));
  const start = async () => {
    const isUp = await Promise.race([untilUp(env), ended.then(() => false)]);
    if (!isUp) return skip(`A Docker engine does not start on this machine (${log.trim().split('\n').at(-1)}).`);
    for (const suite of suites) await bootstrap(suite, folder, env);
    return { env };
  };
  const ready = start().catch((error) => skip(`The base images can't be made on this machine: ${error.message}`));
  const end = async () => {
    await ready;
    daemon.kill('SIGTERM');
    await ended;
    // The engine leaves the network of containers without one mounted, where there were any.
    await run('umount', [join(folder, 'exec/netns/default')], { stdio: 'ignore' });
    await rm(folder, { recursive: true, force: true });
  };
  return { ready, end };
}

async function untilUp(env) {
  for (let tries = 0; tries < 100; tries++) {
    if (await answers(env)) return true;
    await sleep(200);
  }
  return false;
}

const docker = (args, env, options = {}) =>
  run('docker', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, ...options });

async function answers(env) {
  if (!(process.env.PATH ?? '').split(':').some((place) => existsSync(join(place, 'docker')))) return false;
  return (await docker(['version', '--format', '{{.Server.Version}}'], env)).code === 0;
}

/** The first base image that the engine can't have. */
async function unpullable() {
  for (const image of suites.map(imageOf)) {
    if ((await docker(['image', 'inspect', image])).code === 0) continue;
    if ((await docker(['pull', '--quiet', image])).code !== 0) return image;
  }
  return undefined;
}

/** A base image out of Debian's packages alone, for an engine that is not to need a registry. */
async function bootstrap(suite, folder, env) {
  say(`Making ${imageOf(suite)} from Debian's packages …`);
  // In memory, where there is some: a package manager asks the disk after every file.
  const place = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : folder, 'mt5-bridge-debian-'));
  const tree = join(place, suite);
  try {
    const words = ['--quiet', '--variant=minbase', suite, tree, 'http://deb.debian.org/debian'];
    const end = await run('mmdebstrap', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    if (end.code !== 0) throw new Error(`mmdebstrap ${suite} ended with ${end.code}:\n${end.output.slice(-2_000)}`);
    await likeTheOfficialOne(tree);
    const made = await importTree(tree, imageOf(suite), env);
    if (made !== 0) throw new Error(`docker import of ${imageOf(suite)} ended with ${made}.`);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** As small, and as quick to install into; and it trusts whom this machine trusts. */
async function likeTheOfficialOne(tree) {
  for (const folder of ['var/cache/apt/archives', 'var/lib/apt/lists']) {
    for (const name of await readdir(join(tree, folder))) await rm(join(tree, folder, name), { recursive: true });
  }
  await writeFile(join(tree, 'etc/dpkg/dpkg.cfg.d/docker'), 'force-unsafe-io\npath-exclude /usr/share/locale/*\n');
  await writeFile(
    join(tree, 'etc/apt/apt.conf.d/docker'),
    'Acquire::Languages "none";\nAPT::Install-Recommends "false";\n',
  );
  const trusted = '/usr/local/share/ca-certificates';
  if (!existsSync(trusted)) return;
  await mkdir(join(tree, trusted), { recursive: true });
  await cp(trusted, join(tree, trusted), { recursive: true });
}

function importTree(tree, image, env) {
  const script = 'tar -C "$1" -c . | docker import -c \'CMD ["bash"]\' - "$2" >/dev/null';
  const options = { stdio: 'inherit', env: { ...process.env, ...env } };
  return run('bash', ['-o', 'pipefail', '-c', script, 'import', tree, image], options).then(({ code }) => code);
}
