import type { Surroundings } from '@mt5-bridge/config';
import { binPath } from '../server-process.ts';
import { version } from '../version.ts';
import type { ServerCommand } from './clients/client.ts';

/** npx keeps what it has fetched in a cache that it may empty: there the package is named, not its place. */
const OF_NPX = /[\\/]_npx[\\/]/;

/**
 * What a client starts: the command of this very run.
 * @param words of `serve`
 */
export function serverCommand(
  { platform }: Pick<Surroundings, 'platform'>,
  words: readonly string[],
  bin = binPath,
): ServerCommand {
  const serve = ['serve', ...words];
  if (!OF_NPX.test(bin)) return { command: process.execPath, args: [bin, ...serve] };
  const npx = ['-y', `mt5-bridge@${version}`, ...serve];
  // npx is a batch file there, which only a command interpreter runs.
  return platform === 'win32' ? { command: 'cmd', args: ['/c', 'npx', ...npx] } : { command: 'npx', args: npx };
}
