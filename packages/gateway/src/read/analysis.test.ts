import { type CalendarValue, type Clock, Mt5Error, type Params } from '@mt5-bridge/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { hello, StubClient } from '../testing/stub-client.ts';
import { failure, NOW } from '../testing/test-reads.ts';
import { createTerminalReads, type TerminalReads } from './index.ts';

const DAY = 86_400_000;
const asked: Params<'indicator'> = {
  ...{ symbol: 'EURUSD', timeframe: 'H1', type: 'rsi', start: 0, count: 5 },
  inputs: [{ integer: 14 }, { integer: 1 }],
};

let client: StubClient;
let reads: TerminalReads;
let waited: number[];
beforeEach(() => {
  client = new StubClient();
  waited = [];
  let time = NOW;
  /** Time passes only while somebody waits. */
  const clock: Clock = {
    now: () => time,
    setTimer: (ms, fn) => {
      waited.push(ms);
      time += ms;
      queueMicrotask(fn);
      return () => undefined;
    },
  };
  reads = createTerminalReads({ client, clock, stopwatch: () => 0 });
});

describe('what a terminal has to load, compute or draw first', () => {
  it('is asked for again until it is there', async () => {
    const answer = { digits: 5, times: [], buffers: [] };
    let calls = 0;
    client.answers = {
      indicator: () => {
        if (calls++ < 2) throw new Mt5Error('PENDING');
        return answer;
      },
    };
    expect(await reads.indicator(asked)).toBe(answer);
    expect(client.calls.map(({ params }) => params)).toEqual([asked, asked, asked]);
    expect(waited).toEqual([250, 250]);
  });

  it('may be whatever is read: a depth of market comes some time after it was asked for', async () => {
    let calls = 0;
    client.answers = {
      book: () => {
        if (calls++ === 0) throw new Mt5Error('PENDING');
        return { symbol: 'EURUSD', entries: [] };
      },
    };
    expect(await reads.book('EURUSD')).toEqual([]);
    expect(waited).toEqual([250]);
  });

  it('is given up after five seconds', async () => {
    client.answers = {
      screenshot: () => {
        throw new Mt5Error('PENDING');
      },
    };
    const picture = { symbol: 'EURUSD', timeframe: 'H1', width: 320, height: 240 } as const;
    expect((await failure(reads.screenshot(picture))).code).toBe('PENDING');
    expect(waited.reduce((sum, ms) => sum + ms, 0)).toBe(5_000);
  });

  it('fails at once with any other reason', async () => {
    client.answers = {
      indicator: () => {
        throw new Mt5Error('INDICATOR_FAILED');
      },
    };
    expect((await failure(reads.indicator(asked))).code).toBe('INDICATOR_FAILED');
    expect(waited).toEqual([]);
    expect((await failure(reads.indicator({ ...asked, count: 10_001 }))).code).toBe('TOO_MUCH_DATA');
    expect((await failure(reads.indicator({ ...asked, start: -1 }))).code).toBe('INVALID_COUNT');
  });

  it('a picture is its bytes', async () => {
    const image = Uint8Array.of(1, 2, 3);
    client.answers = { screenshot: () => ({ bytes: 3, image }) };
    expect(await reads.screenshot({ symbol: 'EURUSD', timeframe: 'H1', width: 320, height: 240 })).toBe(image);
  });
});

describe('the economic calendar', () => {
  const release = (id: number, importance: CalendarValue['importance']): CalendarValue => ({
    ...{ id: BigInt(id), event_id: 1n, time: NOW, country: 'US', currency: 'USD', name: `${id}`, importance },
    ...{ impact: 'na', unit: 'none', multiplier: 'none', digits: 0 },
  });
  const known = [
    release(1, 'low'),
    release(2, 'high'),
    release(3, 'moderate'),
    release(4, 'unknown'),
    release(5, 'none'),
  ];
  const page = { offset: 0, count: 10 };
  beforeEach(() => {
    client.answers = {
      hello: () => ({ ...hello, time_server: NOW - 3 * DAY }),
      // Two a page, whatever is asked for.
      calendar: ({ offset = 0 }) => ({ total: known.length, values: known.slice(offset, offset + 2) }),
    };
  });
  const ids = async (filter: Parameters<TerminalReads['calendar']>[0], part = page) => {
    const { total, items } = await reads.calendar(filter, part);
    return { total, ids: items.map(({ id }) => Number(id)) };
  };

  it('is read in whole, narrowed by importance and cut into pages here', async () => {
    expect(await ids({})).toEqual({ total: 5, ids: [1, 2, 3, 4, 5] });
    expect(await ids({ importance: 'moderate' })).toEqual({ total: 3, ids: [2, 3, 4] });
    expect(await ids({ importance: 'high' }, { offset: 1, count: 1 })).toEqual({ total: 2, ids: [4] });
  });

  it("is that of the coming week by the terminal's own clock, or of the range asked for", async () => {
    await ids({});
    const params = () => client.calls.filter(({ operation }) => operation === 'calendar').at(-1)?.params;
    expect(params()).toMatchObject({ from: NOW - 3 * DAY, to: NOW + 4 * DAY });
    await ids({ from: NOW, currency: 'EUR' });
    expect(params()).toMatchObject({ from: NOW, to: NOW + 7 * DAY, currency: 'EUR' });
    await ids({ from: NOW - DAY, to: NOW + DAY, country: 'DE' });
    expect(params()).toMatchObject({ from: NOW - DAY, to: NOW + DAY, country: 'DE' });
    await ids({ to: NOW });
    expect(params()).toMatchObject({ from: NOW - 3 * DAY, to: NOW });
  });

  it('is refused by the argument that is wrong', async () => {
    expect((await failure(reads.calendar({ from: NOW, to: NOW - 1 }, page))).code).toBe('INVALID_TIMESTAMP');
    expect((await failure(reads.calendar({ from: NOW - 400 * DAY, to: NOW }, page))).code).toBe('TOO_MUCH_DATA');
    expect((await failure(reads.calendar({}, { offset: -1, count: 1 }))).code).toBe('INVALID_COUNT');
  });
});

it('charts and global variables are handed through', async () => {
  const globals = [{ name: 'a', value: 1, time: NOW }];
  client.answers = { charts: () => ({ charts: [] }), globals: () => ({ globals }) };
  expect([await reads.charts(), await reads.globals(), await reads.globals('a')]).toEqual([[], globals, globals]);
  expect(client.calls.map(({ params }) => params)).toEqual([{}, {}, { prefix: 'a' }]);
});
