import type { AuditRecord } from '@mt5-bridge/gateway/api';
import { describe, expect, it } from 'vitest';
import { auditLine, auditRow } from './audit-lines.ts';

const record = (event: AuditRecord['event'], data: AuditRecord['data']): AuditRecord => ({
  seq: 7,
  ts: '2026-07-13T12:00:00.123Z',
  event,
  actor: { kind: 'agent', name: 'claude' },
  account: { environment: 'demo', login: '5001', server: 'Broker-Demo' },
  request_id: 'ABCDEF123456',
  data,
  prev: '',
  hash: '',
});
const plain = { width: Number.POSITIVE_INFINITY, style: (_: unknown, text: string) => text };

describe('a record of the audit log', () => {
  it.each([
    [
      record('proposal', {
        intent: { action: 'place_order', symbol: 'EURUSD', side: 'buy', volume: 0.1 },
        reason: 'up',
      }),
      'place_order EURUSD buy reason=up volume=0.1',
    ],
    [
      record('decision', {
        verdict: 'refused',
        refusals: [{ code: 'SYMBOL_DENIED', limit: 'symbols.denylist' }],
        rules: {},
      }),
      'refused SYMBOL_DENIED limit=symbols.denylist',
    ],
    [record('outcome', { status: 'rejected', error: { code: 'NO_MONEY' }, hash: 'ab' }), 'rejected NO_MONEY'],
    [record('configuration', { rules_sha256: 'ab', rules: { limits: {} } }), 'rules'],
    [record('fill', { symbol: 'EURUSD', comment: '#ABCDEF123456', volume: 0.1 }), 'EURUSD volume=0.1'],
  ])('says in a few words what %j was', (shown, about) => {
    expect(auditRow(shown)).toMatchObject({ about, actor: 'agent claude', account: 'demo 5001 at Broker-Demo' });
  });

  it('names a part of mt5-bridge once', () => {
    const own = { ...record('configuration', {}), actor: { kind: 'gateway', name: 'gateway' } } as const;
    expect(auditRow(own).actor).toBe('gateway');
  });

  it('is one line, cut at the edge, in which no text from outside commands the terminal', () => {
    const evil = record('proposal', { reason: 'a\u001b[2J\nb'.padEnd(200, '!') });
    const line = auditLine(evil, { ...plain, width: 70 });
    expect(line).toMatch(/^07-13 12:00:00 {2}proposal +ABCDEF123456 {2}reason=a\ufffd\[2J\ufffdb!+…\n$/u);
    expect(line.length).toBe(71);
    expect(auditLine(record('send', { symbol: 'EURUSD' }), plain)).toMatch(/EURUSD {2}agent claude\n$/);
  });
});
