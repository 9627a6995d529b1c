import type { Surroundings } from '@mt5-bridge/config';
import { CliError } from '../cli-error.ts';
import { binPath } from '../server-process.ts';
import { version } from '../version.ts';
import type { ServerCommand } from './clients/client.ts';

/** npx keeps what it has fetched in a cache that it may empty: there the package is named, not its place. */
const OF_NPX = /[\\/]_npx[\\/]/;

/** What the command interpreter of Windows takes apart, however it is quoted. */
const APART = /[&|<>^%!"]/;

/**
 * What a client starts: the command of this very run.
 * @param words of `serve`
 * @throws CliError USAGE by npx on Windows a client would start something else
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
  if (platform !== 'win32') return { command: 'npx', args: npx };
  const word = words.find((word) => APART.test(word));
  if (word === undefined) return { command: 'cmd', args: ['/c', 'npx', ...npx] };
  throw new CliError(
    'USAGE',
    `${word} can't be handed through npx on Windows: run \`npm install -g mt5-bridge\` first.`,
  );
}
