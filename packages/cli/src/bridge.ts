import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { createMt5Client, type Mt5Client, type ObserveCall } from '@mt5-bridge/client';
import type { Config, DataFiles } from '@mt5-bridge/config';
import type * as GatewayModule from '@mt5-bridge/gateway';
import type { AlertDesk, TradingGateway } from '@mt5-bridge/gateway/api';
import { createTerminalReads, type TerminalReads } from '@mt5-bridge/gateway/read';
import type { BridgeServerOptions } from '@mt5-bridge/mcp-server';
import { systemClock } from '@mt5-bridge/protocol';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import type { Log } from './log.ts';
import { type OpensOnUse, opensOnUse } from './opens-on-use.ts';
import type * as RecordsModule from './records.ts';
import { type Addresses, curveKeysFor } from './terminal.ts';
import { version } from './version.ts';
import { builtViews } from './views.ts';

/** Everything between a terminal's sockets and whoever works with it, for as long as the process lives. */
export interface Bridge {
  readonly client: Mt5Client;
  readonly reads: TerminalReads;
  /** With it come ledger and audit log: who only looks at the market needs neither. */
  readonly gateway: OpensOnUse<TradingGateway>;
  readonly alerts: AlertDesk;
  /** What an MCP server on top of it needs. */
  readonly serverOptions: BridgeServerOptions;
  /** Told of calls, once somebody wants to know. */
  readonly observers: CallObservers;
  /** Lets go of ledger and terminal in order. */
  close(): Promise<void>;
}

/** Each is told of a call that begins; what it returns, of the call's end. */
export interface CallObservers {
  tool?: NonNullable<BridgeServerOptions['observeCall']>;
  wire?: ObserveCall;
}

/** The configuration in force, asked at each use, so that a reload takes effect. */
export interface Configuration {
  readonly current: Config;
  /** Tells of reloads; returns the function that ends it. */
  subscribe(listener: () => void): () => void;
}

/** A configuration that stays as it is: of commands that end sooner than anybody edits. */
export const fixed = (current: Config): Configuration => ({ current, subscribe: () => () => {} });

export interface BridgeOptions {
  readonly terminal: Addresses;
  readonly config: Configuration;
  readonly files: DataFiles;
  /** Wins over the configuration. */
  readonly readOnly?: boolean;
  readonly log: Log;
  /** What the owner types to decide about an approval. */
  readonly approveCommand?: (approvalId: string) => string;
}

/** Connects in the background. @throws Mt5Error CURVE_KEYS_UNUSABLE */
export function openBridge(options: BridgeOptions): Bridge {
  const { terminal, config: source, files, readOnly = false, log, approveCommand } = options;
  const { command, events } = terminal;
  const config = () => source.current;
  const clock = systemClock();
  const observers: CallObservers = {};
  const client = createMt5Client({
    connect: connectZmq({ command, events }, curveKeysFor(terminal, config(), files)),
    clock,
    random: Math.random,
    serverTimezone: config().mt5.server_timezone,
    get requestTimeoutMs() {
      return config().mt5.request_timeout_ms;
    },
    log,
    observeCall: (operation) => observers.wire?.(operation) ?? untold,
  });
  const reads = createTerminalReads({ client, clock, stopwatch: () => performance.now() });
  const gateway = opensOnUse<TradingGateway>(() =>
    gatewayModule().createTradingGateway({
      client,
      reads,
      config,
      readOnly,
      terminal: { command, events },
      files,
      clock,
      randomBytes,
      log,
    }),
  );
  const views = builtViews();
  const records = opensOnUse(() => recordsModule().ledgerIn(files, config()));
  const alerts = opensOnUse<AlertDesk>(() =>
    gatewayModule().createAlertDesk({
      ledger: records.open(),
      keepDays: () => config().tradingview.keep_days,
      ...{ clock, randomBytes, log },
    }),
  );
  return {
    client,
    reads,
    gateway,
    alerts: alerts.value,
    observers,
    serverOptions: {
      ...{ reads, config, clock, version, log },
      alerts: alerts.value,
      ...(views !== undefined && { views }),
      observeCall: (tool) => observers.tool?.(tool) ?? untold,
      trading: {
        gateway: gateway.value,
        readOnly: () => readOnly || config().policy.preset === 'watch',
        onConfig: (listener) => source.subscribe(listener),
        stateKey: randomBytes(32),
        ...(approveCommand !== undefined && { approveCommand }),
      },
    },
    async close() {
      await gateway.opened?.close();
      records.opened?.close();
      await client.close();
    },
  };
}

const untold = () => {};

const load = createRequire(import.meta.url);
/** Rules, ledger and SQLite are loaded with the gateway: a tenth of the start of whoever only reads. */
const gatewayModule = () => load('@mt5-bridge/gateway') as typeof GatewayModule;
const recordsModule = () => load('./records.js') as typeof RecordsModule;
