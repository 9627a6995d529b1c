import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditRecord } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

const NOW = Date.UTC(2026, 6, 15, 12);

function figures() {
  let tell: (records: readonly AuditRecord[]) => void = () => {};
  let seq = 0;
  const state = { watch: 0, flushed: 0, isLedgerThere: true, link: { state: 'up' } };
  const wire = { calls: 7, timeouts: 1, lateReplies: 1, badFrames: 0, events: 50, gaps: 2, resyncs: 2, reconnects: 3 };
  const numbers = { ...wire, heartbeatAt: NOW - 1_500 };
  const told = <T>(value: T): T => {
    if (!state.isLedgerThere) throw new Mt5Error('LEDGER_UNAVAILABLE');
    return value;
  };
  const metrics = createMetrics({
    reads: {
      get link() {
        return state.link as never;
      },
    },
    wire: numbers,
    audit: {
      head: () => told(seq),
      flushed: () => told(state.flushed),
      follow(_, listener) {
        tell = listener;
        return () => {
          tell = () => {};
        };
      },
    },
    clock: { now: () => NOW },
    stopwatch: () => state.watch,
    memory: () => ({ rss: 1_000, heapUsed: 500, external: 10 }),
    version: '9.9.9',
  });
  const record = (event: string, data: object = {}, at = NOW) =>
    tell([{ seq: ++seq, ts: new Date(at).toISOString(), event, data } as unknown as AuditRecord]);
  const scrape = async () => valuesOf(await metrics.text({ sessions: 4, streams: 2, watched: 0 }));
  return { metrics, state, numbers, record, scrape };
}

/** Each line of the text form: name with labels, and its value. */
function valuesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

test('calls are counted by name and outcome, with how long they took', async () => {
  const { metrics, state, scrape } = figures();
  const ended = metrics.observeCall('get_quote');
  state.watch = 3;
  ended('ok');
  metrics.observeWire('quote')('timeout');
  const values = await scrape();
  const labels = 'tool="get_quote",outcome="ok"';
  expect(values.get(`mt5_bridge_tool_call_duration_seconds_count{${labels}}`)).toBe(1);
  expect(values.get(`mt5_bridge_tool_call_duration_seconds_sum{${labels}}`)).toBeCloseTo(0.003);
  expect(values.get(`mt5_bridge_tool_call_duration_seconds_bucket{le="0.0025",${labels}}`)).toBe(0);
  expect(values.get(`mt5_bridge_tool_call_duration_seconds_bucket{le="0.005",${labels}}`)).toBe(1);
  expect(values.get('mt5_bridge_wire_call_duration_seconds_count{operation="quote",outcome="timeout"}')).toBe(1);
});

test('link, heartbeat, counters of the wire, and what is open', async () => {
  const { numbers, state, scrape } = figures();
  const values = await scrape();
  const read = (name: string) => values.get(`mt5_bridge_${name}`);
  expect([read('terminal_link_up'), read('terminal_heartbeat_age_seconds')]).toEqual([1, 1.5]);
  expect([read('wire_calls_total'), read('wire_gaps_total'), read('wire_reconnects_total')]).toEqual([7, 2, 3]);
  expect([read('http_sessions'), read('http_streams')]).toEqual([4, 2]);
  expect([read('process_resident_memory_bytes'), read('info{version="9.9.9"}')]).toEqual([1_000, 1]);
  numbers.gaps = 9;
  numbers.heartbeatAt = 0;
  state.link = { state: 'down' };
  const later = await scrape();
  expect(later.get('mt5_bridge_wire_gaps_total')).toBe(9);
  expect(later.get('mt5_bridge_terminal_link_up')).toBe(0);
  expect(later.has('mt5_bridge_terminal_heartbeat_age_seconds')).toBe(false);
});

test('decisions, orders and approvals come from the audit log', async () => {
  const { record, scrape } = figures();
  record('decision', { verdict: 'approved' });
  record('decision', { verdict: 'refused', refusals: [{ code: 'POLICY_MAX_LOTS' }, { code: 'SYMBOL_NOT_FOUND' }] });
  record('decision', { verdict: 'invalid', error: { code: 'INVALID_SYMBOL' } });
  record('outcome', { operation: 'order_send', status: 'done' });
  record('settled', { status: 'rejected' });
  record('approval_requested');
  record('approval_granted');
  const values = await scrape();
  const read = (name: string) => values.get(`mt5_bridge_${name}`);
  expect(read('policy_decisions_total{verdict="approved",code="none"}')).toBe(1);
  expect(read('policy_decisions_total{verdict="refused",code="SYMBOL_NOT_FOUND"}')).toBe(1);
  expect(read('policy_decisions_total{verdict="invalid",code="INVALID_SYMBOL"}')).toBe(1);
  expect([...values.keys()].filter((name) => name.startsWith('mt5_bridge_orders_total'))).toHaveLength(1);
  expect(read('orders_settled_total{outcome="rejected"}')).toBe(1);
  expect([read('approvals_total{result="requested"}'), read('approvals_total{result="granted"}')]).toEqual([1, 1]);
  expect(read('audit_records_total{event="decision"}')).toBe(3);
});

test('no word from outside becomes a label', async () => {
  const { record, scrape } = figures();
  for (let i = 0; i < 1_000; i++) {
    record(`made_up_${i}`, {});
    record('decision', { verdict: `v${i}`, refusals: [{ code: `C${i}` }] });
    record('outcome', { operation: `o${i}`, status: `s${i}` });
  }
  const values = await scrape();
  expect(values.get('mt5_bridge_policy_decisions_total{verdict="other",code="other"}')).toBe(1_000);
  expect(values.size).toBeLessThan(40);
});

test('how much of the audit log a loss of power could take', async () => {
  const { record, state, scrape } = figures();
  const read = async () => {
    const values = await scrape();
    return ['records', 'age_seconds'].map((name) => values.get(`mt5_bridge_audit_unflushed_${name}`));
  };
  expect(await read()).toEqual([0, 0]);
  record('fill', {}, NOW - 5_000);
  record('fill', {}, NOW - 2_000);
  expect(await read()).toEqual([2, 5]);
  state.flushed = 1;
  expect(await read()).toEqual([1, 2]);
  state.isLedgerThere = false;
  expect(await read()).toEqual([undefined, undefined]);
});

test('docs/notices.md has all of them, and no others', async () => {
  const { metrics } = figures();
  const text = await metrics.text({ sessions: 0, streams: 0, watched: 0 });
  const told = [...text.matchAll(/^# HELP (\S+)/gm)].map(([, name]) => name).sort();
  const page = readFileSync(join(import.meta.dirname, '../../../../../docs/notices.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(mt5_bridge_\w+)`/gm)].map(([, name]) => name).sort();
  expect(listed).toEqual(told);
});
