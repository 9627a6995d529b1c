import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Surroundings } from '@mt5-bridge/config';
import { CliError } from '../cli-error.ts';
import { entryIn, isFolder, seen, subfolders } from './folders.ts';
import { textOf } from './utf16.ts';
import { ofWindows } from './wine.ts';

/** A MetaTrader 5 terminal of this machine. */
export interface Terminal {
  /** Its data folder, which holds MQL5. */
  readonly data: string;
  /** The folder of terminal64.exe: the data folder itself where the terminal is portable. Unknown if it is gone. */
  readonly program?: string;
  /** The Wine prefix that it runs in; none on Windows. */
  readonly prefix?: string;
}

const INSTANCE = /^[0-9a-f]{32}$/i;

/** In bytes: a path of Windows in UTF-16. */
const LONGEST_ORIGIN = 65_536;

/** Every terminal found in the usual places. @param winePrefix one more place to look in */
export function findTerminals(surroundings: Surroundings, winePrefix: string | undefined): Terminal[] {
  const places = surroundings.platform === 'win32' ? [onWindows(surroundings)] : inWine(surroundings, winePrefix);
  const found = places.flatMap(({ instances, programs, prefix }) => {
    const folders = [
      ...instances.flatMap(subfolders).filter((folder) => INSTANCE.test(basename(folder))),
      ...programs.flatMap((folder) => [folder, ...subfolders(folder)]).filter((folder) => programIn(folder)),
    ];
    return folders.filter((folder) => mql5In(folder)).map((folder) => terminalOf(folder, prefix));
  });
  return [...new Map(found.map((terminal) => [realpathSync(terminal.data), terminal])).values()];
}

/** The terminal whose data folder a person named. @throws CliError TERMINAL_FOLDER_WRONG */
export function terminalAt(folder: string, surroundings: Surroundings, winePrefix: string | undefined): Terminal {
  const data = resolve(folder);
  const isOne = mql5In(data) && (existsSync(join(data, 'origin.txt')) || programIn(data) !== undefined);
  if (!isOne) {
    const problem = existsSync(data) ? 'holds no MQL5 with origin.txt or terminal64.exe beside it' : 'is not there';
    throw new CliError('TERMINAL_FOLDER_WRONG', `${data} is no data folder of MetaTrader 5: it ${problem}.`);
  }
  if (surroundings.platform === 'win32') return terminalOf(data, undefined);
  const prefix = winePrefix === undefined ? prefixAround(data) : resolve(winePrefix);
  if (prefix !== undefined && isFolder(join(prefix, 'drive_c'))) return terminalOf(data, prefix);
  throw new CliError(
    'TERMINAL_FOLDER_WRONG',
    `${data} is in no Wine prefix, so nothing here could start its terminal: name the prefix with --wine-prefix.`,
  );
}

interface Places {
  /** Folders of data folders. */
  readonly instances: readonly string[];
  /** Folders of folders with a program. */
  readonly programs: readonly string[];
  readonly prefix?: string;
}

function onWindows({ env, home }: Surroundings): Places {
  const drive = env.SystemDrive;
  return {
    instances: [join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'MetaQuotes', 'Terminal')],
    programs: [
      ...[env.ProgramFiles, env['ProgramFiles(x86)'], drive && `${drive}\\`].filter((folder) => folder !== undefined),
      join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Programs'),
    ].filter((folder) => folder !== ''),
  };
}

/** Besides $WINEPREFIX: Wine's own, that of MetaQuotes' installer for Linux, and that of its app for macOS. */
function inWine({ env, home }: Surroundings, winePrefix: string | undefined): Places[] {
  const named = [winePrefix, env.WINEPREFIX].filter((folder) => folder !== undefined && folder !== '');
  const usual = ['.wine', '.mt5', 'Library/Application Support/net.metaquotes.wine.metatrader5'];
  const prefixes = [...named.map((folder) => resolve(folder as string)), ...usual.map((name) => join(home, name))];
  return prefixes.map((prefix) => {
    const drive = join(prefix, 'drive_c');
    const users = subfolders(join(drive, 'users'));
    return {
      prefix,
      instances: users.map((user) => join(user, 'AppData', 'Roaming', 'MetaQuotes', 'Terminal')),
      programs: [join(drive, 'Program Files'), join(drive, 'Program Files (x86)'), drive],
    };
  });
}

function terminalOf(data: string, prefix: string | undefined): Terminal {
  const program = programIn(data) === undefined ? originOf(data, prefix) : data;
  return { data, ...(program !== undefined && { program }), ...(prefix !== undefined && { prefix }) };
}

/** The folder that origin.txt names: where the terminal of this data folder is installed. */
function originOf(data: string, prefix: string | undefined): string | undefined {
  const file = join(data, 'origin.txt');
  const stats = seen(() => statSync(file));
  if (!stats?.isFile() || stats.size > LONGEST_ORIGIN) return undefined;
  const named = textOf(seen(() => readFileSync(file)) ?? Buffer.of()).trim();
  const folder = prefix === undefined ? named : ofWindows(named, prefix);
  return folder !== undefined && isAbsolute(folder) && programIn(folder) !== undefined ? folder : undefined;
}

function prefixAround(folder: string): string | undefined {
  const parent = dirname(folder);
  if (isFolder(join(folder, 'drive_c'))) return folder;
  return parent === folder ? undefined : prefixAround(parent);
}

export const programIn = (folder: string): string | undefined => entryIn(folder, 'terminal64.exe');

const mql5In = (folder: string): boolean => isFolder(join(folder, 'MQL5'));

const basename = (folder: string): string => folder.slice(dirname(folder).length + 1);
