import { McpServer } from '@modelcontextprotocol/server';
import type { Config } from '@mt5-bridge/config';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import type { Clock } from '@mt5-bridge/protocol';
import type { Toolset } from './define-tool.ts';
import { INSTRUCTIONS } from './instructions.ts';
import type { Log } from './log.ts';
import { Scales } from './present/scales.ts';
import { registerResources } from './resources/register.ts';
import { Subscriptions } from './resources/subscriptions.ts';
import { tools } from './tools/index.ts';

export interface BridgeServerOptions {
  readonly reads: TerminalReads;
  /** The configuration in force, asked at each use. */
  readonly config: () => Config;
  readonly clock: Clock;
  /** Of this program, for serverInfo. */
  readonly version: string;
  readonly log: Log;
  /** Only tools of these sets; default all. */
  readonly toolsets?: readonly Toolset[];
  /** Settles when what was sent so far has left for the client; default at once. */
  readonly sent?: () => Promise<void>;
}

export interface BridgeServer {
  readonly mcp: McpServer;
  /** For carriers that serve `subscriptions/listen` themselves. */
  readonly subscriptions: Subscriptions;
  /** Ends what the server observes; the closing of its connection does so too. */
  dispose(): void;
}

/** The server of one connection; it ends its subscriptions when the connection closes. */
export function createBridgeServer(options: BridgeServerOptions): BridgeServer {
  const { reads, config, clock, version, log, toolsets, sent } = options;
  const mcp = new McpServer(
    { name: 'mt5-bridge', title: 'MetaTrader 5 bridge', version },
    {
      instructions: INSTRUCTIONS,
      capabilities: { tools: { listChanged: false }, resources: { subscribe: true, listChanged: false } },
    },
  );
  const context = { reads, clock, log, scales: new Scales(reads) };
  const subscriptions = new Subscriptions(context, config, async (uri) => {
    try {
      await mcp.server.sendResourceUpdated({ uri });
      await sent?.();
    } catch (error) {
      log('debug', 'a change notice did not reach the client', { uri, error: String(error) });
    }
  });
  for (const { name, title, description, annotations, toolset, schemas, call } of tools) {
    if (toolsets !== undefined && !toolsets.includes(toolset)) continue;
    mcp.registerTool(
      name,
      { title, description, annotations: { ...annotations }, inputSchema: schemas.input, outputSchema: schemas.output },
      (args) => call(args, context),
    );
  }
  registerResources(mcp, context, subscriptions);
  const dispose = () => {
    subscriptions.close();
    context.scales.close();
  };
  mcp.server.onclose = dispose;
  mcp.server.onerror = (error) => log('warn', 'MCP connection', { error: error.message });
  return { mcp, subscriptions, dispose };
}
