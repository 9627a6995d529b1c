import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import type { ConfigError, ConfigHolder, ConfigLocation, DataFiles } from '@mt5-bridge/config';
import { dashboardFiles } from '@mt5-bridge/dashboard/files';
import {
  createAccessLog,
  createAuditFeed,
  createHookSecret,
  createOwnerAccess,
  createOwnerPassphrase,
  createTokenStore,
  ownerAttemptStore,
  recordEquity,
} from '@mt5-bridge/gateway';
import type { BridgeServerOptions } from '@mt5-bridge/mcp-server';
import { type ConfigState, createMetrics, type HttpServices, serveBridgeHttp } from '@mt5-bridge/mcp-server/http';
import type { Clock } from '@mt5-bridge/protocol';
import type { Bridge } from './bridge.ts';
import type { Log } from './log.ts';
import { networkGateway } from './network-gateway.ts';
import { publicUrlOf } from './public-url.ts';
import { ledgerIn } from './records.ts';
import { version } from './version.ts';

export interface HttpOptions {
  readonly bridge: Bridge;
  /** For the MCP server of each connection. */
  readonly mcp: BridgeServerOptions;
  readonly config: ConfigHolder;
  readonly location: ConfigLocation;
  readonly files: DataFiles;
  /** Its timers don't keep the process alive. */
  readonly clock: Clock;
  readonly log: Log;
}

export interface HttpServer {
  /** Where clients on this machine reach it. */
  readonly url: string;
  /** Where browsers reach it. */
  readonly publicUrl: string;
  /** Without one nobody can sign in. */
  readonly hasPassphrase: boolean;
  /** What pages of the owner it has is known to other connections of this process, too. */
  readonly mcp: BridgeServerOptions;
  close(): Promise<void>;
}

/** Serves a bridge over HTTP. @throws Mt5Error HTTP_UNSAFE, HTTP_UNUSABLE, TOKENS_UNUSABLE, LEDGER_UNAVAILABLE */
export async function openHttp(options: HttpOptions): Promise<HttpServer> {
  const { bridge, config: holder, location, files, clock, log } = options;
  const { client, reads, gateway, alerts, observers } = bridge;
  const config = () => holder.current;
  const ledger = ledgerIn(files, config());
  const attempts = ownerAttemptStore(ledger, 'dashboard');
  const accessLog = createAccessLog({ ledger, clock, log });
  const authToken = () => config().transport.http.auth_token;
  const tokens = createTokenStore({ file: files.tokens, authToken, ledger, fs, clock, randomBytes, log });
  const passphrase = createOwnerPassphrase({ file: files.owner, attempts, clock, randomBytes, fs });
  const equity = recordEquity({ ledger, reads, zone: client.zone, clock, log });
  const audit = createAuditFeed({ ledger, clock, log });
  const stopwatch = () => performance.now();
  const memory = () => process.memoryUsage();
  const metrics = createMetrics({ reads, wire: client.stats, audit, clock, stopwatch, memory, version });
  observers.tool = metrics.observeCall;
  observers.wire = metrics.observeWire;
  const letGo = () => {
    metrics.close();
    equity.close();
    accessLog.close();
    ledger.close();
  };
  const publicUrl = () => publicUrlOf(config().transport.http, port);
  const mcp = withApprovalPages(options.mcp, publicUrl);
  let port = config().transport.http.port;
  const owner = createOwnerAccess({ ledger, passphrase, accessLog, clock, randomBytes });
  try {
    tokens.ensureDefault();
    const server = await serveBridgeHttp({
      ...{ reads, config, tokens, accessLog, audit, equity, metrics, mcp, publicUrl, version, clock, randomBytes, log },
      alerts,
      gateway: gateway.value,
      onConfig: (listener) => holder.subscribe(listener),
      configState: configStateFor(holder, location),
      owner,
      hookSecret: createHookSecret({ file: files.hook, fs, randomBytes, ledger }).get,
      pages: dashboardFiles,
      networkGateway: networkGateway(),
    } satisfies HttpServices);
    port = server.port;
    return {
      url: server.url,
      publicUrl: publicUrl(),
      hasPassphrase: owner.state().has_passphrase,
      mcp,
      async close() {
        await server.close();
        letGo();
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

function withApprovalPages(mcp: BridgeServerOptions, publicUrl: () => string): BridgeServerOptions {
  if (mcp.trading === undefined) return mcp;
  return { ...mcp, trading: { ...mcp.trading, approvalUrl: (id) => `${publicUrl()}/approve/${id}` } };
}

function configStateFor(holder: ConfigHolder, { file }: ConfigLocation): () => ConfigState {
  const atStart = holder.verdict;
  return () => {
    const { verdict, restart_needed } = holder;
    return {
      ...{ file, restart_needed },
      read_at: verdict === atStart ? null : verdict.at,
      problem: verdict.ok ? null : problemOf(verdict.error),
    };
  };
}

const problemOf = ({ code, message, what_to_do }: ConfigError) => ({ code, message, what_to_do });
