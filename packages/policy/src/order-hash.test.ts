import type { TradeCommand } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Environment, orderHash } from './index.ts';
import { anyCommand } from './testing/arbitraries.ts';
import { send } from './testing/situation.ts';

const identity = { environment: 'demo', login: 1001n, server: 'Fake-Demo' } as const;

describe('the hash of an order', () => {
  it('is 64 hex digits, the same for the same, in any order of keys', () => {
    const { operation, params } = send();
    const turned = Object.fromEntries(Object.entries(params).reverse()) as typeof params;
    const hash = orderHash(send(), identity);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(orderHash({ params: turned, operation }, identity)).toBe(hash);
  });

  /** Pins the serialisation: approvals in a ledger outlive an update. */
  it('stays what it was', () => {
    expect(orderHash(send(), identity)).toBe('7e7bd0726655f8f3bcdd236a45969fa0f3633a280563c50cc2f007bbf3d483ce');
  });

  it('differs for any change of any field', () => {
    fc.assert(
      fc.property(anyCommand, anyCommand, fc.nat(), (command, other, pick) => {
        const before = command.params as Record<string, unknown>;
        const keys = Object.keys(before).filter((key) => key in other.params);
        const key = keys[pick % keys.length];
        if (key === undefined) return;
        const value = (other.params as Record<string, unknown>)[key];
        fc.pre(!Object.is(before[key], value));
        const changed = { ...command, params: { ...before, [key]: value } } as TradeCommand;
        expect(orderHash(changed, identity)).not.toBe(orderHash(command, identity));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['null and none of a number', { sl: null }, { sl: Number.NaN }],
    ['a number and its text', { symbol: '1' }, { symbol: 1 as unknown as string }],
    ['a number and the same integer', { magic: 1n }, { magic: 1 as unknown as bigint }],
    ['a text that looks like a field', { comment: '","magic":1n' }, { comment: '' }],
  ])('tells %s apart', (_, a, b) => {
    expect(orderHash(send(a), identity)).not.toBe(orderHash(send(b), identity));
  });

  it('differs by operation and by account', () => {
    const close = { request_id: 'ABCDEFGH0001', position: 1n, position_by: 2n, magic: 0n, comment: '' };
    const environments: readonly Environment[] = ['live', 'demo', 'paper', 'fake'];
    const hashes = [
      orderHash({ operation: 'position_close_by', params: close }, identity),
      orderHash({ operation: 'order_cancel', params: close } as unknown as TradeCommand, identity),
      ...environments.map((environment) => orderHash(send(), { ...identity, environment })),
      orderHash(send(), { ...identity, login: 1002n }),
      orderHash(send(), { ...identity, server: 'Fake-Demo2' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
