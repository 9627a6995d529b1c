import { existsSync } from 'node:fs';
import { run, say } from './process.mjs';

/** What the native expert advisor is made with, as Debian calls it, and a file that each package brings. */
const packages = { 'g++': '/usr/bin/g++', 'libzmq3-dev': '/usr/include/zmq.h' };
/** What its fuzzer needs besides. */
export const fuzzerPackages = {
  'clang-14': '/usr/bin/clang++-14',
  'libclang-rt-14-dev': '/usr/share/doc/libclang-rt-14-dev',
};

/**
 * Builds the expert advisor as a program of this machine. An unattended run (CI=true) as root on Debian installs what
 * is missing; everybody else is told by the build.
 */
export async function nativeExpert(space, args = [], further = {}) {
  if (process.platform !== 'linux') {
    say('The native expert advisor is built on Linux only.');
    return { code: 0 };
  }
  const wanted = { ...packages, ...further };
  const missing = Object.keys(wanted).filter((name) => !existsSync(wanted[name]));
  const mayInstall = process.env.CI === 'true' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (missing.length > 0 && mayInstall) await install(missing);
  return space.node('test/mql5-host/build.ts', args);
}

async function install(names) {
  say(`Installing ${names.join(', ')} …`);
  const apt = (...args) =>
    run('apt-get', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const install = ['install', '--yes', '--no-install-recommends', ...names];
  let end = await apt(...install);
  if (end.code !== 0) {
    await apt('update');
    end = await apt(...install);
  }
  if (end.code !== 0) say(`apt-get could not install ${names.join(', ')}:\n${end.output.trim()}`);
}
