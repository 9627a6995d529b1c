import { join } from 'node:path';
import { jsonClient } from './json-client.ts';

export const cursor = jsonClient({
  id: 'cursor',
  title: 'Cursor',
  file: ({ home }) => join(home, '.cursor', 'mcp.json'),
  container: 'mcpServers',
  reads: { comments: true, trailingCommas: true },
  entry: ({ command, args }) => ({ type: 'stdio', command, args }),
  next: 'Start Cursor anew and switch mt5-bridge on among its MCP servers: a green dot and the number of its tools.',
});
