import { createMt5Client, type Mt5Client } from '@mt5-bridge/client';
import type { Config } from '@mt5-bridge/config';
import { createTerminalReads, type TerminalReads } from '@mt5-bridge/gateway/read';
import type { BridgeServerOptions } from '@mt5-bridge/mcp-server';
import { systemClock } from '@mt5-bridge/protocol';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import type { Log } from './log.ts';
import type { Addresses } from './terminal.ts';
import { version } from './version.ts';

/** Everything between a terminal's sockets and whoever reads it, for as long as the process lives. */
export interface Bridge {
  readonly client: Mt5Client;
  readonly reads: TerminalReads;
  /** What an MCP server on top of it needs. */
  readonly serverOptions: BridgeServerOptions;
}

/** Connects in the background. `config` is asked at each use, so that a reload takes effect. */
export function openBridge({ command, events }: Addresses, config: () => Config, log: Log): Bridge {
  const clock = systemClock();
  const client = createMt5Client({
    connect: connectZmq({ command, events }),
    clock,
    random: Math.random,
    serverTimezone: config().mt5.server_timezone,
    get requestTimeoutMs() {
      return config().mt5.request_timeout_ms;
    },
    log,
  });
  const reads = createTerminalReads({ client, clock, stopwatch: () => performance.now() });
  return {
    client,
    reads,
    serverOptions: { reads, config, clock, version, log },
  };
}
