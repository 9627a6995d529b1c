import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Environment } from '@mt5-bridge/config';
import { CliError } from './cli-error.ts';
import { version } from './version.ts';

/** The built command itself. */
export const binPath = fileURLToPath(new URL('./bin.js', import.meta.url));

/** The protocol revision that this package's own clients ask for. */
const REVISION = '2026-07-28';

/** Being a class of its own, it probes the server on the connection itself; the base class starts a second process for that. */
class OneProcessTransport extends StdioClientTransport {}

export interface ServerProcess extends AsyncDisposable {
  readonly client: Client;
}

const MOST_SAID = 2_000;

/** Starts `mt5-bridge serve` as an MCP client does, and connects to it. @throws CliError SERVER_NOT_STARTED */
export async function spawnServer(options: readonly string[], env: Environment): Promise<ServerProcess> {
  const transport = new OneProcessTransport({
    command: process.execPath,
    args: [binPath, 'serve', ...options],
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    stderr: 'pipe',
  });
  let said = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-MOST_SAID);
  });
  const client = new Client({ name: 'mt5-bridge-cli', version }, { versionNegotiation: { mode: { pin: REVISION } } });
  try {
    await client.connect(transport);
  } catch (cause) {
    throw new CliError('SERVER_NOT_STARTED', `The server did not answer. ${said.trim()}`, { cause });
  }
  return { client, [Symbol.asyncDispose]: () => client.close() };
}
