import type { ErrorCode } from '@mt5-bridge/protocol';
import { describe, expect, it, test } from 'vitest';
import { type Limits, orderHash } from './index.ts';
import { evaluated, refusal, verdict } from './testing/judge.ts';
import { account, type Changes, close, modifyOrder, NOW, pending, position, send } from './testing/situation.ts';

// What other bridges were seen to get wrong about an owner's rules.

const identity = { environment: 'demo', login: account.login, server: account.server } as const;

describe('notional without contract size or conversion', () => {
  const gate = { limits: { auto_approve_notional: 1_000 } };

  test('100 lots EURUSD are 10.8 million, and ask for approval above 1,000', () => {
    const decision = evaluated(send({ volume: 100 }), gate);
    expect(decision).toMatchObject({ verdict: 'needs_approval', configured: 1_000, attempted: 10_842_000 });
  });

  test('the smallest order that is worth more asks, the largest that is not does not', () => {
    const worth = (volume: number) => verdict(send({ symbol: 'USDJPY', volume, sl: null, tp: null }), gate);
    // A lot of USDJPY is 100,000 x 150.02 yen at 0.006: 90,012 USD.
    expect(worth(0.011)).toBe('approved');
    expect(worth(0.012)).toBe('needs_approval');
  });

  test('max_notional_per_trade is in account currency, too', () => {
    const limits = { max_notional_per_trade: 50_000 };
    expect(verdict(send({ volume: 0.46 }), { limits })).toBe('approved');
    expect(verdict(send({ volume: 0.47 }), { limits })).toBe('LIMIT_NOTIONAL_PER_TRADE');
  });
});

test('an approval that is not bound to the stops: any other field voids it', () => {
  const seen = send({ type: 'buy_stop_limit', price: 1.09, stoplimit: 1.085, sl: 1.08, tp: 1.09 });
  const grant = { hash: orderHash(seen, identity), channel: 'cli' } as const;
  const granted: Changes = { limits: { auto_approve_notional: 1_000 }, situation: { grant } };
  expect(verdict(seen, granted)).toBe('approved');
  const others: readonly Parameters<typeof send>[0][] = [
    { sl: 0.5 },
    { sl: null },
    { tp: null },
    { tp: 1.2 },
    { price: 1.0901 },
    { stoplimit: 1.0849 },
    { volume: 0.11 },
    { deviation: 11 },
    { type_filling: 'fok' },
    { type_time: 'day' },
    { expiration: NOW + 1 },
    { magic: 8n },
    { comment: '' },
    { request_id: 'ABCDEFGH0009' },
    { type: 'buy_stop' },
    { symbol: 'USDJPY' },
  ];
  for (const other of others) {
    const { params } = send({ ...seen.params, ...other });
    const decision = evaluated({ operation: 'order_send', params }, granted);
    expect(decision.verdict).toBe('refused');
    expect(decision.verdict === 'refused' && decision.refusals.map(({ code }) => code)).toContain('INVALID_APPROVAL');
  }
});

describe('a daily loss that nobody counts', () => {
  const day = (realised: number | undefined, equity: number): Changes => ({
    limits: { max_daily_loss: 100 },
    account: { equity },
    snapshot: { day: { started_at: 0, resets_at: NOW + 1, realised } },
  });

  it.each([
    ['realised', -100, 10_000, 'LIMIT_DAILY_LOSS'],
    ['floating', 0, 9_900, 'LIMIT_DAILY_LOSS'],
    ['of both', -60, 9_960, 'LIMIT_DAILY_LOSS'],
    ['made good by what floats', -150, 10_060, 'approved'],
    ['that is not known', undefined, 10_000, 'DATA_MISSING'],
  ])('stops orders when it is %s', (_, realised, equity, expected) => {
    expect(verdict(send(), day(realised, equity))).toBe(expected);
  });
});

test('a realised loss without contract size: half a lot 90 points down is 45 USD', () => {
  const held = { snapshot: { positions: [position()] } };
  const limits = (max_realised_loss_per_close: number) => ({ ...held, limits: { max_realised_loss_per_close } });
  expect(verdict(close({ volume: 0.5 }), limits(45))).toBe('approved');
  expect(refusal(close({ volume: 0.5 }), limits(44.99))).toMatchObject({
    code: 'LIMIT_REALISED_LOSS',
    configured: 44.99,
    attempted: 45,
    message: 'This would realise a loss of 45 USD; max_realised_loss_per_close is 44.99 USD.',
  });
});

test('limits that stay as they were at the start: each call is judged by the rules that it is given', () => {
  const given = (rules: Changes['rules'], limits: Partial<Limits> = {}): Changes => ({ rules: rules ?? {}, limits });
  const denied = given({ symbols: { allowlist: [], denylist: ['EURUSD'] } });
  const answers = [given({}), denied, given({}), given({}, { max_lots_per_trade: 0.01 }), given({})];
  expect(answers.map((changes) => verdict(send(), changes))).toEqual([
    'approved',
    'SYMBOL_DENIED',
    'approved',
    'LIMIT_LOTS_PER_TRADE',
    'approved',
  ]);
});

test('a bad volume of a close is a coded refusal', () => {
  const held = { snapshot: { positions: [position()] } };
  const codes = [0, -1, 2, Number.NaN].map((volume) => verdict(close({ volume }), held));
  expect(codes).toEqual<ErrorCode[]>(['INVALID_VOLUME', 'INVALID_VOLUME', 'INVALID_VOLUME', 'INVALID_PARAMS']);
});

test('a change of price that wipes stops and expiry adds risk, and is not let through as a mere change', () => {
  const changes = {
    limits: { require_stop_loss: true, auto_approve_notional: 1_000 },
    snapshot: { orders: [pending()] },
  };
  const wiped = modifyOrder({ price: 1.0799, sl: null, tp: null, type_time: 'gtc', expiration: null });
  expect(evaluated(wiped, changes).assessment.risk).toBe('adds');
  expect(verdict(wiped, changes)).toBe('STOP_LOSS_REQUIRED');
  expect(verdict(modifyOrder({ price: 1.0799 }), changes)).toBe('needs_approval');
});

test('guards that are off unasked: only 0, false and an empty list are off', () => {
  const broken: readonly Partial<Limits>[] = [
    { max_notional_per_trade: Number.NaN },
    { max_lots_per_trade: -1 },
    { auto_approve_notional: Number.NaN },
    { max_daily_loss: Number.NaN },
    { max_quote_age_seconds: -1 },
  ];
  for (const limits of broken) expect(verdict(send(), { limits })).not.toBe('approved');
});
