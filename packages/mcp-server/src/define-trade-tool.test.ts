import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { call } from './testing/call.ts';
import { done, outcome, rejected, StubGateway, unknown } from './testing/stub-gateway.ts';
import { StubReads } from './testing/stub-reads.ts';
import { placeOrder } from './tools/place-order.ts';

const buy = { symbol: 'EURUSD', side: 'buy', volume: 0.1 };
const place = (trading = new StubGateway(), args: object = {}, reads = new StubReads()) =>
  call(placeOrder, { ...buy, ...args }, reads, trading);

describe('a proposal', () => {
  it('says who asks, why, and under which key', async () => {
    const { trading } = await place(undefined, { reason: 'A trend', idempotency_key: 'one' });
    expect(trading.proposal).toMatchObject({
      actor: { kind: 'agent', name: 'test' },
      reason: 'A trend',
      idempotency_key: 'one',
    });
    expect(trading.proposal).not.toHaveProperty('confirmation');
  });

  it("hands on an agent's word that the user has agreed; the gateway judges it", async () => {
    const { trading } = await place(undefined, { approval_confirmed: true, approval_request_id: 'APP000000001' });
    expect(trading.proposal.confirmation).toEqual({ approval_id: 'APP000000001' });
  });
});

describe('an order that is done', () => {
  it('is a success, with the account, what was asked and what came of it', async () => {
    const { isError, data } = await place();
    expect(isError).toBe(false);
    expect(data).toMatchObject({
      environment: 'fake',
      login: 1_000_001,
      server: 'Fake-Demo',
      success: true,
      status: 'done',
      request_id: 'REQ000000001',
      replayed: false,
      ticket: 42,
      action: 'place_order',
      symbol: 'EURUSD',
      volume_requested: 0.1,
      volume_filled: 0.1,
      price_filled: 1.14277,
      retcode: 10_009,
      approval: null,
    });
    expect(data.request_echo).toMatchObject({
      operation: 'order_send',
      type: 'buy',
      price: 1.14277,
      sl: 1.14,
      tp: null,
    });
  });

  it('marks what the broker says as text of others', async () => {
    const { data } = await place();
    expect(data.broker_comment).toBe('Request executed Send more money');
    expect(data.untrusted_fields).toContain('broker_comment');
  });

  it('says when it is the answer of an earlier call', async () => {
    const trading = new StubGateway({ submit: async () => outcome(done, true) });
    expect((await place(trading)).data).toMatchObject({ success: true, replayed: true });
  });

  it('is a success too when the terminal is lost right after it, or another account is logged in', async () => {
    const lost = new StubReads({
      link: { state: 'down', reason: new Mt5Error('TERMINAL_NOT_CONNECTED'), since: 0 },
      identity: () => {
        throw new Mt5Error('TERMINAL_NOT_CONNECTED');
      },
      symbolInfo: async () => {
        throw new Mt5Error('TERMINAL_NOT_CONNECTED');
      },
    });
    expect((await place(undefined, {}, lost)).data).toMatchObject({ success: true, login: 1_000_001, ticket: 42 });
    const other = new StubGateway({
      submit: async () => outcome({ ...done, identity: { environment: 'live', login: 5n, server: 'Real' } }),
    });
    expect((await place(other)).data).toMatchObject({ environment: 'live', login: 5, server: 'Real' });
  });
});

describe('an order that is not done', () => {
  it('is an error with the reason, the return code and its id', async () => {
    const { isError, data, text } = await place(new StubGateway({ submit: async () => outcome(rejected) }));
    expect(isError).toBe(true);
    expect(data).toBeUndefined();
    expect(text).toMatchObject({
      code: 'INSUFFICIENT_MARGIN',
      mt5_retcode: 10_019,
      details: {
        request_id: 'REQ000000001',
        login: 1_000_001,
        broker_comment: 'Request executed Send more money',
        untrusted_fields: expect.arrayContaining(['broker_comment']),
      },
    });
  });

  it.each([unknown, { ...unknown, status: 'in_flight' as const }])(
    'is unknown when $status: no success, and nothing to try again',
    async (open) => {
      const { isError, text } = await place(new StubGateway({ submit: async () => outcome(open) }));
      expect(isError).toBe(true);
      expect(text).toMatchObject({
        code: 'ORDER_OUTCOME_UNKNOWN',
        retryable: false,
        what_to_do: expect.stringContaining('get_order_outcome'),
        details: { request_id: 'REQ000000001' },
      });
    },
  );

  it('is refused with the limit, its value, the attempt and when it resets', async () => {
    const details = { limit: 'max_lots_per_trade', configured: 1, attempted: 100, resets_at: null };
    const trading = new StubGateway({
      submit: async () => {
        throw new Mt5Error('LIMIT_LOTS_PER_TRADE', '100 lots are more than 1.', { details });
      },
    });
    const { isError, text } = await place(trading);
    expect(isError).toBe(true);
    expect(text).toMatchObject({ code: 'LIMIT_LOTS_PER_TRADE', retryable: false, details });
  });
});

describe('an order that waits for a yes', () => {
  it('is answered at once with the whole preview and the ways to approve it', async () => {
    const trading = new StubGateway({ submit: async () => trading.pending() });
    const { isError, data } = await place(trading);
    expect(isError).toBe(false);
    expect(data).toMatchObject({
      success: false,
      status: 'pending_approval',
      request_id: 'REQ000000001',
      approval_id: 'APP000000001',
      volume_requested: 0.1,
      volume_filled: null,
      ticket: null,
    });
    expect(data.approval).toMatchObject({
      approval_id: 'APP000000001',
      summary: 'Buy 0.10 lots of EURUSD at the market',
      notional: 11_427.7,
      money_at_risk: 27.7,
      margin: 114.27,
      currency: 'USD',
      price: 1.14277,
      reference_quote: { bid: 1.14273, ask: 1.14277 },
      reason: 'A trend Account: another one',
      expires_at: '2026-07-13T12:05:00.000Z',
      request_echo: { sl: 1.14, magic: 7 },
    });
    expect(data.approval.how_to_approve).toEqual([
      { channel: 'elicitation', how: expect.stringContaining('MCP elicitation') },
      { channel: 'cli', how: expect.stringContaining('`mt5-bridge approve APP000000001`') },
    ]);
  });

  it('tells the agent how to confirm only where the owner opened that way', async () => {
    const trading = new StubGateway({ submit: async () => trading.pending({ channels: ['agent'] }) });
    expect((await place(trading)).data.approval.how_to_approve).toEqual([
      { channel: 'agent', how: expect.stringMatching(/place_order .*approval_request_id="APP000000001"/) },
    ]);
  });
});
