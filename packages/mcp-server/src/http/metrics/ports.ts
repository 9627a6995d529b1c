import type { AuditFeed } from '@mt5-bridge/gateway/api';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import type { Clock } from '@mt5-bridge/protocol';

/** Told of something that begins; the function it returns, of how it ended. */
export type Observe = (name: string) => (outcome: string) => void;

/** The client's own counters, from its start on. */
export interface WireFigures {
  readonly calls: number;
  readonly timeouts: number;
  readonly lateReplies: number;
  readonly badFrames: number;
  readonly events: number;
  readonly gaps: number;
  readonly resyncs: number;
  readonly reconnects: number;
  /** ms UTC; 0 = none yet. */
  readonly heartbeatAt: number;
}

export interface MetricsOptions {
  readonly reads: Pick<TerminalReads, 'link'>;
  readonly wire: Readonly<WireFigures>;
  readonly audit: Pick<AuditFeed, 'head' | 'flushed' | 'follow'>;
  readonly clock: Pick<Clock, 'now'>;
  /** ms, from any instant on, with fractions. */
  readonly stopwatch: () => number;
  readonly memory: () => { readonly rss: number; readonly heapUsed: number; readonly external: number };
  readonly version: string;
}

/** What the HTTP server holds open. */
export interface Held {
  readonly sessions: number;
  readonly streams: number;
  /** Resources that are watched for clients of the modern era. */
  readonly watched: number;
}

export interface Metrics {
  /** Of tool calls, by the tool's name. */
  readonly observeCall: Observe;
  /** Of operations on the wire. */
  readonly observeWire: Observe;
  readonly contentType: string;
  /** All of it as Prometheus reads it. */
  text(held: Held): Promise<string>;
  close(): void;
}
