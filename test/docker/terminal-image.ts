import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build } from '../mql5-host/compile.ts';
import { buildLibrary } from '../wine/machine.ts';
import { docker, printed } from './engine.ts';

const root = join(import.meta.dirname, '../..');
const variant = join(import.meta.dirname, 'terminal-variant');

/** The real one, of Debian's packages alone: all but the desktop in the browser. */
export const TERMINAL_IMAGE = 'mt5-bridge-terminal:test';
export const VARIANT_IMAGE = 'mt5-bridge-terminal:variant';

/** The engine's own network has no way out where it may not touch the firewall. */
const BUILD = ['build', '--network', 'host', '--quiet'];

const COMPILER = 'x86_64-w64-mingw32-g++-posix';

/** Why nothing can stand in for MetaTrader here, where it can't. */
export const noStandIn = (process.env.PATH ?? '').split(delimiter).some((place) => existsSync(join(place, COMPILER)))
  ? undefined
  : 'needs Debian packages: apt-get install --no-install-recommends cmake dpkg-dev g++-mingw-w64-x86-64-posix';

/** The library is built here, where it stays, so that no image compiles it again. */
export async function buildTerminalImage(): Promise<void> {
  if (noStandIn === undefined) buildLibrary();
  const file = join(root, 'docker/terminal/Dockerfile');
  await docker(...BUILD, '--build-arg', 'KASMVNC_URL=', '--file', file, '--tag', TERMINAL_IMAGE, root);
}

/** The same with the native expert advisor in MetaTrader's place. */
export async function buildVariant(bridgeImage: string): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'mt5-bridge-variant-'));
  try {
    cpSync(variant, context, { recursive: true });
    copyFileSync(await build({ variant: 'windows' }), join(context, 'expert.exe'));
    cpSync(join(root, 'test/mql5-host'), join(context, 'mql5-host'), {
      recursive: true,
      filter: (path) => path !== join(root, 'test/mql5-host/build'),
    });
    const images = [`BRIDGE_IMAGE=${bridgeImage}`, `TERMINAL_IMAGE=${TERMINAL_IMAGE}`];
    await docker(...BUILD, ...images.flatMap((image) => ['--build-arg', image]), '--tag', VARIANT_IMAGE, context);
  } finally {
    rmSync(context, { recursive: true });
  }
}

/** A stand-in for MetaTrader's installer, compiler and terminal. */
export async function buildInstaller(program: string): Promise<void> {
  const flags = ['-std=c11', '-O1', '-Wall', '-Wextra', '-Werror', '-municode', '-static'];
  const source = join(import.meta.dirname, 'stand-in/metatrader.c');
  await printed('x86_64-w64-mingw32-gcc-posix', [...flags, source, '-o', program]);
}
