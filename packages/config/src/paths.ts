import path from 'node:path';
import type { Environment } from './parse.ts';

/** What decides where files are; all of it comes from the composition root. */
export interface Surroundings {
  readonly env: Environment;
  /** As `process.platform` has it. */
  readonly platform: string;
  /** As `os.homedir()` has it. */
  readonly home: string;
}

export interface ConfigLocation {
  readonly file: string;
  /** Who named the file. A file that someone named must exist; without the default one, the defaults are in force. */
  readonly namedBy: '--config' | 'MT5_BRIDGE_CONFIG' | 'default';
}

const FOLDER = 'mt5-bridge';

/** The configuration file: `option` (--config), else MT5_BRIDGE_CONFIG, else the user's configuration folder. */
export function configLocation(surroundings: Surroundings, option?: string): ConfigLocation {
  if (option) return { file: expanded(option, surroundings), namedBy: '--config' };
  const named = surroundings.env.MT5_BRIDGE_CONFIG;
  if (named) return { file: expanded(named, surroundings), namedBy: 'MT5_BRIDGE_CONFIG' };
  const folder = userFolder(surroundings, { windows: 'APPDATA', xdg: 'XDG_CONFIG_HOME' });
  return { file: pathsOf(surroundings).join(folder, FOLDER, 'config.toml'), namedBy: 'default' };
}

/** The folder for what mt5-bridge writes: `option` (--data-dir), else MT5_BRIDGE_DATA_DIR, else the user's data folder. */
export function dataDirectory(surroundings: Surroundings, option?: string): string {
  const named = option || surroundings.env.MT5_BRIDGE_DATA_DIR;
  if (named) return expanded(named, surroundings);
  return pathsOf(surroundings).join(
    userFolder(surroundings, { windows: 'LOCALAPPDATA', xdg: 'XDG_DATA_HOME' }),
    FOLDER,
  );
}

/** What mt5-bridge writes. */
export interface DataFiles {
  /** SQLite: requests, approvals, counters, kill switch. */
  readonly ledger: string;
  readonly audit: string;
  /** What the owner's passphrase is checked against. */
  readonly owner: string;
  /** Keys for the encrypted connection to the terminal. */
  readonly curve: string;
  /** Tokens of the HTTP server. */
  readonly tokens: string;
  /** The secret in the address of the TradingView hook. */
  readonly hook: string;
}

/** @param auditPath `audit.path`: empty for the data directory's own, else relative to that directory */
export function dataFiles(surroundings: Surroundings, directory: string, auditPath: string): DataFiles {
  const paths = pathsOf(surroundings);
  return {
    ledger: paths.join(directory, 'ledger.sqlite'),
    audit: paths.resolve(directory, auditPath === '' ? 'audit.jsonl' : expanded(auditPath, surroundings)),
    owner: paths.join(directory, 'owner.json'),
    curve: paths.join(directory, 'curve.json'),
    tokens: paths.join(directory, 'tokens.json'),
    hook: paths.join(directory, 'hook.json'),
  };
}

const FALLBACKS = {
  APPDATA: ['AppData', 'Roaming'],
  LOCALAPPDATA: ['AppData', 'Local'],
  XDG_CONFIG_HOME: ['.config'],
  XDG_DATA_HOME: ['.local', 'share'],
} as const;

/** A relative path in an XDG variable is to be ignored (XDG Base Directory Specification); the same serves Windows. */
function userFolder(
  { env, platform, home }: Surroundings,
  names: { windows: 'APPDATA' | 'LOCALAPPDATA'; xdg: 'XDG_CONFIG_HOME' | 'XDG_DATA_HOME' },
): string {
  const name = platform === 'win32' ? names.windows : names.xdg;
  const paths = pathsOf({ platform });
  const folder = env[name];
  return folder && paths.isAbsolute(folder) ? folder : paths.join(home, ...FALLBACKS[name]);
}

const pathsOf = ({ platform }: Pick<Surroundings, 'platform'>) => (platform === 'win32' ? path.win32 : path.posix);

/** MCP clients start servers without a shell, so a `~` in their settings arrives as it is. */
function expanded(file: string, surroundings: Surroundings): string {
  return /^~(?=$|[\\/])/.test(file) ? pathsOf(surroundings).join(surroundings.home, file.slice(1)) : file;
}
