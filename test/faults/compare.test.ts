import type { AuditRecord } from '@mt5-bridge/gateway';
import type { Deal, Order } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { compare, type Evidence } from './compare.ts';

const id = '0123456789AB';

const audited = (event: 'send' | 'outcome' | 'settled', request_id = id) => ({ event, request_id }) as AuditRecord;
const tagged = (request_id = id) => ({ comment: `#${request_id} words` });

/** One order that everybody agrees about. */
const sound: Evidence = {
  ledger: [{ request_id: id, key: 'a key', operation: 'order_send', status: 'done' }],
  audit: [audited('send'), audited('outcome')],
  deals: [tagged() as Deal],
  orders: [tagged() as Order],
  told: new Map([['a key', 'done']]),
};

function problems(changes: Partial<Evidence>) {
  const { duplicates, forgotten, unsettled } = compare({ ...sound, ...changes });
  return { duplicates: duplicates.length, forgotten: forgotten.length, unsettled: unsettled.length };
}

const [row] = sound.ledger;
if (row === undefined) throw new Error('no row');

describe('the comparison of broker, ledger and audit log', () => {
  it('finds nothing where all agree', () => {
    expect(compare(sound)).toEqual({ requests: 1, done: 1, rejected: 0, duplicates: [], forgotten: [], unsettled: [] });
  });

  it.each<[string, Partial<Evidence>, Partial<ReturnType<typeof problems>>]>([
    ['an order that was carried out twice', { orders: [tagged() as Order, tagged() as Order] }, { duplicates: 1 }],
    ['a deal that was made twice', { deals: [tagged() as Deal, tagged() as Deal] }, { duplicates: 1 }],
    [
      'two orders under one key',
      {
        ledger: [row, { ...row, request_id: 'BA9876543210' }],
        orders: [tagged() as Order, tagged('BA9876543210') as Order],
        audit: [...sound.audit, audited('send', 'BA9876543210'), audited('settled', 'BA9876543210')],
      },
      { duplicates: 1 },
    ],
    ['an order that the ledger does not know', { ledger: [], audit: [], told: new Map() }, { forgotten: 1 }],
    ['an order that the broker does not know', { orders: [], deals: [] }, { forgotten: 1 }],
    [
      'a rejected order that exists',
      { ledger: [{ ...row, status: 'rejected' }], told: new Map([['a key', 'rejected']]) },
      { forgotten: 1 },
    ],
    ['an order that was told as rejected', { told: new Map([['a key', 'rejected']]) }, { forgotten: 1 }],
    ['an order that nobody audited before', { audit: [audited('outcome')] }, { forgotten: 1 }],
    ['an outcome that nobody audited', { audit: [audited('send')] }, { forgotten: 1 }],
    ['an order that is not settled', { ledger: [{ ...row, status: 'unknown' }] }, { unsettled: 1 }],
  ])('finds %s', (_, changes, expected) => {
    expect(problems(changes)).toEqual({ duplicates: 0, forgotten: 0, unsettled: 0, ...expected });
  });
});
