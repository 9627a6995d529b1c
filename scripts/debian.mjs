import { existsSync } from 'node:fs';
import { run, say } from './process.mjs';

/**
 * An unattended run (CI=true) as root on Debian installs what is missing; everybody else is told by whatever needs it.
 * @param wanted names of Debian packages, each with a file that it brings
 */
export async function debianPackages(wanted) {
  const missing = Object.keys(wanted).filter((name) => !existsSync(wanted[name]));
  if (missing.length > 0 && mayInstall()) await install(missing);
}

export function mayInstall() {
  return process.env.CI === 'true' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
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
