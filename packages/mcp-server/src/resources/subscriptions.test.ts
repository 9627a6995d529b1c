import { DEFAULT_CONFIG } from '@mt5-bridge/config';
import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { NOBODY } from '../caller.ts';
import { Scales } from '../present/scales.ts';
import { ManualClock, settled } from '../testing/manual-clock.ts';
import { StubReads } from '../testing/stub-reads.ts';
import { MOST_SUBSCRIPTIONS, Subscriptions } from './subscriptions.ts';

function subscriptionsTo(stub = new StubReads()) {
  const told: string[] = [];
  const scales = new Scales(stub.reads);
  const context = {
    reads: stub.reads,
    clock: new ManualClock(),
    scales,
    log: () => {},
    caller: NOBODY,
    onConfig: () => () => {},
  };
  const subscriptions = new Subscriptions(
    context,
    () => DEFAULT_CONFIG,
    async (uri) => {
      told.push(uri);
    },
  );
  /** Without the scales' own. */
  const observed = () => stub.listeners - 1;
  return { stub, told, subscriptions, observed };
}

describe('subscriptions', () => {
  it('watch a resource while anybody subscribes to it', async () => {
    const { stub, told, subscriptions, observed } = subscriptionsTo();
    subscriptions.add(1, ['account://current', 'quotes://EURUSD']);
    subscriptions.add('two', ['account://current']);
    expect(stub.observed).toEqual([{ kind: 'account' }, { kind: 'quote', symbol: 'EURUSD' }]);
    subscriptions.removeAll(1);
    expect(observed()).toBe(1);
    stub.change('quote');
    stub.change('account');
    await settled();
    expect(told).toEqual(['account://current']);
    subscriptions.remove('two', 'account://current');
    subscriptions.remove('two', 'account://current');
    expect(observed()).toBe(0);
  });

  it.each([
    ['quotes://EURUSX', 'SYMBOL_NOT_FOUND'],
    ['book://USDJPY', 'BOOK_UNAVAILABLE'],
    ['quotes://%E0%A4%A', 'INVALID_SYMBOL'],
  ])('refuse %s with %s', async (uri, code) => {
    const { subscriptions } = subscriptionsTo();
    expect(await subscriptions.refusal(['account://current', uri])).toMatchObject({
      code: -32_602,
      message: expect.stringContaining(code),
      data: { uri, code },
    });
  });

  it('refuse what is no resource', async () => {
    const { subscriptions } = subscriptionsTo();
    expect(await subscriptions.refusal(['file:///x'])).toMatchObject({ code: -32_602, data: { uri: 'file:///x' } });
  });

  it.each(['TERMINAL_NOT_CONNECTED', 'NO_QUOTE', 'TIMEOUT'] as const)('are granted in spite of %s', async (code) => {
    const stub = new StubReads({
      quote: async () => {
        throw new Mt5Error(code);
      },
    });
    expect(await subscriptionsTo(stub).subscriptions.refusal(['quotes://EURUSD'])).toBeUndefined();
  });

  it('are bounded', async () => {
    const { subscriptions } = subscriptionsTo();
    const uris = Array.from({ length: MOST_SUBSCRIPTIONS }, (_, i) => `quotes://S${i}`);
    subscriptions.add(1, uris);
    expect(await subscriptions.refusal(['account://current'])).toMatchObject({ data: { code: 'INVALID_COUNT' } });
  });

  it('are bounded when all are asked for at once', async () => {
    const { subscriptions } = subscriptionsTo();
    const refusals = await Promise.all(
      Array.from({ length: MOST_SUBSCRIPTIONS + 5 }, () => subscriptions.refusal(['account://current'])),
    );
    expect(refusals.filter((refusal) => refusal !== undefined)).toHaveLength(5);
    expect(await subscriptions.refusal(['account://current'])).toBeUndefined();
  });

  it('end with the connection, and none begins after it', () => {
    const { subscriptions, observed } = subscriptionsTo();
    subscriptions.add(1, ['account://current', 'orders://current']);
    subscriptions.close();
    subscriptions.add(2, ['account://current']);
    expect(observed()).toBe(0);
  });
});
