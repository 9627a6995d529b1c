import { binPath } from '../server-process.ts';

/** How to connect Claude Code. Paths are whole: an MCP client may start the server with another PATH than a shell's. */
export function clientCommands(demoConfig: string): string[] {
  const serve = [process.execPath, binPath, 'serve'];
  return [
    'Connect Claude Code to the terminal that you have just seen:',
    ...command([...serve, '--config', demoConfig]),
    '',
    'Or to whatever speaks the wire at the configured addresses, as an expert advisor does:',
    ...command([...serve, '--mode', 'live']),
  ];
}

function command(words: readonly string[]): string[] {
  const quoted = words.map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `"${word}"`));
  return ['  claude mcp add mt5-bridge -- \\', `    ${quoted.join(' ')}`];
}
