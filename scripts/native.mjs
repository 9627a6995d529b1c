import { debianPackages } from './debian.mjs';
import { say } from './process.mjs';

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
  await debianPackages({ ...packages, ...further });
  return space.node('test/mql5-host/build.ts', args);
}
