import type { AuditEvent, AuditRecord } from '@mt5-bridge/gateway/api';
import { describe, expect, test } from 'vitest';
import { AUDIT_EVENTS_NAMES } from './events.ts';
import { told } from './records.ts';

const record = (event: AuditEvent, data: Record<string, unknown> = {}): AuditRecord => ({
  seq: 1,
  ts: '2026-07-15T12:00:00.000Z',
  event,
  actor: { kind: 'agent', name: 'tester' },
  account: null,
  request_id: null,
  data,
  prev: '',
  hash: '',
});

describe('a record in a line', () => {
  test.each<[AuditEvent, Record<string, unknown>, string, string]>([
    [
      'proposal',
      { intent: { action: 'place_order', side: 'buy', volume: 0.5, symbol: 'EURUSD' }, reason: 'trend' },
      'Proposed',
      'buy 0.50 EURUSD · “trend”',
    ],
    [
      'decision',
      { verdict: 'refused', refusals: [{ message: 'Too large.' }, { message: 'No stop.' }] },
      'Refused by the rules',
      'Too large. No stop.',
    ],
    ['decision', { verdict: 'invalid', error: { message: 'No such symbol.' } }, 'Not a valid order', 'No such symbol.'],
    ['approval_granted', { channel: 'passkey' }, 'Approved', 'by tester, passkey'],
    [
      'outcome',
      { status: 'done', operation: 'order_send', symbol: 'XAUUSD', volume_filled: 0.2, price_filled: 2679.1 },
      'Done',
      'order send XAUUSD · 0.20 at 2679.1',
    ],
    ['outcome', { status: 'unknown' }, 'Outcome unknown', ''],
    ['kill_switch', { on: true, reason: 'news' }, 'Trading stopped', 'news'],
    ['link', { state: 'lost', code: 'TERMINAL_NOT_CONNECTED' }, 'Terminal lost', 'TERMINAL_NOT_CONNECTED'],
    ['link', { state: 'restored', lost_for_seconds: 90 }, 'Terminal restored', 'after 1 min'],
    ['access', { what: 'origin_refused', path: '/api/kill-switch' }, 'Origin refused', 'path /api/kill-switch'],
    ['owner', { what: 'set' }, 'Passphrase set', ''],
    ['owner', { what: 'wrong_guess', failures: 2 }, 'Wrong passphrase', 'failures 2'],
    ['alert', { alert_id: 'L1', symbol: 'EURUSD', action: 'buy', price: 1.1 }, 'Alert received', 'buy EURUSD at 1.1'],
    ['kill_switch', { on: false, reason: '' }, 'Trading released', ''],
  ])('%s %o', (event, data, title, text) => {
    expect(told(record(event, data))).toMatchObject({ title, text });
  });

  test('of every event has a title, whatever its data lacks', () => {
    for (const event of AUDIT_EVENTS_NAMES) {
      for (const data of [{}, { intent: null, refusals: 'none', error: [], volume: '1', command: 3 }]) {
        const { title } = told(record(event, data));
        expect(title).not.toBe('');
        expect(title).not.toContain('undefined');
      }
    }
  });
});
