import { expect, test } from 'vitest';
import { orderOf } from './order.ts';

const command = {
  operation: 'order_send',
  symbol: 'EURUSD',
  type: 'sell_limit',
  volume: 0.5,
  price: 1.085,
  sl: 1.09,
  tp: null,
  comment: '#X',
};
const preview = {
  ...{ approval_id: 'APP000000001', summary: 'Sell', environment: 'live', login: 5012345, server: 'Broker-Live' },
  ...{ request_id: 'REQ000000001', action: 'place_order', symbol: 'EURUSD', request_echo: command, risk: 'adds' },
  ...{ notional: 54_250, money_at_risk: 250, margin: 540, currency: 'USD', price: 1.085 },
  reference_quote: { bid: 1.08412, ask: 1.08416 },
  ...{ reason: null, hash: 'ab', created_at: '2026-07-15T13:00:00.000Z', expires_at: '2026-07-15T13:05:00.000Z' },
  how_to_approve: [
    { channel: 'agent', how: 'Call it again.' },
    { channel: 'cli', how: 'Run a command.' },
  ],
  approval_url: 'https://desk.example/approve/APP000000001',
};
const outcome = {
  ...{ environment: 'live', login: 5012345, server: 'Broker-Live', success: true, status: 'done', ticket: 77 },
  ...{ action: 'place_order', symbol: 'EURUSD', volume_requested: 0.5, volume_filled: 0.5, price_filled: 1.0841 },
  ...{ request_echo: command, approval_id: null, approval: null },
};

test('an order that waits is its approval, undecided, with the ways that are not the agent’s', () => {
  const waiting = { ...outcome, status: 'pending_approval', approval_id: 'APP000000001', approval: preview };
  expect(orderOf(waiting)).toMatchObject({
    kind: 'approval',
    approval: {
      ...{ state: 'pending', side: 'sell', volume: 0.5, sl: 1.09, tp: null, price: 1.085, digits: 5 },
      ...{ login: '5012345', created_at: Date.UTC(2026, 6, 15, 13), expires_at: Date.UTC(2026, 6, 15, 13, 5) },
      ...{ url: 'https://desk.example/approve/APP000000001', ways: ['Run a command.'], outcome: null },
      fields: Object.entries(command).map(([name, value]) => ({ name, value: String(value ?? 'none') })),
    },
  });
});

test('a decided approval comes with what became of it', () => {
  const decided = { channel: 'passkey', decided_at: '2026-07-15T13:01:00.000Z', decided_by: 'phone' };
  expect(orderOf({ ...preview, state: 'approved', ...decided, outcome })).toMatchObject({
    kind: 'approval',
    approval: {
      ...{ state: 'approved', channel: 'passkey', decided_by: 'phone', decided_at: Date.UTC(2026, 6, 15, 13, 1) },
      outcome: { status: 'done', ticket: '77', volume_filled: 0.5, price_filled: 1.0841 },
    },
  });
});

test('an order that needed no yes is its outcome; one without prices has no digits to show', () => {
  expect(orderOf(outcome)).toMatchObject({ kind: 'outcome', outcome: { side: 'sell', digits: 4, login: '5012345' } });
  const closed = { ...outcome, price_filled: null, request_echo: { operation: 'position_close', position: 7 } };
  expect(orderOf(closed)).toMatchObject({ kind: 'outcome', outcome: { side: null } });
});
