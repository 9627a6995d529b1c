import type { TradeCommand } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { refusal, verdict } from '../testing/judge.ts';
import {
  type Changes,
  cancel,
  close,
  closeBy,
  modify,
  modifyOrder,
  pending,
  position,
  send,
} from '../testing/situation.ts';

describe('nonsense', () => {
  const held = { snapshot: { positions: [position()], orders: [pending()] } };
  it.each([
    ['no lots', send({ volume: 0 }), 'INVALID_VOLUME'],
    ['negative lots', send({ volume: -1 }), 'INVALID_VOLUME'],
    ['lots that are no number', send({ volume: Number.NaN }), 'INVALID_PARAMS'],
    ['endless lots', send({ volume: Number.POSITIVE_INFINITY }), 'INVALID_PARAMS'],
    ['a request id that is none', send({ request_id: 'x' }), 'INVALID_PARAMS'],
    ['a comment that is too long', send({ comment: 'x'.repeat(32) }), 'INVALID_PARAMS'],
    ['a new order to close by', send({ type: 'close_by' }), 'INVALID_PARAMS'],
    ['a limit order without a price', send({ type: 'buy_limit' }), 'INVALID_PRICE'],
    ['a stop-limit order without its limit', send({ type: 'sell_stop_limit', price: 1.08 }), 'INVALID_PRICE'],
    ['a price of zero', send({ price: 0 }), 'INVALID_PRICE'],
    ['a negative price', modifyOrder({ price: -1 }), 'INVALID_PRICE'],
    ['more than the position holds', close({ volume: 1.01 }), 'INVALID_VOLUME'],
    ['nothing of it', close({ volume: 0 }), 'INVALID_VOLUME'],
    ['an unknown position', close({ position: 9n }), 'TICKET_NOT_FOUND'],
    ['an unknown position to modify', modify({ position: 9n }), 'TICKET_NOT_FOUND'],
    ['an unknown other position', closeBy({ position_by: 9n }), 'TICKET_NOT_FOUND'],
    ['an unknown order', cancel({ order: 9n }), 'TICKET_NOT_FOUND'],
    ['an unknown order to modify', modifyOrder({ order: 9n }), 'TICKET_NOT_FOUND'],
    ['a position closed by itself', closeBy({ position_by: 501n }), 'INVALID_PARAMS'],
    ['a stop of a held buy above the market', modify({ sl: 1.0842 }), 'INVALID_STOPS'],
    ['a limit that is no number', send({}), 'LIMIT_NOTIONAL_PER_TRADE', { max_notional_per_trade: Number.NaN }],
    ['a negative limit', send({}), 'LIMIT_NOTIONAL_PER_TRADE', { max_notional_per_trade: -1 }],
  ] as readonly [string, TradeCommand, string, Changes['limits']?][])('is refused: %s', (_, command, code, limits) => {
    expect(verdict(command, { ...held, limits: limits ?? {} })).toBe(code);
  });

  it('tells a missing ticket in words', () => {
    expect(refusal(closeBy(), {}).message).toBe('No open position or order is known by 501 and 502.');
  });
});
