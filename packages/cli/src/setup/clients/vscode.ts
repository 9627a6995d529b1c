import { join } from 'node:path';
import { jsonClient } from './json-client.ts';
import { settingsFolder } from './settings-folder.ts';

/** The default profile's servers. */
export const vscode = jsonClient({
  id: 'vscode',
  title: 'VS Code',
  file: (surroundings) => join(settingsFolder(surroundings), 'Code', 'User', 'mcp.json'),
  container: 'servers',
  reads: { comments: true, trailingCommas: true },
  entry: ({ command, args }) => ({ type: 'stdio', command, args }),
  next: 'In VS Code run "MCP: List Servers", choose mt5-bridge, Start Server, and say that you trust it.',
});
