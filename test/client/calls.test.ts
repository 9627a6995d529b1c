import { Mt5Error, type Params } from '@mt5-bridge/protocol';
import { encodeReply, pack } from '@mt5-bridge/protocol/wire';
import { describe, expect, it } from 'vitest';
import { settled } from '../support/manual-clock.ts';
import { packed } from '../support/scripted-peer.ts';
import { apart, failure, outcome, together } from './setup.ts';

const HOUR = 3_600_000;
const quote = { symbol: 'EURUSD' };

describe('an answer', () => {
  it('goes to the call that asked, whatever the order of answers', async () => {
    const { client, peer } = await together();
    const held: number[] = [];
    const answer = (id: number) => encodeReply({ id, ok: true, t: 1, d: { total: id, symbols: [] } });
    // Each answer but the first is that to the request before; the last request is answered by nobody.
    peer.script('symbols', (_, id) => {
      held.push(id);
      return held.length === 1 ? 'silence' : { frames: () => [answer(held.at(-2) ?? 0)] };
    });
    const calls = [1, 2, 3].map((offset) => client.call('symbols', { offset, count: 10 }));
    expect((await Promise.all(calls.slice(0, 2))).map(({ total }) => total)).toEqual(held.slice(0, 2));
    expect(await outcome(calls[2] as Promise<unknown>)).toBe('pending');
  });

  it('comes decoded, instants in UTC', async () => {
    const { client, peer, clock } = await together();
    const tick = { bid: 1.1, ask: 1.1001, last: 0, volume_real: 0, flags: ['bid' as const], spread: 10 };
    const day = { bidhigh: 1.2, bidlow: 1 };
    peer.script('quote', ({ symbol }) => ({ result: { symbol, time_msc: clock.now() + 3 * HOUR, ...tick, ...day } }));
    expect(await client.call('quote', quote)).toEqual({ symbol: 'EURUSD', time_msc: clock.now(), ...tick, ...day });
  });

  it('comes with its packed records as columns, instants in UTC by their own date', async () => {
    const { client, peer } = await together();
    const summer = Date.parse('2026-07-13T12:00:00Z');
    const winter = Date.parse('2026-01-13T12:00:00Z');
    peer.history.set('EURUSD', [
      [winter + 2 * HOUR, 1.1, 1.2],
      [summer + 3 * HOUR, 1.3, 1.4],
    ]);
    const { count, columns } = await client.call('ticks', { symbol: 'EURUSD', flags: 'all', from: 0, count: 10 });
    expect([count, ...columns.time_msc]).toEqual([2, winter, summer]);
    expect([...columns.bid, ...columns.ask]).toEqual([1.1, 1.3, 1.2, 1.4]);
  });

  it('sends instants in server time, by their own date', async () => {
    const { client, peer } = await together();
    const [from, to] = [Date.parse('2026-01-13T12:00:00Z'), Date.parse('2026-07-13T12:00:00Z')];
    await client.call('ticks', { symbol: 'EURUSD', flags: 'all', from, to });
    expect(peer.asked('ticks')[0]?.params).toMatchObject({ from: from + 2 * HOUR, to: to + 3 * HOUR });
  });

  it("is the terminal's error with its code and message", async () => {
    const { client, peer } = await together();
    peer.script('quote', () => {
      throw new Mt5Error('SYMBOL_NOT_FOUND', 'no EURUSD here');
    });
    expect((await failure(client.call('quote', quote), 'SYMBOL_NOT_FOUND')).message).toBe('no EURUSD here');
  });
});

describe('a call without an answer', () => {
  it('ends with TIMEOUT after its own deadline, and leaves no timer behind', async () => {
    const { client, peer, clock } = await together();
    peer.script('quote', () => 'silence');
    const timers = clock.pending;
    const short = client.call('quote', quote, { timeoutMs: 50 });
    const long = client.call('quote', quote);
    await clock.advance(49);
    expect(await outcome(short)).toBe('pending');
    await clock.advance(1);
    expect((await failure(short, 'TIMEOUT')).message).toContain('quote within 50 ms');
    expect(await outcome(long)).toBe('pending');
    peer.script('ping', undefined);
    for (let i = 0; i < 10; i++) {
      peer.beat();
      await clock.advance(500);
    }
    await failure(long, 'TIMEOUT');
    expect(client.stats.timeouts).toBe(2);
    expect(clock.pending).toBeLessThanOrEqual(timers);
  });

  it('ends in time though the clock was set back meanwhile', async () => {
    const { client, peer, clock } = await together();
    peer.script('quote', () => 'silence');
    const ended = failure(client.call('quote', quote, { timeoutMs: 500 }), 'TIMEOUT');
    await settled();
    clock.setBack(HOUR);
    await clock.advance(500);
    expect(await outcome(ended)).toMatchObject({ code: 'TIMEOUT' });
  });

  it('counts an answer that comes late, and delivers it to nobody', async () => {
    const { client, peer, clock } = await together();
    let answer = () => {};
    peer.script(
      'ping',
      () =>
        new Promise((resolve) => {
          answer = () => resolve({ result: { epoch: 1 } });
        }),
    );
    const late = failure(client.call('ping', {}, { timeoutMs: 50 }), 'TIMEOUT');
    await clock.advance(50);
    await late;
    peer.script('ping', undefined);
    answer();
    expect(await client.call('ping', {})).toEqual({ epoch: 1 });
    expect(client.stats).toMatchObject({ lateReplies: 1, badFrames: 0 });
  });

  it("ends with the signal's reason when its caller gives up", async () => {
    const { client, peer } = await together();
    peer.script('quote', () => 'silence');
    const controller = new AbortController();
    const call = client.call('quote', quote, { signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    await expect(call).rejects.toThrow('changed my mind');
    await expect(client.call('quote', quote, { signal: controller.signal })).rejects.toThrow('changed my mind');
  });
});

it('is told to whoever observes, with how it ended', async () => {
  const ended: string[] = [];
  const { client, peer, clock } = await together({
    observeCall: (operation) => (how) => ended.push(`${operation} ${how}`),
  });
  const before = ended.length;
  await client.call('ping', {});
  peer.script('quote', () => {
    throw new Mt5Error('SYMBOL_NOT_FOUND');
  });
  await failure(client.call('quote', quote), 'SYMBOL_NOT_FOUND');
  peer.script('quote', () => 'silence');
  const late = failure(client.call('quote', quote, { timeoutMs: 50 }), 'TIMEOUT');
  await clock.advance(50);
  await late;
  const controller = new AbortController();
  const call = client.call('quote', quote, { signal: controller.signal });
  controller.abort(new Error('changed my mind'));
  await expect(call).rejects.toThrow('changed my mind');
  const cut = client.call('quote', quote);
  await client.close();
  await failure(cut, 'CLOSED');
  const all = ['ping answered', 'quote refused', 'quote timeout', 'quote aborted', 'quote lost'];
  expect(ended.slice(before)).toEqual(all);
});

it('the time of the newest heartbeat is kept', async () => {
  const { client, peer, clock } = await together();
  await clock.advance(400);
  peer.beat();
  await settled();
  expect(client.stats.heartbeatAt).toBe(clock.now());
});

describe('a bad peer', () => {
  it('that answers twice is heard once', async () => {
    const { client, peer } = await together();
    let first = 0;
    peer.script('ping', (_, id) => {
      const wanted = first === 0 ? id : first;
      first = id;
      return { frames: () => [encodeReply({ id: wanted, ok: true, t: 1, d: { epoch: 1 } })] };
    });
    await client.call('ping', {});
    const unanswered = client.call('ping', {});
    expect(await outcome(unanswered)).toBe('pending');
    expect(client.stats).toMatchObject({ lateReplies: 1 });
  });

  it.each([
    ['nothing', () => []],
    ['an empty frame', () => [new Uint8Array(0)]],
    ['noise', () => [Uint8Array.of(0xc1, 0xff, 0, 1, 2)]],
    ['a text', () => [pack('hello')]],
    ['a map without an id', () => [pack({ ok: true, t: 1, d: {} })]],
    ['an id that was never asked', () => [encodeReply({ id: 999_999, ok: true, t: 1, d: { epoch: 1 } })]],
    ['an error without an id', () => [encodeReply({ id: 0, ok: false, t: 1, e: { code: 'BAD_FRAME', message: 'x' } })]],
  ])('that answers with %s is counted, and the next call works', async (_, frames) => {
    const { client, peer, logged } = await together();
    peer.script('quote', () => ({ frames }));
    const call = client.call('quote', quote);
    expect(await outcome(call)).toBe('pending');
    expect(client.stats.badFrames).toBe(1);
    expect(logged.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    expect(await client.call('ping', {})).toEqual({ epoch: 1 });
  });

  it('that babbles does not fill the log', async () => {
    const { client, peer, logged } = await together();
    peer.script('ping', () => ({ frames: () => [pack('noise')] }));
    for (let i = 0; i < 500; i++) void outcome(client.call('ping', {}));
    await settled();
    expect(client.stats.badFrames).toBe(500);
    expect(logged.filter((line) => line.startsWith('warn'))).toHaveLength(3);
  });

  it('that breaks the schema is BAD_REPLY with the place', async () => {
    const { client, peer } = await together();
    const frames = (id: number) => [encodeReply({ id, ok: true, t: 1, d: { total: 'many', symbols: [] } })];
    peer.script('symbols', () => ({ frames }));
    const error = await failure(client.call('symbols', { offset: 0, count: 1 }), 'BAD_REPLY');
    expect(error.message).toContain('symbols.total');
  });

  it.each([
    ['too few bytes', 2, packed([[1, 1]])],
    ['a part of a record', 1, packed([[1, 1]]).subarray(0, 59)],
    ['too many bytes', 0, packed([[1, 1]])],
    ['no records at all', 1, undefined],
  ])('that sends %s of packed records is BAD_REPLY', async (_, count, bulk) => {
    const { client, peer } = await together();
    peer.script('ticks', () => ({ result: { count, digits: 5 }, ...(bulk && { bulk }) }));
    const call = client.call('ticks', { symbol: 'EURUSD', flags: 'all', start: 0, count: 10 });
    expect((await failure(call, 'BAD_REPLY')).message).toContain('ticks.count');
  });

  it('that packs a number which is none is BAD_REPLY', async () => {
    const { client, peer } = await together();
    peer.script('ticks', () => ({ result: { count: 1, digits: 5 }, bulk: packed([[1, Number.NaN]]) }));
    await failure(client.call('ticks', { symbol: 'EURUSD', flags: 'all', start: 0, count: 10 }), 'BAD_REPLY');
  });

  it('that answers with a code of a later version is INTERNAL with its text', async () => {
    const { client, peer } = await together();
    const e = { code: 'FROM_THE_FUTURE', message: 'what now' };
    peer.script('ping', () => ({ frames: (id) => [encodeReply({ id, ok: false, t: 1, e })] }));
    expect((await failure(client.call('ping', {}), 'INTERNAL')).message).toBe('FROM_THE_FUTURE: what now');
  });
});

describe('arguments', () => {
  const ticks = { symbol: 'EURUSD', flags: 'all' as const };
  it.each([
    ['INVALID_SYMBOL', 'quote', { symbol: '' }],
    ['INVALID_SYMBOL', 'quotes', { symbols: ['EURUSD', 'x'.repeat(65)] }],
    ['INVALID_TIMEFRAME', 'rates', { symbol: 'EURUSD', timeframe: 'M7', start: 0, count: 1 }],
    ['INVALID_COUNT', 'ticks', { ...ticks, start: 0, count: 0 }],
    ['INVALID_COUNT', 'ticks', { ...ticks, start: -1, count: 1 }],
    ['INVALID_COUNT', 'symbols', { offset: 0, count: 1e9 }],
    ['INVALID_COUNT', 'symbols', { offset: 0.5, count: 1 }],
    ['INVALID_TIMESTAMP', 'ticks', { ...ticks, from: Number.NaN, count: 1 }],
    ['INVALID_TIMESTAMP', 'ticks', { ...ticks, from: 0, to: 1e18 }],
    ['INVALID_PARAMS', 'ticks', { symbol: 'EURUSD', flags: 'some', start: 0, count: 1 }],
    ['INVALID_PARAMS', 'ping', { stranger: 1 }],
    ['INVALID_PARAMS', 'positions', { ticket: -1n }],
  ] as const)('that are wrong are %s before anything is sent: %s %o', async (code, operation, params) => {
    const { client, peer } = await together();
    const before = peer.requests.length;
    const error = await failure(client.call(operation, params as unknown as Params<typeof operation>), code);
    expect(error.message).toContain(`${operation}.`);
    expect(peer.requests.length).toBe(before);
  });

  it('that are wrong are named before a missing terminal is', async () => {
    const { client } = await apart();
    await failure(client.call('quote', { symbol: '' }), 'INVALID_SYMBOL');
  });

  it('that make a request longer than the terminal takes are refused', async () => {
    const { client, peer, clock } = await apart();
    peer.hello.max_request_bytes = 1_024;
    await peer.open();
    await clock.advance(0);
    const symbols = Array.from({ length: 500 }, (_, i) => `SYMBOL${i}`);
    expect((await failure(client.call('quotes', { symbols }), 'INVALID_PARAMS')).message).toContain('1024');
  });
});

describe('bounds', () => {
  it('refuses the 1025th call under way with QUEUE_FULL, and takes calls again once some are done', async () => {
    const { client, peer, clock } = await together();
    peer.script('quote', () => 'silence');
    const calls = Array.from({ length: 1_024 }, () => outcome(client.call('quote', quote, { timeoutMs: 10 })));
    await failure(client.call('quote', quote), 'QUEUE_FULL');
    await clock.advance(10);
    await Promise.all(calls);
    expect(await client.call('ping', {})).toEqual({ epoch: 1 });
  });
});

describe('time to live', () => {
  it("is the instant on the terminal's clock at which the caller stops waiting", async () => {
    const { client, peer, clock } = await together();
    const ahead = 90_000;
    const { now } = clock;
    clock.now = () => now.call(clock) - ahead; // The client's machine is behind the peer's.
    await peer.restart();
    clock.now = now;
    await settled();
    await client.call('ping', {}, { timeoutMs: 700 });
    expect(peer.asked('hello').map(({ ttl }) => ttl)).toEqual([0, 0]);
    expect(peer.asked('ping').at(-1)?.ttl).toBe(clock.now() + 700);
  });
});

describe('without a terminal', () => {
  it('a call made while the first connection is being made waits for it', async () => {
    const { client, peer, clock } = await apart();
    const call = client.call('ticks', { symbol: 'EURUSD', flags: 'all', from: Date.parse('2026-01-01'), count: 1 });
    await clock.advance(500);
    await peer.open();
    expect(await call).toMatchObject({ count: 0 });
    expect(peer.asked('ticks')[0]?.params.from).toBe(Date.parse('2026-01-01') + 2 * HOUR);
  });

  it('such a call fails with TERMINAL_NOT_CONNECTED when its time is over, the next ones at once', async () => {
    const { client, clock } = await apart();
    const call = client.call('ping', {}, { timeoutMs: 4_000 });
    await clock.advance(3_999);
    expect(await outcome(call)).toBe('pending');
    expect(client.link.state).toBe('down');
    expect(await outcome(client.call('ping', {}))).toBe('TERMINAL_NOT_CONNECTED');
    await clock.advance(1);
    const error = await failure(call, 'TERMINAL_NOT_CONNECTED');
    expect(error.message).toContain('the terminal in this process');
  });

  it('ready waits, and says why not', async () => {
    const { client, peer, clock } = await apart();
    const never = client.ready(100);
    const soon = client.ready(10_000);
    never.catch(() => {});
    await clock.advance(100);
    await failure(never, 'TERMINAL_NOT_CONNECTED');
    await peer.open();
    expect(await soon).toMatchObject({ server: 'Scripted-Demo' });
    expect(await client.ready(0)).toMatchObject({ server: 'Scripted-Demo' });
  });
});

describe('close', () => {
  it('ends what waits with CLOSED, refuses what comes, and leaves no timer', async () => {
    const { client, peer, clock } = await together();
    peer.script('quote', () => 'silence');
    client.keep('account', () => {});
    client.ticks('EURUSD', () => {});
    client.book('EURUSD', () => {});
    const quotes = client.quotes('GBPUSD')[Symbol.asyncIterator]().next();
    await settled();
    const waiting = [
      outcome(client.call('quote', quote)),
      outcome(client.ready(0)),
      outcome(client.call('quote', quote)),
    ];
    const closing = client.close();
    expect(await Promise.all(waiting)).toEqual(['CLOSED', expect.anything(), 'CLOSED']);
    expect(await quotes).toEqual({ done: true, value: undefined });
    expect(await outcome(client.call('ping', {}))).toBe('CLOSED');
    expect(await outcome(client.ready(1_000))).toBe('CLOSED');
    expect(client.link).toMatchObject({ state: 'down', reason: { code: 'CLOSED' } });
    expect(() => client.keep('account', () => {})).toThrow(expect.objectContaining({ code: 'CLOSED' }));
    await closing;
    expect(clock.pending).toBe(0);
  });

  it('ends what waits for the first connection as well', async () => {
    const { client, clock } = await apart();
    const waiting = [outcome(client.call('ping', {})), outcome(client.ready(1_000))];
    await client.close();
    expect(await Promise.all(waiting)).toEqual(['CLOSED', 'CLOSED']);
    expect(clock.pending).toBe(0);
  });
});
