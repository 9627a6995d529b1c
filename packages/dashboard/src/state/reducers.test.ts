import type { AuditRecord } from '@mt5-bridge/gateway/api';
import type { ApprovalView, EquityCurve } from '@mt5-bridge/mcp-server/dashboard';
import { describe, expect, test } from 'vitest';
import { approvalOf } from '../testing/made-up-events.ts';
import {
  chainsOf,
  MOST_RECORDS,
  pendingOf,
  withActivity,
  withApproval,
  withApprovals,
  withEquity,
  withQuote,
} from './reducers.ts';

const record = (seq: number, request_id: string | null = null): AuditRecord => ({
  seq,
  ts: '2026-07-15T12:00:00.000Z',
  event: 'send',
  actor: { kind: 'agent', name: 'tester' },
  account: null,
  request_id,
  data: {},
  prev: '',
  hash: '',
});
const records = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => record(from + index));
const numbers = (list: readonly AuditRecord[]) => list.map(({ seq }) => seq);

describe('activity', () => {
  test('grows at its head, each record once', () => {
    const kept = withActivity([], records(1, 3));
    expect(numbers(withActivity(kept, records(2, 5)))).toEqual([5, 4, 3, 2, 1]);
    expect(withActivity(kept, records(1, 3))).toEqual(kept);
  });

  test('begins anew after a gap, since what is between is not known', () => {
    expect(numbers(withActivity(withActivity([], records(1, 3)), records(60, 62)))).toEqual([62, 61, 60]);
  });

  test('does not grow without end', () => {
    let kept: readonly AuditRecord[] = [];
    for (let from = 1; from < 1_000; from += 100) kept = withActivity(kept, records(from, from + 99));
    expect(kept).toHaveLength(MOST_RECORDS);
    expect(kept[0]?.seq).toBe(1_000);
  });

  test('of one request is one chain, as it happened, where its newest record stands', () => {
    const list = [record(6, 'B'), record(5), record(4, 'A'), record(3, 'B'), record(2), record(1, 'A')];
    const chains = chainsOf(list).map((chain) => [chain.request_id, numbers(chain.records)]);
    expect(chains).toEqual([
      ['B', [3, 6]],
      [null, [5]],
      ['A', [1, 4]],
      [null, [2]],
    ]);
  });
});

describe('equity', () => {
  const curve = (at: readonly number[], more: Partial<EquityCurve> = {}): EquityCurve => ({
    day: 1,
    is_whole: false,
    at,
    equity: at,
    balance: at,
    ...more,
  });

  test('takes single points at its end', () => {
    const kept = withEquity(undefined, curve([1, 2], { is_whole: true }));
    expect(withEquity(kept, curve([3]))).toMatchObject({ at: [1, 2, 3], equity: [1, 2, 3], balance: [1, 2, 3] });
  });

  test('begins anew when the whole comes, or another day', () => {
    const kept = curve([1, 2]);
    expect(withEquity(kept, curve([7], { is_whole: true })).at).toEqual([7]);
    expect(withEquity(kept, curve([9], { day: 2 })).at).toEqual([9]);
  });
});

describe('approvals', () => {
  const NOW = 1_000_000;
  const one = (id: string, more: Partial<ApprovalView> = {}) => approvalOf(id, NOW, more);

  test('wait while they are pending and in time, the most urgent first', () => {
    const list = [
      one('late', { expires_at: NOW + 9 }),
      one('over', { expires_at: NOW }),
      one('denied', { state: 'denied' }),
      one('soon', { expires_at: NOW + 5 }),
    ];
    expect(pendingOf(list, NOW).map(({ approval_id }) => approval_id)).toEqual(['soon', 'late']);
  });

  test('that were decided here stay decided when an older list comes', () => {
    const list = [one('a'), one('b')];
    const kept = withApproval(list, one('a', { state: 'approved' }));
    expect(kept.map(({ state }) => state)).toEqual(['approved', 'pending']);
    expect(withApprovals(kept, list).map(({ state }) => state)).toEqual(['approved', 'pending']);
    const newer = [one('a', { state: 'void' }), one('b', { state: 'denied' })];
    expect(withApprovals(kept, newer)).toEqual(newer);
  });

  test('that the list does not hold are added to it', () => {
    expect(withApproval([one('a')], one('old')).map(({ approval_id }) => approval_id)).toEqual(['old', 'a']);
    expect(withApprovals(undefined, [one('a')])).toHaveLength(1);
  });
});

test('quotes are kept by symbol, the newest of each', () => {
  const quote = (symbol: string, bid: number) => ({ symbol, bid, ask: bid, spread_points: 0, digits: 5, at: 0 });
  let kept = withQuote(new Map(), quote('A', 1));
  kept = withQuote(withQuote(kept, quote('B', 2)), quote('A', 3));
  expect([...kept.values()].map(({ symbol, bid }) => [symbol, bid])).toEqual([
    ['A', 3],
    ['B', 2],
  ]);
});
