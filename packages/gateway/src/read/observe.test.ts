import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it, vi } from 'vitest';
import { hello } from '../testing/stub-client.ts';
import { testReads } from '../testing/test-reads.ts';

const kept = ['account', 'positions', 'orders'] as const;
const down = { state: 'down', reason: new Mt5Error('TERMINAL_NOT_CONNECTED'), since: 0 } as const;

describe.each(kept)('observing %s', (kind) => {
  it('tells of changes and resyncs, and not of floating profit', () => {
    const { reads, client } = testReads();
    const changed = vi.fn();
    reads.observe({ kind }, changed);
    client.change(kind, 'resync'); // The first snapshot.
    expect(changed).not.toHaveBeenCalled();
    client.change(kind, 'floating');
    client.change(kind, 'floating');
    expect(changed).not.toHaveBeenCalled();
    client.change(kind, 'state');
    expect(changed).toHaveBeenCalledTimes(1);
    client.change(kind, 'resync');
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('tells of the first snapshot where something older may have been read meanwhile', async () => {
    const { reads, client } = testReads();
    client.answers = {
      account_info: () => ({ account: {} }) as never,
      positions: () => ({ positions: [] }) as never,
      orders: () => ({ orders: [] }) as never,
    };
    const changed = vi.fn();
    const read = {
      account: () => reads.account(),
      positions: () => reads.positions({}),
      orders: () => reads.orders({}),
    };
    await read[kind]();
    reads.observe({ kind }, changed);
    void read[kind]();
    client.change(kind, 'resync');
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('tells nothing of the other states', () => {
    const { reads, client } = testReads();
    const changed = vi.fn();
    reads.observe({ kind }, changed);
    for (const other of kept.filter((one) => one !== kind)) client.change(other, 'state');
    expect(changed).not.toHaveBeenCalled();
  });
});

describe.each(['account', 'positions'] as const)('observing %s with what follows the market', (kind) => {
  it('tells of floating figures too, and only those who asked for them', () => {
    const { reads, client } = testReads();
    const [calm, eager] = [vi.fn(), vi.fn()];
    reads.observe({ kind }, calm);
    reads.observe({ kind, floating: true }, eager);
    client.change(kind, 'resync'); // The first snapshot.
    client.change(kind, 'floating');
    client.change(kind, 'floating');
    expect(eager).toHaveBeenCalledTimes(2);
    expect(calm).not.toHaveBeenCalled();
    client.change(kind, 'state');
    expect(eager).toHaveBeenCalledTimes(3);
    expect(calm).toHaveBeenCalledTimes(1);
  });
});

describe('observing a symbol', () => {
  const quote = { kind: 'quote', symbol: 'EURUSD' } as const;
  const book = { kind: 'book', symbol: 'EURUSD' } as const;

  it('tells of every tick behind the first quote', async () => {
    const { reads, client } = testReads();
    const changed = vi.fn();
    reads.observe(quote, changed);
    await client.tick('EURUSD');
    expect(changed).not.toHaveBeenCalled();
    await client.tick('EURUSD');
    await client.tick('EURUSD');
    await client.tick('USDJPY');
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('tells of every change of its book behind the first one', () => {
    const { reads, client } = testReads();
    const changed = vi.fn();
    reads.observe(book, changed);
    client.changeBook('EURUSD');
    expect(changed).not.toHaveBeenCalled();
    client.changeBook('EURUSD');
    client.changeBook('USDJPY');
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('tells of the first quote and book where something older may have been read meanwhile', async () => {
    const { reads, client } = testReads();
    client.answers = { quote: () => ({}) as never, book: () => ({ symbol: 'EURUSD', entries: [] }) };
    const changed = vi.fn();
    reads.observe(quote, changed);
    reads.observe(book, changed);
    void reads.quote('EURUSD');
    void reads.book('EURUSD');
    await client.tick('EURUSD');
    client.changeBook('EURUSD');
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('whose quotes end in a failure is told once, and followed again by the next connection', async () => {
    const { reads, client } = testReads();
    const changed = vi.fn();
    reads.observe(quote, changed);
    await client.tick('EURUSD', new Mt5Error('SYMBOL_NOT_FOUND'));
    expect(changed).toHaveBeenCalledTimes(1);
    await client.tick('EURUSD');
    expect(changed).toHaveBeenCalledTimes(1);
    client.setLink({ state: 'up', hello: { ...hello, epoch: 2 }, since: 6 });
    expect(changed).toHaveBeenCalledTimes(2);
    await client.tick('EURUSD');
    await client.tick('EURUSD');
    expect(changed.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(client.subscriptions['quote EURUSD']).toBe(1);
  });

  it.each(['', 'EUR\nUSD'])('named %j is refused', (symbol) => {
    const { reads, client } = testReads();
    for (const kind of ['quote', 'book'] as const) {
      expect(() => reads.observe({ kind, symbol }, () => undefined)).toThrow(
        expect.objectContaining({ code: 'INVALID_SYMBOL' }),
      );
    }
    expect(client.subscriptions).toEqual({});
  });
});

describe('the link of what is observed', () => {
  it('tells when it is lost, regained, or leads to a terminal that started anew', () => {
    const { reads, client } = testReads();
    const listeners = [vi.fn(), vi.fn()] as const;
    reads.observe({ kind: 'quote', symbol: 'EURUSD' }, listeners[0]);
    reads.observe({ kind: 'orders' }, listeners[1]);
    const told = () => listeners.map((listener) => listener.mock.calls.length);
    client.setLink(down);
    expect(told()).toEqual([1, 1]);
    client.setLink({ state: 'connecting' });
    client.setLink(down);
    expect(told()).toEqual([1, 1]);
    client.setLink({ state: 'up', hello, since: 5 });
    expect(told()).toEqual([2, 2]);
    client.setLink({ state: 'up', hello, since: 5 });
    expect(told()).toEqual([2, 2]);
    client.setLink({ state: 'up', hello: { ...hello, epoch: 2 }, since: 6 });
    expect(told()).toEqual([3, 3]);
  });
});

describe('many observers', () => {
  it('of one thing cost one subscription, of several things one each', () => {
    const { reads, client } = testReads();
    const many = (what: Parameters<typeof reads.observe>[0]) =>
      Array.from({ length: 50 }, () => reads.observe(what, () => undefined));
    const ends = [
      ...many({ kind: 'account' }),
      ...many({ kind: 'quote', symbol: 'EURUSD' }),
      ...many({ kind: 'quote', symbol: 'USDJPY' }),
      ...many({ kind: 'book', symbol: 'EURUSD' }),
    ];
    expect(client.subscriptions).toEqual({
      account: 1,
      'quote EURUSD': 1,
      'quote USDJPY': 1,
      'book EURUSD': 1,
      link: 3,
    });
    for (const end of ends.slice(1)) end();
    expect(client.subscriptions).toEqual({ account: 1, link: 1 });
    ends[0]?.();
    expect(client.subscriptions).toEqual({});
  });

  it('are each told, the same function given twice too', () => {
    const { reads, client } = testReads();
    const changed = vi.fn();
    const end = reads.observe({ kind: 'book', symbol: 'EURUSD' }, changed);
    reads.observe({ kind: 'book', symbol: 'EURUSD' }, changed);
    client.changeBook('EURUSD');
    client.changeBook('EURUSD');
    expect(changed).toHaveBeenCalledTimes(2);
    end();
    end();
    client.changeBook('EURUSD');
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it('may end themselves and others while they are told', () => {
    const { reads, client } = testReads();
    const heard: string[] = [];
    const endSecond = { now: (): void => undefined };
    const endFirst = reads.observe({ kind: 'book', symbol: 'EURUSD' }, () => {
      heard.push('first');
      endFirst();
      endSecond.now();
    });
    endSecond.now = reads.observe({ kind: 'book', symbol: 'EURUSD' }, () => heard.push('second'));
    client.changeBook('EURUSD');
    client.changeBook('EURUSD');
    expect(heard).toEqual(['first']);
    expect(client.subscriptions).toEqual({});
  });

  it('start anew after the last one ended', async () => {
    const { reads, client } = testReads();
    const changed = vi.fn();
    reads.observe({ kind: 'quote', symbol: 'EURUSD' }, changed)();
    await client.tick('EURUSD');
    expect(changed).not.toHaveBeenCalled();
    reads.observe({ kind: 'quote', symbol: 'EURUSD' }, changed);
    await client.tick('EURUSD');
    await client.tick('EURUSD');
    client.setLink(down);
    expect(changed).toHaveBeenCalledTimes(2);
    expect(client.subscriptions).toEqual({ 'quote EURUSD': 1, link: 2 });
  });
});
