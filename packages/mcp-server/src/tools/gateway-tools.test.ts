import type { Outcome } from '@mt5-bridge/gateway';
import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { done, policy, rejected, StubGateway, unknown } from '../testing/stub-gateway.ts';
import { StubReads } from '../testing/stub-reads.ts';
import { getApproval } from './get-approval.ts';
import { getAudit } from './get-audit.ts';
import { getOrderOutcome } from './get-order-outcome.ts';
import { getPolicy } from './get-policy.ts';
import { killSwitchOn } from './kill-switch-on.ts';
import { listApprovals } from './list-approvals.ts';

const noTerminal = () =>
  new StubReads({
    link: { state: 'down', reason: new Mt5Error('TERMINAL_NOT_CONNECTED'), since: 0 },
    identity: () => {
      throw new Mt5Error('TERMINAL_NOT_CONNECTED');
    },
    symbolInfo: async () => {
      throw new Mt5Error('TERMINAL_NOT_CONNECTED');
    },
  });

function withPending(): StubGateway {
  const trading = new StubGateway();
  trading.pending();
  return trading;
}

describe('get_approval', () => {
  it('shows what waits', async () => {
    const { data } = await call(getApproval, { approval_id: 'APP000000001' }, undefined, withPending());
    expect(data).toMatchObject({ approval_id: 'APP000000001', state: 'pending', decided_at: null, outcome: null });
  });

  it('shows how it was decided and what became of the order', async () => {
    const trading = withPending();
    await trading.gateway.approve('APP000000001', { hash: 'f00d', channel: 'cli', by: 'owner' });
    const { data } = await call(getApproval, { approval_id: 'APP000000001' }, undefined, trading);
    expect(data).toMatchObject({
      state: 'approved',
      channel: 'cli',
      decided_by: 'owner',
      decided_at: '2026-07-13T12:00:01.000Z',
      outcome: { success: true, status: 'done', ticket: 42 },
    });
  });

  it('knows only its own', async () => {
    expect((await call(getApproval, { approval_id: 'nope' })).text).toMatchObject({ code: 'APPROVAL_NOT_FOUND' });
    expect((await call(getApproval, {})).text).toMatchObject({ code: 'INVALID_PARAMS' });
  });
});

describe('list_approvals', () => {
  it('asks for as many as wanted, of one state or of all', async () => {
    const { data, trading } = await call(listApprovals, { state: 'PENDING', limit: 5 }, undefined, withPending());
    expect(trading.called('approvals')).toEqual([[{ state: 'pending', count: 5 }]]);
    expect(data.approvals).toMatchObject([{ approval_id: 'APP000000001', notional: 11_427.7 }]);
    expect((await call(listApprovals)).trading.called('approvals')).toEqual([[{ count: 50 }]]);
  });
});

describe('get_order_outcome', () => {
  it('answers failures and doubts as data, in the same shape', async () => {
    const failed = new StubGateway({ outcome: async () => rejected });
    const { isError, data } = await call(getOrderOutcome, { request_id: 'REQ000000001' }, undefined, failed);
    expect(isError).toBe(false);
    expect(data).toMatchObject({ success: false, status: 'rejected', error: { code: 'INSUFFICIENT_MARGIN' } });
    expect(failed.called('outcome')).toEqual([[{ request_id: 'REQ000000001' }]]);

    const open = new StubGateway({ outcome: async () => unknown });
    expect((await call(getOrderOutcome, { idempotency_key: 'one' }, undefined, open)).data).toMatchObject({
      success: false,
      status: 'unknown',
      settled_at: null,
    });
    expect(open.called('outcome')).toEqual([[{ idempotency_key: 'one' }]]);
  });

  it('says that the owner settled it, of which no ticket is known', async () => {
    const byOwner = {
      ...done,
      settled_by: 'owner',
      ticket: null,
      volume_filled: null,
      price_filled: null,
      result: null,
    };
    const trading = new StubGateway({ outcome: async () => byOwner as Outcome });
    const { data } = await call(getOrderOutcome, { request_id: 'REQ000000001' }, undefined, trading);
    expect(data).toMatchObject({
      success: true,
      status: 'done',
      settled_by: 'owner',
      ticket: null,
      volume_filled: null,
    });
  });

  it('shows the approval that an order waits for', async () => {
    const trading = new StubGateway({ outcome: async () => ({ ...unknown, status: 'pending_approval' }) });
    trading.pending();
    const { data } = await call(getOrderOutcome, { request_id: 'REQ000000001' }, undefined, trading);
    expect(data).toMatchObject({ status: 'pending_approval', approval_id: 'APP000000001', approval: { hash: 'f00d' } });
  });

  it.each([{}, { request_id: 'a', idempotency_key: 'b' }])('wants exactly one name, not %j', async (args) => {
    expect((await call(getOrderOutcome, args)).text).toMatchObject({ code: 'INVALID_PARAMS' });
  });
});

describe('get_policy', () => {
  it('shows every rule with what is used and left', async () => {
    const { data } = await call(getPolicy);
    expect(data).toMatchObject({
      preset: 'guarded',
      read_only: false,
      kill_switch: { on: false },
      symbols: { denylist: ['XAUUSD'] },
      approvals: { channels: ['elicitation', 'cli'] },
      unknown: 1,
    });
    expect(data.limits[0]).toEqual({
      limit: 'max_daily_loss',
      configured: 500,
      used: 12.3,
      left: 487.7,
      resets_at: '2026-07-14T00:00:00.000Z',
    });
  });

  it('cleans what the pulling of the kill switch left behind', async () => {
    const kill_switch = { on: true, since: 0, by: 'x\u202ey', reason: 'a\nb' };
    const trading = new StubGateway({ policy: async () => ({ ...policy, kill_switch }) });
    expect((await call(getPolicy, {}, undefined, trading)).data.kill_switch).toEqual({
      on: true,
      since: '1970-01-01T00:00:00.000Z',
      by: 'x y',
      reason: 'a b',
    });
  });
});

describe('get_audit', () => {
  it('narrows the log and shows it without marks that could hide words', async () => {
    const args = { event: 'PROPOSAL', symbol: 'EURUSD', from_ts: '2026-07-13', limit: 10, request_id: 'REQ000000001' };
    const { data, trading } = await call(getAudit, args);
    expect(trading.called('audit')).toEqual([
      [
        {
          event: 'proposal',
          symbol: 'EURUSD',
          request_id: 'REQ000000001',
          from: Date.UTC(2026, 6, 13),
          count: 10,
        },
      ],
    ]);
    expect(data.records).toEqual([
      {
        seq: 7,
        ts: '2026-07-13T12:00:00.000Z',
        event: 'proposal',
        request_id: 'REQ000000001',
        actor: { kind: 'agent', name: 'claude' },
        account: { environment: 'fake', login: '1000001', server: 'Fake-Demo' },
        data: { reason: 'line break', intent: { symbol: 'EURUSD' } },
      },
    ]);
    expect(data.untrusted_fields).toContain('data');
  });
});

describe('kill_switch_on', () => {
  it('pulls the switch in the name of the caller', async () => {
    const { data, trading } = await call(killSwitchOn, { reason: 'prices look wrong' });
    expect(trading.called('pullKillSwitch')).toEqual([[{ kind: 'agent', name: 'test' }, 'prices look wrong']]);
    expect(data.kill_switch).toMatchObject({ on: true, by: 'test', reason: 'prices look wrong' });
  });

  it('wants a reason', async () => {
    const { text, trading } = await call(killSwitchOn, { reason: ' ' });
    expect(text).toMatchObject({ code: 'INVALID_PARAMS', details: { argument: 'reason' } });
    expect(trading.calls).toEqual([]);
  });
});

it.each([
  [getApproval, { approval_id: 'APP000000001' }],
  [listApprovals, {}],
  [getOrderOutcome, { request_id: 'REQ000000001' }],
  [getPolicy, {}],
  [getAudit, {}],
  [killSwitchOn, { reason: 'no terminal' }],
] as const)('$0.name answers without a terminal too', async (tool, args) => {
  const { isError, data } = await call(tool, args, noTerminal(), withPending());
  expect(isError).toBe(false);
  expect(data).toHaveProperty('environment');
});
