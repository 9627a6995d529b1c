import type { TradeCommand } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { verdict } from '../testing/judge.ts';
import {
  account,
  type Changes,
  cancel,
  close,
  closeBy,
  modify,
  pending,
  position,
  send,
} from '../testing/situation.ts';

describe('real money', () => {
  const real = (live: { enabled: boolean; login: bigint }): Changes => ({
    rules: { live },
    account: { trade_mode: 'real' },
    snapshot: { environment: 'live' },
  });

  it.each([
    ['off', { enabled: false, login: 1001n }, 'LIVE_NOT_ENABLED'],
    ['on without a login', { enabled: true, login: 0n }, 'LIVE_NOT_ENABLED'],
    ['on for another login', { enabled: true, login: 1002n }, 'ACCOUNT_MISMATCH'],
    ['on for this login', { enabled: true, login: 1001n }, 'approved'],
  ])('with the switch %s: %s', (_, live, code) => {
    expect(verdict(send(), real(live))).toBe(code);
    expect(verdict(close(), { ...real(live), snapshot: { environment: 'live', positions: [position()] } })).toBe(code);
  });

  it.each(['real', 'unknown'] as const)('is what a terminal calls %s, whatever else it is called', (trade_mode) => {
    expect(verdict(send(), { account: { trade_mode } })).toBe('LIVE_NOT_ENABLED');
    expect(verdict(send(), { account: { trade_mode }, snapshot: { environment: 'paper' } })).toBe('approved');
  });
});

describe('a magic number that is not its own', () => {
  const own = (snapshot: Changes['snapshot']): Changes => ({
    limits: { magic_scope: 'own' },
    snapshot: snapshot ?? {},
  });
  const foreign = position({ magic: 0n });
  it.each([
    ['a position', close(), own({ positions: [foreign] })],
    ['its stops', modify(), own({ positions: [foreign] })],
    [
      'the other position',
      closeBy(),
      own({ positions: [position(), position({ ticket: 502n, type: 'sell', magic: 1n })] }),
    ],
    ['an order', cancel(), own({ orders: [pending({ magic: 1n })] })],
    ['a new order', send({ magic: 1n }), own({})],
    ['a close sent under another', close({ magic: 1n }), own({ positions: [position()] })],
    [
      'the one position of a netting account',
      send(),
      { ...own({ positions: [foreign] }), account: { ...account, margin_mode: 'exchange' } },
    ],
  ] as readonly [string, TradeCommand, Changes][])('keeps %s', (_, command, changes) => {
    expect(verdict(command, changes)).toBe('FOREIGN_MAGIC');
  });

  it('does not matter with another position of a hedging account', () => {
    expect(verdict(send(), own({ positions: [foreign] }))).toBe('approved');
  });
});
