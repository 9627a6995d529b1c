import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Surroundings } from '@mt5-bridge/config';
import { isFolder, subfolders } from '../folders.ts';
import { jsonClient } from './json-client.ts';
import { settingsFolder } from './settings-folder.ts';

export const claudeDesktop = jsonClient({
  id: 'claude-desktop',
  title: 'Claude Desktop',
  file: (surroundings) => join(folder(surroundings), 'claude_desktop_config.json'),
  container: 'mcpServers',
  reads: { comments: false, trailingCommas: false },
  entry: ({ command, args }) => ({ command, args }),
  next: 'Quit Claude Desktop, also from the tray, and start it again; Settings, Developer shows mt5-bridge as running.',
});

/**
 * Windows gives an app that came as a package (from the Microsoft Store, and from Anthropic's own installer since 2026) a
 * settings folder of its own, which it sees in the place of the usual one.
 */
function folder(surroundings: Surroundings): string {
  const usual = join(settingsFolder(surroundings), 'Claude');
  if (surroundings.platform !== 'win32') return usual;
  const packages = join(surroundings.env.LOCALAPPDATA || join(surroundings.home, 'AppData', 'Local'), 'Packages');
  const own = subfolders(packages)
    .filter((folder) => basename(folder).startsWith('Claude_'))
    .map((folder) => join(folder, 'LocalCache', 'Roaming', 'Claude'))
    .filter(isFolder);
  return own.find((path) => existsSync(join(path, 'claude_desktop_config.json'))) ?? own[0] ?? usual;
}
