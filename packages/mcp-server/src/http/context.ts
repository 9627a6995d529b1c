import type { HttpBindings } from '@hono/node-server';
import type { Config } from '@mt5-bridge/config';
import type { TradingGateway } from '@mt5-bridge/gateway';
import type {
  AccessLog,
  AlertDesk,
  AuditFeed,
  EquityHistory,
  OwnerAccess,
  OwnerSession,
  Principal,
  TokenStore,
} from '@mt5-bridge/gateway/api';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import type { Clock } from '@mt5-bridge/protocol';
import type { Hono } from 'hono';
import type { BridgeServerOptions } from '../create-server.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics/index.ts';

/** What a save of the configuration did last, for people. */
export interface ConfigState {
  readonly file: string;
  /** ms UTC of the last reload; null = as at the start. */
  readonly read_at: number | null;
  /** Why the last save is not in force; null = it is. */
  readonly problem: { readonly code: string; readonly message: string; readonly what_to_do: string } | null;
  /** Keys whose saved value waits for a restart. */
  readonly restart_needed: readonly string[];
}

/** Everything that the HTTP server works with; all of it comes from the composition root. */
export interface HttpServices {
  readonly reads: TerminalReads;
  readonly gateway: TradingGateway;
  readonly config: () => Config;
  /** Calls back after each reload, good or bad; returns the function that ends it. */
  readonly onConfig: (listener: () => void) => () => void;
  readonly configState: () => ConfigState;
  readonly tokens: TokenStore;
  readonly owner: OwnerAccess;
  readonly accessLog: AccessLog;
  readonly alerts: AlertDesk;
  readonly audit: AuditFeed;
  readonly equity: EquityHistory;
  readonly metrics: Metrics;
  /** For the MCP server of each connection. */
  readonly mcp: BridgeServerOptions;
  /** Part of the address of the TradingView hook. @throws Mt5Error HOOK_UNUSABLE */
  readonly hookSecret: () => string;
  /** Folder with the built dashboard. */
  readonly pages: string;
  /** Where browsers reach this server, without a slash at the end: `https://bridge.example.com`. */
  readonly publicUrl: () => string;
  /** What this machine's network leads everything else through: to a container, its host. null = none. */
  readonly networkGateway: string | null;
  readonly version: string;
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: Log;
}

/** Where a request came from, proxies that the owner trusts seen through. */
export interface Peer {
  readonly address: string;
  /** The browser's side speaks HTTPS. */
  readonly isSecure: boolean;
  /** Subject of the client's certificate, where one came and its chain holds. */
  readonly certificate: Readonly<Record<string, string>> | null;
}

/** What is known of a request by the time a route sees it. */
export interface Env {
  /** Node's own request and answer. */
  Bindings: HttpBindings;
  Variables: {
    readonly peer: Peer;
    /** Behind `requireToken`. */
    readonly principal: Principal;
    /** Behind `requireOwner`. */
    readonly session: OwnerSession;
    /** Behind `requireOwner`: whether that session still is in force; asking does not prolong it. */
    readonly stillSignedIn: () => boolean;
  };
}

export type Routes = Hono<Env>;
