import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientCapabilities } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { bridgeBin } from './processes.ts';

export type Era = 'modern' | 'legacy';

const folder = () => mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));

/** A configuration file that points at these addresses. */
export function configFor(addresses: { command: string; events: string }, more = ''): string {
  const path = join(folder(), 'config.toml');
  writeFileSync(path, `[mt5]\ncommand = "${addresses.command}"\nevents = "${addresses.events}"\n${more}`);
  return path;
}

export interface Session {
  readonly client: Client;
  readonly transport: StdioClientTransport;
  readonly pid: number;
  close(): Promise<void>;
}

/** Of a server in a test: quiet, and with a ledger and an audit log of its own unless it is given a folder. */
export function testEnvironment(): Record<string, string> {
  return {
    ...(process.env as Record<string, string>),
    MT5_BRIDGE_LOG_LEVEL: 'error',
    MT5_BRIDGE_DATA_DIR: folder(),
  };
}

/** A real MCP client on a process that speaks MCP over stdio. */
export async function connectStdio(
  args: readonly string[],
  era: Era,
  capabilities: ClientCapabilities = {},
): Promise<Session> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...args],
    stderr: 'pipe',
    env: testEnvironment(),
  });
  const client = new Client(
    { name: 'mt5-bridge-test', version: '1.0.0' },
    { versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' }, capabilities },
  );
  await client.connect(transport);
  return { client, transport, pid: transport.pid ?? 0, close: () => client.close() };
}

/** The built bridge against a terminal at these addresses. */
export function connectBridge(
  addresses: { command: string; events: string },
  era: Era,
  more: readonly string[] = [],
): Promise<Session> {
  return connectStdio([bridgeBin, 'serve', '--config', configFor(addresses), ...more], era);
}
