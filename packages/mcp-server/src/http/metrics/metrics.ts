import { Mt5Error } from '@mt5-bridge/protocol';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { AuditCounters } from './audit-counters.ts';
import type { Held, Metrics, MetricsOptions, Observe, WireFigures } from './ports.ts';

const SECOND_MS = 1_000;
/** A tool answers in a millisecond or waits for the broker; seconds. */
const TOOL_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const WIRE_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

const wireCounters: Readonly<Record<Exclude<keyof WireFigures, 'heartbeatAt'>, readonly [name: string, help: string]>> =
  {
    calls: ['wire_calls_total', 'Calls of the terminal.'],
    timeouts: ['wire_timeouts_total', 'Calls that the terminal did not answer in time.'],
    lateReplies: ['wire_late_replies_total', 'Answers that came after their time.'],
    badFrames: ['wire_bad_frames_total', 'Messages of the terminal that could not be read.'],
    events: ['wire_events_total', 'Events of the terminal.'],
    gaps: ['wire_gaps_total', 'Gaps in the events.'],
    resyncs: ['wire_resyncs_total', 'States that were read anew after a gap or a new link.'],
    reconnects: ['wire_reconnects_total', 'New connections to the terminal.'],
  };

/** Figures of this process in a registry of their own. Labels have a bounded number of values each. */
export function createMetrics(options: MetricsOptions): Metrics {
  const { reads, wire, audit, clock, stopwatch, memory, version } = options;
  const registry = new Registry();
  const registers: [Registry] = [registry];
  const tools = new Histogram({
    name: 'mt5_bridge_tool_call_duration_seconds',
    help: 'How long tool calls took, by tool and outcome (ok, failed, asked: a question went to the user).',
    labelNames: ['tool', 'outcome'],
    buckets: TOOL_BUCKETS,
    registers,
  });
  const operations = new Histogram({
    name: 'mt5_bridge_wire_call_duration_seconds',
    help: 'How long calls of the terminal took, by operation and outcome.',
    labelNames: ['operation', 'outcome'],
    buckets: WIRE_BUCKETS,
    registers,
  });
  for (const [figure, [name, help]] of Object.entries(wireCounters)) {
    new Counter({
      name: `mt5_bridge_${name}`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(wire[figure as keyof WireFigures]);
      },
    });
  }
  const records = new AuditCounters(registers, audit);

  /** What is not known is not told. */
  function gauge(name: string, help: string, read: () => number | undefined): void {
    new Gauge({
      name: `mt5_bridge_${name}`,
      help,
      registers,
      collect() {
        const value = known(read);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  }
  const age = (since: number) => Math.max(0, clock.now() - since) / SECOND_MS;

  gauge('terminal_link_up', 'Whether the terminal answers.', () => (reads.link.state === 'up' ? 1 : 0));
  gauge('terminal_heartbeat_age_seconds', 'Time since the newest heartbeat of the terminal.', () =>
    wire.heartbeatAt === 0 ? undefined : age(wire.heartbeatAt),
  );
  gauge('audit_unflushed_records', 'Records of the audit log that a loss of power could take.', () =>
    Math.max(0, audit.head() - audit.flushed()),
  );
  gauge('audit_unflushed_age_seconds', 'Age of the oldest of them; 0 = there is none.', () => {
    const oldest = records.oldestUnflushed();
    return oldest === undefined ? 0 : age(oldest);
  });
  gauge('process_resident_memory_bytes', 'Memory of this process.', () => memory().rss);
  gauge('process_heap_used_bytes', 'Memory that JavaScript objects take.', () => memory().heapUsed);
  gauge('process_external_memory_bytes', 'Memory outside the heap that objects hold.', () => memory().external);
  const http: Readonly<Record<keyof Held, Gauge>> = {
    sessions: new Gauge({ name: 'mt5_bridge_http_sessions', help: 'MCP sessions over HTTP.', registers }),
    streams: new Gauge({ name: 'mt5_bridge_http_streams', help: 'Streams that are open over HTTP.', registers }),
    watched: new Gauge({
      name: 'mt5_bridge_http_watched_resources',
      help: 'Resources that clients of the modern era watch.',
      registers,
    }),
  };
  const info = { name: 'mt5_bridge_info', help: 'Version of mt5-bridge.', labelNames: ['version'], registers };
  new Gauge(info).set({ version }, 1);

  return {
    observeCall: timed((tool, outcome, seconds) => tools.observe({ tool, outcome }, seconds), stopwatch),
    observeWire: timed((operation, outcome, seconds) => operations.observe({ operation, outcome }, seconds), stopwatch),
    contentType: registry.contentType,
    async text(now) {
      for (const [name, gauge] of Object.entries(http)) gauge.set(now[name as keyof Held]);
      return registry.metrics();
    },
    close: () => records.close(),
  };
}

/** Where the ledger can't be read the other figures are worth having. */
function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Mt5Error) return undefined;
    throw error;
  }
}

function timed(tell: (name: string, outcome: string, seconds: number) => void, stopwatch: () => number): Observe {
  return (name) => {
    const started = stopwatch();
    return (outcome) => tell(name, outcome, (stopwatch() - started) / SECOND_MS);
  };
}
