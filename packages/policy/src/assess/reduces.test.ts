import type { TradeCommand } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { evaluated, inFlight, verdict } from '../testing/judge.ts';
import {
  type Changes,
  cancel,
  close,
  closeBy,
  modify,
  modifyOrder,
  NOW,
  pending,
  position,
  send,
} from '../testing/situation.ts';

const risk = (command: TradeCommand, changes: Changes = {}): string => evaluated(command, changes).assessment.risk;
const HOUR = 3_600_000;

describe('stops of a position', () => {
  const held = (changes: Parameters<typeof position>[0]) => ({ snapshot: { positions: [position(changes)] } });
  const sell = { type: 'sell', sl: 1.09, tp: 1.08 } as const;

  it.each([
    ['a stop at a smaller loss', {}, { sl: 1.0801 }, 'reduces'],
    ['the same stop', {}, {}, 'reduces'],
    ['a stop at a larger loss', {}, { sl: 1.0799 }, 'adds'],
    ['no stop any more', {}, { sl: null }, 'adds'],
    ['a stop where there was none', { sl: null }, { sl: 1.05 }, 'reduces'],
    ['still none', { sl: null }, { sl: null }, 'reduces'],
    ['another take profit', {}, { tp: 1.1 }, 'reduces'],
    ['a take profit where there was none', { tp: null }, {}, 'reduces'],
    ['no take profit any more', {}, { tp: null }, 'adds'],
    ['a smaller loss of a sell', sell, { sl: 1.0899, tp: 1.08 }, 'reduces'],
    ['a larger loss of a sell', sell, { sl: 1.0901, tp: 1.08 }, 'adds'],
    ['a stop of a position of unknown side', { type: 'unknown', sl: null }, {}, 'adds'],
  ] as const)('%s', (_, before, after, expected) => {
    expect(risk(modify(after), held(before))).toBe(expected);
  });
});

describe('a pending order', () => {
  const ordered = (changes: Parameters<typeof pending>[0]) => ({ snapshot: { orders: [pending(changes)] } });
  const gtc = { type_time: 'gtc', time_expiration: null } as const;
  const stopLimit = { type: 'sell_stop_limit', price_open: 1.08, price_stoplimit: 1.081, sl: 1.09, tp: 1.07 } as const;
  const asStopLimit = { price: 1.08, stoplimit: 1.081, sl: 1.09, tp: 1.07 };

  it.each([
    ['nothing else', {}, {}, 'reduces'],
    ['a smaller loss', {}, { sl: 1.076 }, 'reduces'],
    ['a larger loss', {}, { sl: 1.074 }, 'adds'],
    ['no stop', {}, { sl: null }, 'adds'],
    ['another price', {}, { price: 1.0801 }, 'adds'],
    ['a sooner end', {}, { expiration: NOW + 1 }, 'reduces'],
    ['a later end', {}, { expiration: NOW + HOUR + 1 }, 'adds'],
    ['no end', {}, { type_time: 'gtc', expiration: null }, 'adds'],
    ['an end where there was none', gtc, {}, 'reduces'],
    ['still none', gtc, { type_time: 'gtc', expiration: null }, 'reduces'],
    ['another kind of end', {}, { type_time: 'day', expiration: null }, 'adds'],
    ['the same limit', stopLimit, asStopLimit, 'reduces'],
    ['another limit', stopLimit, { ...asStopLimit, stoplimit: 1.0811 }, 'adds'],
  ] as const)('with %s', (_, before, after, expected) => {
    expect(risk(modifyOrder(after), ordered(before))).toBe(expected);
  });

  it('that is cancelled reduces', () => expect(risk(cancel(), ordered({}))).toBe('reduces'));
});

describe('an order against the position of its symbol', () => {
  const changes = (margin_mode: 'retail_netting' | 'exchange' | 'retail_hedging' | 'unknown'): Changes => ({
    account: { margin_mode },
    snapshot: { positions: [position()] },
  });
  const sell = send({ type: 'sell', volume: 1, sl: null, tp: null });

  it.each([
    ['retail_netting', 'reduces'],
    ['exchange', 'reduces'],
    ['retail_hedging', 'adds'],
    ['unknown', 'adds'],
  ] as const)('on a %s account %s', (mode, expected) => expect(risk(sell, changes(mode))).toBe(expected));

  it.each([
    ['in its direction', send({ volume: 0.1 })],
    ['of more than it holds', send({ type: 'sell', volume: 1.01, sl: null, tp: null })],
    ['that waits', send({ type: 'sell_stop', price: 1.08, volume: 1, sl: null, tp: null })],
    ['of another symbol', send({ symbol: 'USDJPY', type: 'sell', volume: 1, sl: null, tp: null })],
  ])('adds %s', (_, command) => expect(risk(command, changes('retail_netting'))).toBe('adds'));

  it.each([
    ['an order', inFlight({ type: 'sell', volume: 0.1, sl: null, tp: null }, 10_841)],
    [
      'a close',
      { request_id: 'ABCDEFGH0002', command: close({ request_id: 'ABCDEFGH0002', volume: 0.1 }), notional: 10_841 },
    ],
  ])('adds by what %s on its way leaves of the position', (_, request) => {
    const busy = { ...changes('retail_netting'), situation: { in_flight: [request] } };
    expect(risk(sell, busy)).toBe('adds');
    expect(risk(send({ type: 'sell', volume: 0.9, sl: null, tp: null }), busy)).toBe('reduces');
  });

  it('is not taken for the one that it is itself', () => {
    const itself = { request_id: sell.params.request_id, command: sell, notional: 108_410 };
    expect(risk(sell, { ...changes('retail_netting'), situation: { in_flight: [itself] } })).toBe('reduces');
  });

  it('realises what it closes', () => {
    const double = send({ type: 'sell', volume: 2, sl: null, tp: null });
    expect(evaluated(double, changes('retail_netting')).assessment.realised).toBe(-90);
    const limits = { max_realised_loss_per_close: 89.99 };
    expect(verdict(sell, { ...changes('retail_netting'), limits })).toBe('LIMIT_REALISED_LOSS');
  });
});

describe('what reduces risk', () => {
  const exhausted: Changes = {
    limits: {
      auto_approve_notional: 0.01,
      max_notional_per_trade: 0.01,
      max_lots_per_trade: 0.01,
      max_position_notional_per_symbol: 0.01,
      max_total_notional: 0.01,
      max_open_positions: 1,
      max_orders_per_minute: 1,
      max_orders_per_day: 1,
      max_daily_loss: 0.01,
      max_drawdown_percent: 0.01,
      max_risk_per_trade_percent: 0.01,
      require_stop_loss: true,
      max_spread_points: 1,
      max_quote_age_seconds: 1,
      news_blackout_minutes: 10,
      trading_hours: [{ from: 0, to: 1 }],
    },
    rules: { symbols: { allowlist: ['XAUUSD'], denylist: ['EURUSD'] } },
    account: { equity: 1, balance: 5_000 },
    snapshot: {
      positions: [position(), position({ ticket: 502n, type: 'sell', sl: 1.1, tp: 1.05 })],
      orders: [pending()],
      terminal_time: NOW + 60_000,
      news: undefined,
      equity_peak: undefined,
    },
    situation: { kill_switch: true, counters: { last_minute: 99, minute_resets_at: NOW, today: 99 } },
  };

  it.each([
    ['a close', close()],
    ['a part of it', close({ volume: 0.01 })],
    ['closing by another', closeBy()],
    ['cancelling', cancel()],
    ['tightening a stop', modify({ sl: 1.083 })],
    ['tightening the stop of an order', modifyOrder({ sl: 1.079 })],
  ])('stays possible when everything is used up and the kill switch is on: %s', (_, command) => {
    expect(verdict(command, exhausted)).toBe('approved');
    const blind = { ...exhausted, snapshot: { ...exhausted.snapshot, market: new Map() } };
    expect(verdict(command, blind)).toBe('approved');
  });

  it('does not stay possible with other kinds of command', () => {
    for (const command of [send(), modify({ sl: 1.07 }), modifyOrder({ price: 1.081 })]) {
      expect(verdict(command, exhausted)).toBe('KILL_SWITCH_ON');
    }
  });

  it('stays within what binds all: reading only, whose account, and the loss of a close', () => {
    const lossy = { ...exhausted, limits: { max_realised_loss_per_close: 80 } };
    expect(verdict(close(), lossy)).toBe('LIMIT_REALISED_LOSS');
    expect(verdict(closeBy(), lossy)).toBe('approved');
    expect(verdict(close(), { ...lossy, limits: { ...lossy.limits, max_quote_age_seconds: 1 } })).toBe('DATA_STALE');
    const blind = { ...lossy, snapshot: { ...exhausted.snapshot, market: new Map() } };
    expect(verdict(close(), blind)).toBe('DATA_MISSING');
    expect(verdict(close(), { ...exhausted, rules: { read_only: true } })).toBe('TRADING_READ_ONLY');
    expect(verdict(close(), { ...exhausted, rules: { expected: { login: 1n, server: '' } } })).toBe('ACCOUNT_MISMATCH');
  });
});
