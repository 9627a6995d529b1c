import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Surroundings } from '@mt5-bridge/config';
import { entryIn } from './folders.ts';

/** Where a path of Windows leads inside a Wine prefix; undefined if nothing is there. */
export function ofWindows(path: string, prefix: string): string | undefined {
  const [, letter = '', rest = ''] = /^([a-z]):[\\/]*(.*)$/i.exec(path) ?? [];
  if (letter === '') return undefined;
  const drive = letter.toLowerCase();
  const root = drive === 'c' ? join(prefix, 'drive_c') : join(prefix, 'dosdevices', `${drive}:`);
  return rest
    .split(/[\\/]+/)
    .filter((part) => part !== '')
    .reduce<string | undefined>((at, part) => at && entryIn(at, part), existsSync(root) ? root : undefined);
}

/** As programs in the prefix know a file on its drive C. */
export const toWindows = (file: string, prefix: string): string =>
  `C:\\${relative(join(prefix, 'drive_c'), file).split(sep).join('\\')}`;

const OF_THE_MAC_APP = '/Applications/MetaTrader 5.app/Contents/SharedSupport/wine/bin/wine64';

/** The command that runs a program of Windows: $WINE, as Wine's own tools have it, else the usual one. */
export function wineCommand({ env, platform }: Surroundings): string {
  if (env.WINE) return env.WINE;
  return platform === 'darwin' && existsSync(OF_THE_MAC_APP) ? OF_THE_MAC_APP : 'wine';
}
