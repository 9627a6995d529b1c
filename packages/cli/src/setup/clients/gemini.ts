import { join } from 'node:path';
import { jsonClient } from './json-client.ts';

export const gemini = jsonClient({
  id: 'gemini',
  title: 'Gemini CLI',
  file: ({ env, home }) => join(env.GEMINI_CLI_HOME || home, '.gemini', 'settings.json'),
  container: 'mcpServers',
  reads: { comments: true, trailingCommas: false },
  entry: ({ command, args }) => ({ command, args }),
  next: 'Start `gemini` anew in a folder that you trust; `/mcp`, or `gemini mcp list` in a terminal, shows mt5-bridge as connected.',
});
