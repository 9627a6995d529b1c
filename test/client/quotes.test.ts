import type { Mt5Client } from '@mt5-bridge/client';
import { Mt5Error, type Quote } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { settled } from '../support/manual-clock.ts';
import { failure, type MemorySetting, together } from './setup.ts';

const HOUR = 3_600_000;
const symbol = 'EURUSD';
/** The market of the peer: `quote` answers with it, and it moves by `move`. */
async function market() {
  const setting = await together();
  const { peer, clock } = setting;
  let now: Quote = {
    symbol,
    time_msc: clock.now() + 3 * HOUR,
    bid: 1.1,
    ask: 1.1001,
    last: 0,
    volume_real: 0,
    flags: ['bid', 'ask'],
    spread: 10,
    bidhigh: 1.15,
    bidlow: 1.05,
  };
  peer.script('quote', () => ({ result: now }));
  const move = (bid: number, afterMs = 1, isLost = false): void => {
    const time_msc = now.time_msc + afterMs;
    const [bidhigh, bidlow] = [Math.max(now.bidhigh, bid), Math.min(now.bidlow, bid)];
    now = { ...now, time_msc, bid, ask: bid + 0.0002, spread: 20, bidhigh, bidlow };
    peer.tick(symbol, [[time_msc, bid, bid + 0.0002]], isLost);
  };
  return { ...setting, move };
}

/** What a reader that is always ready gets. */
function reading(client: Mt5Client, signal?: AbortSignal) {
  const got: Quote[] = [];
  const ended = (async () => {
    for await (const quote of client.quotes(symbol, signal && { signal })) got.push(quote);
  })();
  return { got, ended };
}

const short = ({ bid, bidhigh, bidlow, spread }: Quote) => [bid, bidhigh, bidlow, spread];

describe('quotes', () => {
  it('begin with the quote as it is and go on with every tick, high, low and spread carried on', async () => {
    const { client, peer, move, clock } = await market();
    const { got } = reading(client);
    await settled();
    for (const bid of [1.12, 1.16, 1.04]) {
      move(bid);
      await settled();
    }
    expect(got.map(short)).toEqual([
      [1.1, 1.15, 1.05, 10],
      [1.12, 1.15, 1.05, 20],
      [1.16, 1.16, 1.05, 20],
      [1.04, 1.16, 1.04, 20],
    ]);
    expect(got.map(({ time_msc }) => time_msc - clock.now())).toEqual([0, 1, 2, 3]);
    expect(got.at(-1)).toMatchObject({ symbol, flags: ['bid', 'ask'], last: 0 });
    expect(peer.asked('quote')).toHaveLength(1);
  });

  it('begin a new high and low with the day of the server', async () => {
    const { client, move } = await market();
    const { got } = reading(client);
    await settled();
    move(1.11, 24 * HOUR);
    await settled();
    expect(got.map(short).at(-1)).toEqual([1.11, 1.11, 1.11, 20]);
  });

  it('that a busy reader has not taken are replaced by the newest', async () => {
    const { client, move } = await market();
    const reader = client.quotes(symbol)[Symbol.asyncIterator]();
    await reader.next();
    for (let i = 0; i < 10_000; i++) move(1 + i / 10_000);
    await settled();
    expect((await reader.next()).value).toMatchObject({ bid: 1.9999 });
    let isWaiting = true;
    const next = reader.next().finally(() => {
      isWaiting = false;
    });
    await settled();
    expect(isWaiting).toBe(true);
    move(3);
    expect((await next).value).toMatchObject({ bid: 3 });
  });

  it('are read anew after a loss, so that its high is not missed', async () => {
    const { client, peer, move } = await market();
    const { got } = reading(client);
    await settled();
    move(1.1);
    move(1.3, 1, true);
    move(1.2);
    await settled();
    expect(got.map(short).at(-1)).toEqual([1.2, 1.3, 1.05, 20]);
    expect(peer.asked('quote')).toHaveLength(2);
  });

  it('go on by themselves after the terminal was away', async () => {
    const { client, peer, move } = await market();
    const { got } = reading(client);
    await settled();
    await peer.close();
    await settled();
    peer.newEpoch();
    move(1.2, 1, true);
    await peer.open();
    await settled();
    move(1.21);
    await settled();
    expect(got.map(({ bid }) => bid)).toEqual([1.1, 1.2, 1.21]);
    expect(peer.asked('watch').length).toBeGreaterThanOrEqual(2);
  });

  it('of one symbol are read once for all readers', async () => {
    const { client, peer, move } = await market();
    const first = reading(client);
    await settled();
    const second = reading(client);
    await settled();
    move(1.2);
    await settled();
    expect(first.got).toHaveLength(2);
    expect(second.got).toEqual(first.got);
    expect(peer.asked('quote')).toHaveLength(1);
    expect(peer.asked('watch')).toHaveLength(1);
  });

  it('wait for a market without a quote', async () => {
    const { client, peer, clock, move } = await market();
    peer.script('quote', () => {
      throw new Mt5Error('NO_QUOTE');
    });
    const { got } = reading(client);
    await clock.advance(10_000);
    expect(got).toEqual([]);
    peer.script('quote', undefined);
    const { time_msc } = { time_msc: clock.now() + 3 * HOUR };
    const quote = { symbol, time_msc, bid: 2, ask: 2, last: 0, volume_real: 0, flags: [], spread: 0 };
    peer.script('quote', () => ({ result: { ...quote, bidhigh: 2, bidlow: 2 } }));
    move(1.9);
    await clock.advance(5_000);
    expect(got.map(({ bid }) => bid)).toEqual([2]);
  });

  it.each([
    [
      'the terminal does not know',
      'SYMBOL_NOT_FOUND',
      ({ peer }: MemorySetting) =>
        peer.script('quote', () => {
          throw new Mt5Error('SYMBOL_NOT_FOUND');
        }),
    ],
    [
      'it will not stream',
      'SYMBOL_NOT_SELECTED',
      ({ peer }: MemorySetting) =>
        peer.script('watch', ({ topics }) => {
          const refused = topics.map((topic) => ({ topic, code: 'SYMBOL_NOT_SELECTED' }));
          return { result: { epoch: 1, lease_ms: 30_000, refused } };
        }),
    ],
  ] as const)('of a symbol that %s end with %s', async (_, code, arrange) => {
    const setting = await market();
    arrange(setting);
    const { ended } = reading(setting.client);
    await failure(ended, code);
  });

  it('of what is no symbol are refused at once', async () => {
    const { client } = await market();
    expect(() => client.quotes('\n')).toThrow(expect.objectContaining({ code: 'INVALID_SYMBOL' }));
  });

  it('end with their signal, with a break, and with the client; nothing is watched any more', async () => {
    const { client, peer, move } = await market();
    const controller = new AbortController();
    const aborted = reading(client, controller.signal);
    await settled();
    controller.abort();
    await aborted.ended;
    for await (const quote of client.quotes(symbol)) {
      expect(quote.bid).toBe(1.1);
      break;
    }
    await settled();
    expect(peer.asked('unwatch').length).toBeGreaterThan(0);
    const events = client.stats.events;
    move(1.2);
    await settled();
    expect(client.stats.events).toBe(events);
    const closed = reading(client);
    await settled();
    await client.close();
    await closed.ended;
    const late = reading(client, AbortSignal.abort());
    await failure(late.ended, 'CLOSED');
  });
});

describe('a book', () => {
  const level = (price: number) => ({ type: 'buy' as const, price, volume: 1 });

  it('is read once and then follows its events, which hold all of it', async () => {
    const { client, peer } = await market();
    peer.script('book', () => ({ result: { symbol, entries: [level(1)] } }));
    const heard: number[][] = [];
    client.book(symbol, (entries) => heard.push(entries.map(({ price }) => price)));
    await settled();
    peer.publish<'book'>('book.EURUSD', { entries: [level(2), level(1)] });
    peer.lose('book.EURUSD');
    peer.publish<'book'>('book.EURUSD', { entries: [] });
    await settled();
    expect(heard).toEqual([[1], [2, 1], []]);
    expect(peer.asked('book')).toHaveLength(1);
    expect(peer.asked('watch').map(({ params }) => params.topics)).toEqual([['book.EURUSD']]);
  });

  it('that the broker does not have is logged, once', async () => {
    const { client, peer, clock, logged } = await market();
    peer.script('book', () => {
      throw new Mt5Error('BOOK_UNAVAILABLE', 'no book');
    });
    client.book(symbol, () => {});
    await clock.advance(5_000);
    expect(logged.filter((line) => line.startsWith('error'))).toEqual([expect.stringContaining('no book')]);
    expect(peer.asked('book')).toHaveLength(1);
  });
});
