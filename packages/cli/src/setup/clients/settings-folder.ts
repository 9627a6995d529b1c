import { join } from 'node:path';
import type { Surroundings } from '@mt5-bridge/config';

/** Where programs with windows keep a user's settings, as Electron's `appData` has it. */
export function settingsFolder({ env, platform, home }: Surroundings): string {
  if (platform === 'win32') return env.APPDATA || join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return env.XDG_CONFIG_HOME || join(home, '.config');
}
