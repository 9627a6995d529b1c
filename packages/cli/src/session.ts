import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { configLocation, loadConfig } from '@mt5-bridge/config';
import { createBridgeServer } from '@mt5-bridge/mcp-server';
import { fixed, openBridge } from './bridge.ts';
import { filesOf } from './files.ts';
import { createLogger } from './log.ts';
import type { Shell } from './shell.ts';
import { terminalAddresses } from './terminal.ts';
import type { TerminalOptions } from './terminal-options.ts';
import { version } from './version.ts';

/** How long a terminal may take to answer the first time. */
const CONNECT_MS = 3_000;

/** An MCP client of a server in this process: what it is told is, word for word, what any other client is told. */
export interface Session extends AsyncDisposable {
  readonly client: Client;
  /** Resolves when the terminal has answered. @throws Mt5Error why it has not */
  ready(): Promise<unknown>;
}

export async function openSession(shell: Shell, options: TerminalOptions): Promise<Session> {
  const { config } = await loadConfig(configLocation(shell, options.config), shell.env);
  const { log } = createLogger(config.logging.level);
  const terminal = await terminalAddresses(options, config.mt5, log);
  const bridge = openBridge({ terminal, config: fixed(config), files: filesOf(shell, options, config), log });
  const { mcp } = createBridgeServer(bridge.serverOptions);
  const client = new Client({ name: 'mt5-bridge-cli', version });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  await mcp.connect(serverSide);
  await client.connect(clientSide);
  return { client, ready: () => bridge.client.ready(CONNECT_MS), [Symbol.asyncDispose]: () => bridge.close() };
}
