import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { DEFAULT_CONFIG } from '@mt5-bridge/config';
import { systemClock } from '@mt5-bridge/protocol';
import type { TradingOptions } from '../create-server.ts';
import { type ServeBridgeStdioOptions, serveBridgeStdio } from '../stdio.ts';
import { StubAlerts } from './stub-alerts.ts';
import { StubGateway } from './stub-gateway.ts';
import { StubReads } from './stub-reads.ts';

export const ERAS = ['legacy', 'modern'] as const;
export type Era = (typeof ERAS)[number];

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly facts?: unknown;
}

/** Trading through a gateway, with a switch for the owner's mind. */
export function tradingOptions(stub = new StubGateway()) {
  const listeners = new Set<() => void>();
  let readOnly = false;
  return {
    stub,
    setReadOnly(value: boolean): void {
      readOnly = value;
      for (const listener of listeners) listener();
    },
    listeners,
    trading: {
      gateway: stub.gateway,
      readOnly: () => readOnly,
      onConfig(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      stateKey: new Uint8Array(32).fill(7),
    } satisfies TradingOptions,
  };
}

/** A served pair of pipes; the test holds the other ends. */
export function serve(stub = new StubReads(), options: Partial<ServeBridgeStdioOptions> = {}) {
  const toServer = new PassThrough();
  const fromServer = new PassThrough();
  const logged: LogLine[] = [];
  const service = serveBridgeStdio({
    stdin: toServer,
    stdout: fromServer,
    reads: stub.reads,
    config: () => DEFAULT_CONFIG,
    clock: systemClock(),
    version: '9.8.7',
    log: (level, message, facts) => logged.push({ level, message, facts }),
    trading: tradingOptions().trading,
    alerts: new StubAlerts().desk,
    ...options,
  });
  return { stub, service, toServer, fromServer, logged };
}

/** The SDK's client on such a pair; lines of JSON look the same from either end, so one transport serves both. */
export async function connect(era: Era, stub = new StubReads(), options: Partial<ServeBridgeStdioOptions> = {}) {
  const served = serve(stub, options);
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' } },
  );
  await client.connect(new StdioServerTransport(served.fromServer, served.toServer));
  return { ...served, client, close: () => served.service.close() };
}
