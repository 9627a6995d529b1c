import { binPath } from '../server-process.ts';
import { shellWords } from '../shell-words.ts';
import type { DashboardProcess } from './dashboard-process.ts';
import type { Owner } from './owner.ts';

/** How to connect Claude Code. Paths are whole: an MCP client may start the server with another PATH than a shell's. */
export function clientCommands(place: readonly string[], { url }: Pick<DashboardProcess, 'url'>): string[] {
  const serve = [process.execPath, binPath, 'serve'];
  return [
    'Connect Claude Code to the terminal that you have just seen:',
    ...command([...serve, ...place]),
    '',
    'Or over HTTP, to the server of the dashboard:',
    `  claude mcp add --transport http mt5-bridge ${url}/mcp --header \\`,
    `    "Authorization: Bearer $(${shellWords([process.execPath, binPath, 'token', ...place])})"`,
    '',
    'Or to whatever speaks the wire at the configured addresses, as an expert advisor does:',
    ...command([...serve, '--mode', 'live']),
  ];
}

/** Where to look on and decide. */
export function dashboardWords(
  { url }: Pick<DashboardProcess, 'url'>,
  { passphrase }: Pick<Owner, 'passphrase'>,
): string[] {
  return [`Open the dashboard at ${url} and sign in with the passphrase ${passphrase}`];
}

/** How to decide on what that client then proposes. */
export function ownerCommands({ passphrase, place }: Owner): string[] {
  const at = (words: readonly string[]) => `  ${shellWords([process.execPath, binPath, ...words, ...place])}`;
  return [
    `Orders that need a yes wait for their owner, here with the passphrase ${passphrase}:`,
    at(['approvals']),
    at(['approve', 'ID']),
    '',
    'A passkey of yours can approve them, too; this prints a link that adds one:',
    at(['passkey', 'add']),
  ];
}

function command(words: readonly string[]): string[] {
  return ['  claude mcp add mt5-bridge -- \\', `    ${shellWords(words)}`];
}
