import { join } from 'node:path';
import { jsonClient } from './json-client.ts';

/** Its user scope: the servers that it has in every folder. */
export const claudeCode = jsonClient({
  id: 'claude-code',
  title: 'Claude Code',
  file: ({ env, home }) => join(env.CLAUDE_CONFIG_DIR || home, '.claude.json'),
  container: 'mcpServers',
  reads: { comments: false, trailingCommas: false },
  entry: ({ command, args }) => ({ type: 'stdio', command, args }),
  next: 'Start `claude` anew; `/mcp`, or `claude mcp list` in a terminal, shows mt5-bridge as connected.',
});
