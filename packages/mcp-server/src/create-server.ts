import { isInputRequiredResult, McpServer, type RegisteredTool } from '@modelcontextprotocol/server';
import type { Config } from '@mt5-bridge/config';
import type { TradingGateway } from '@mt5-bridge/gateway';
import type { AlertDesk, Principal } from '@mt5-bridge/gateway/api';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import type { Clock } from '@mt5-bridge/protocol';
import { alertsOf } from './alerts-of.ts';
import { NOBODY } from './caller.ts';
import type { Tool, ToolContext, Toolset } from './define-tool.ts';
import { Elicitation } from './elicitation.ts';
import { INSTRUCTIONS } from './instructions.ts';
import type { Log } from './log.ts';
import { Scales } from './present/scales.ts';
import { registerResources } from './resources/register.ts';
import { Subscriptions } from './resources/subscriptions.ts';
import { tools } from './tools/index.ts';
import { registerViews, type Views, viewMeta } from './views.ts';

/** Orders, and what the owner decided about them. */
export interface TradingOptions {
  readonly gateway: TradingGateway;
  /** Whether the write tools are off; asked at the start and after each change of the configuration. */
  readonly readOnly: () => boolean;
  /** Calls back after each change of the configuration; returns the function that ends it. */
  readonly onConfig: (listener: () => void) => () => void;
  /** Address of the page where the owner decides about an approval; nothing in it opens that page to anybody. */
  readonly approvalUrl?: (approvalId: string) => string;
  /** What the owner types to decide about an approval; default `mt5-bridge approve ID`. */
  readonly approveCommand?: (approvalId: string) => string;
  /** Signs what goes out with a question to a user and comes back with the answer: at least 32 random bytes. */
  readonly stateKey: Uint8Array;
}

export interface BridgeServerOptions {
  readonly reads: TerminalReads;
  /** The configuration in force, asked at each use. */
  readonly config: () => Config;
  readonly clock: Clock;
  /** Of this program, for serverInfo. */
  readonly version: string;
  readonly log: Log;
  /** Without it the server only reads. */
  readonly trading?: TradingOptions;
  /** Alerts that came from outside; without it there are none to read. */
  readonly alerts?: AlertDesk;
  /** Pages for hosts of MCP Apps; without them tools have no views. */
  readonly views?: Views;
  /** Only tools of these sets; default all. */
  readonly toolsets?: readonly Toolset[];
  /** Who is behind the connection, where a token tells: what it may not do is not offered. Default: the owner's own program. */
  readonly principal?: Principal;
  /** Told of each tool call that begins; the function it returns, of its end. For metrics. */
  readonly observeCall?: (tool: string) => (outcome: CallOutcome) => void;
  /** Offers more on each server: what the protocol's official test suite asks for by name. */
  readonly extend?: (mcp: McpServer) => void;
  /** Settles when what was sent so far has left for the client; default at once. */
  readonly sent?: () => Promise<void>;
}

/** `asked`: the answer is a question to the user. */
export type CallOutcome = 'ok' | 'failed' | 'asked';

export interface BridgeServer {
  readonly mcp: McpServer;
  /** For carriers that serve `subscriptions/listen` themselves. */
  readonly subscriptions: Subscriptions;
  /** Ends what the server observes; the closing of its connection does so too. */
  dispose(): void;
}

export const capabilities = { tools: { listChanged: true }, resources: { subscribe: true, listChanged: false } };

export const implementation = (version: string) => ({ name: 'mt5-bridge', title: 'MetaTrader 5 bridge', version });

/** What the tools of a connection work with; who makes it closes its `scales`. */
export function createContext({ reads, clock, log, trading, alerts, principal }: BridgeServerOptions): ToolContext {
  return {
    ...{ reads, clock, log, scales: new Scales(reads), caller: NOBODY },
    onConfig: trading?.onConfig ?? (() => () => {}),
    ...(trading !== undefined && {
      gateway: principal === undefined ? trading.gateway : trading.gateway.as(principal),
    }),
    ...(alerts !== undefined && { alerts: principal === undefined ? alerts : alertsOf(principal, alerts) }),
    ...(trading?.approvalUrl !== undefined && { approvalUrl: trading.approvalUrl }),
    ...(trading?.approveCommand !== undefined && { approveCommand: trading.approveCommand }),
  };
}

/** The server of one connection; it ends its subscriptions when the connection closes. */
export function createBridgeServer(options: BridgeServerOptions): BridgeServer {
  const context = createContext(options);
  return createServerOn(context, options, () => context.scales.close());
}

/** A server that shares its context with others, as those of single requests do. */
export function createServerOn(
  context: ToolContext,
  options: BridgeServerOptions,
  onDisposed: () => void = () => {},
): BridgeServer {
  const { config, version, log, trading, principal, views, sent } = options;
  const elicitation = trading === undefined ? undefined : new Elicitation(trading.stateKey, principal);
  const mcp = new McpServer(implementation(version), {
    instructions: INSTRUCTIONS,
    capabilities,
    ...(elicitation !== undefined && { requestState: { verify: elicitation.verify } }),
  });
  const subscriptions = new Subscriptions(context, config, async (uri) => {
    try {
      await mcp.server.sendResourceUpdated({ uri });
      await sent?.();
    } catch (error) {
      log('debug', 'a change notice did not reach the client', { uri, error: String(error) });
    }
  });
  const offered = offeredTools(options);
  const writes = registerTools(mcp, offered, context, elicitation, options);
  const unfollow = trading === undefined ? () => {} : followReadOnly(mcp, writes, trading, log);
  registerResources(mcp, context, subscriptions);
  if (views !== undefined) registerViews(mcp, views, offered);
  options.extend?.(mcp);
  const dispose = () => {
    unfollow();
    subscriptions.close();
    onDisposed();
  };
  mcp.server.onclose = dispose;
  mcp.server.onerror = (error) => log('warn', 'MCP connection', { error: error.message });
  return { mcp, subscriptions, dispose };
}

function offeredTools({ toolsets, trading, alerts, principal }: BridgeServerOptions): readonly Tool[] {
  const mayTrade = principal === undefined || principal.scopes.includes('trade');
  const has = { gateway: trading !== undefined, alerts: alerts !== undefined };
  return tools.filter(
    ({ toolset, needs, annotations }) =>
      (toolsets === undefined || toolsets.includes(toolset)) &&
      (needs === null || has[needs]) &&
      (mayTrade || annotations.readOnlyHint),
  );
}

/** Returns those that do more than look at the market: work on alerts reaches no market. */
function registerTools(
  mcp: McpServer,
  offered: readonly Tool[],
  context: ToolContext,
  elicitation: Elicitation | undefined,
  { observeCall, views }: Pick<BridgeServerOptions, 'observeCall' | 'views'>,
): readonly RegisteredTool[] {
  const writes: RegisteredTool[] = [];
  for (const tool of offered) {
    const { name, title, description, annotations, schemas, view } = tool;
    const call = observed(tool, observeCall);
    const registered = mcp.registerTool(
      name,
      {
        ...{ title, description, annotations: { ...annotations } },
        ...{ inputSchema: schemas.input, outputSchema: schemas.output },
        ...(views !== undefined && view !== null && { _meta: viewMeta(view) }),
      },
      (args, ctx) => call(args, elicitation ? { ...context, caller: elicitation.callerOf(mcp, ctx) } : context),
    );
    if (!annotations.readOnlyHint && tool.needs !== 'alerts') writes.push(registered);
  }
  return writes;
}

function observed({ name, call }: Tool, observeCall: BridgeServerOptions['observeCall']): Tool['call'] {
  if (observeCall === undefined) return call;
  return async (args, context) => {
    const ended = observeCall(name);
    try {
      const result = await call(args, context);
      ended(isInputRequiredResult(result) ? 'asked' : result.isError ? 'failed' : 'ok');
      return result;
    } catch (error) {
      ended('failed');
      throw error;
    }
  };
}

/** Takes the write tools away while the server only reads, and tells the client when that changes. */
function followReadOnly(mcp: McpServer, writes: readonly RegisteredTool[], trading: TradingOptions, log: Log) {
  let readOnly = false;
  const apply = () => {
    if (trading.readOnly() === readOnly) return;
    readOnly = !readOnly;
    // Not by enable() and disable(), which would each send a notice of their own.
    for (const tool of writes) tool.enabled = !readOnly;
    if (!mcp.isConnected()) return;
    mcp.server.sendToolListChanged().catch((error: unknown) => {
      log('debug', 'a change of the tools did not reach the client', { error: String(error) });
    });
  };
  apply();
  return trading.onConfig(apply);
}
