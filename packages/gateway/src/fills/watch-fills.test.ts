import { type Deal, Mt5Error } from '@mt5-bridge/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FillStore, SentRequest } from '../ports.ts';
import { deal } from '../testing/records.ts';
import { hello, StubClient } from '../testing/stub-client.ts';
import { NOW } from '../testing/test-reads.ts';
import { type FillWatcher, watchFills } from './index.ts';

const HOUR = 3_600_000;
const request: SentRequest = {
  request_id: 'ABCDEFGHJKMN',
  actor: { kind: 'agent', name: 'test' },
  command: { operation: 'order_cancel', params: { request_id: 'ABCDEFGHJKMN', order: 1n } },
};

/** The ledger of one machine, whoever watches. */
class Ledger implements FillStore {
  readonly fills = new Map<bigint, Readonly<Record<string, unknown>>>();
  readonly orders = new Set<bigint>();
  seen: number | undefined;
  first: number | undefined = NOW - HOUR;
  writes = 0;
  failure: Mt5Error | undefined;

  requestOf: FillStore['requestOf'] = (_of, { request_id, order, position }) => {
    if (this.failure) throw this.failure;
    const isOurs = request_id === request.request_id || this.orders.has(order ?? 0n) || this.orders.has(position ?? 0n);
    return isOurs ? request : undefined;
  };
  recordFill: FillStore['recordFill'] = (_of, ticket, _request, data) => {
    if (this.fills.has(ticket)) return false;
    this.writes++;
    this.fills.set(ticket, data);
    return true;
  };
  fillsSeen = () => this.seen;
  sawFills: FillStore['sawFills'] = (_of, until) => {
    this.seen = Math.max(this.seen ?? 0, until);
  };
  firstRequestAt = () => this.first;
}

let client: StubClient;
let ledger: Ledger;
let deals: Deal[];
let now: number;
let timers: Set<() => void>;
let logged: string[];
let watchers: FillWatcher[];

beforeEach(() => {
  client = new StubClient();
  ledger = new Ledger();
  deals = [];
  now = NOW;
  timers = new Set();
  logged = [];
  watchers = [];
  client.answers = {
    hello: () => ({ ...hello, time_server: now }),
    history_deals: ({ ticket, from = 0, to = Number.POSITIVE_INFINITY, offset = 0, count = 1_000 }) => {
      const found = deals.filter((one) =>
        ticket === undefined ? one.time_msc >= from && one.time_msc <= to : one.ticket === ticket,
      );
      if (ticket !== undefined && found.length === 0) throw new Mt5Error('TICKET_NOT_FOUND');
      return { total: found.length, deals: found.slice(offset, offset + count) };
    },
  };
});

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

async function watch(): Promise<FillWatcher> {
  const setTimer = (_ms: number, fn: () => void) => {
    timers.add(fn);
    return () => timers.delete(fn);
  };
  const watcher = watchFills({
    client,
    store: ledger,
    clock: { now: () => NOW, setTimer },
    log: (_level, message) => logged.push(message),
  });
  watchers.push(watcher);
  await settled();
  return watcher;
}

async function timePasses(): Promise<void> {
  const due = [...timers];
  timers.clear();
  for (const fn of due) fn();
  await settled();
}

async function happens(one: Deal): Promise<void> {
  deals.push(one);
  client.event('trade', { type: 'deal_add', deal: one.ticket });
  await settled();
}

const ours = (more: Partial<Deal> = {}): Deal => deal({ comment: '#ABCDEFGHJKMN breakout', ...more });
const recorded = () => [...ledger.fills.keys()];

describe('a deal of a request of this ledger', () => {
  test('is recorded when it happens, with its money', async () => {
    await watch();
    await happens(ours({ ticket: 91n, entry: 'out', reason: 'sl', profit: -12.5, swap: -0.3, commission: -1 }));
    const money = { profit: -12.5, swap: -0.3, commission: -1, fee: 0 };
    const told = { ticket: 91n, order: 70n, position: 50n, symbol: 'EURUSD', side: 'buy', volume: 0.3, price: 1.08 };
    expect(ledger.fills.get(91n)).toMatchObject({
      ...told,
      ...money,
      entry: 'out',
      reason: 'sl',
      time: '2026-07-15T12:00:00.000Z',
    });
    expect(ledger.seen).toBe(NOW);
  });

  test('is known by its order or by the order that opened its position, when the broker replaced the comment', async () => {
    ledger.orders.add(70n);
    ledger.orders.add(50n);
    await watch();
    await happens(deal({ ticket: 91n, order: 70n, position_id: 1n, comment: '' }));
    await happens(deal({ ticket: 92n, order: 99n, position_id: 50n, comment: '[sl 1.07]' }));
    await happens(deal({ ticket: 93n, order: 99n, position_id: 98n, comment: 'manual #ABCDEFGHJKMN' }));
    expect(recorded()).toEqual([91n, 92n]);
  });

  test('is found once the answer to its order is in the ledger', async () => {
    await watch();
    await happens(deal({ ticket: 91n, order: 71n, comment: '' }));
    await timePasses();
    expect(recorded()).toEqual([]);
    ledger.orders.add(71n);
    await timePasses();
    expect(recorded()).toEqual([91n]);
    expect(timers.size).toBe(0);
  });

  test('is found once the terminal has it in its history', async () => {
    await watch();
    client.event('trade', { type: 'deal_add', deal: 91n });
    await settled();
    deals.push(ours({ ticket: 91n }));
    await timePasses();
    expect(recorded()).toEqual([91n]);
  });

  test('is recorded once, however many watch and however often it is told', async () => {
    await watch();
    await watch();
    await happens(ours({ ticket: 91n }));
    client.event('trade', { type: 'deal_add', deal: 91n });
    client.event('trade');
    await settled();
    expect(ledger.writes).toBe(1);
  });
});

test('deals of others and balance operations are looked at a few times, then left alone', async () => {
  await watch();
  await happens(deal({ ticket: 91n, comment: 'by hand' }));
  await happens(deal({ ticket: 92n, type: 'balance', order: 0n, position_id: 0n }));
  for (let i = 0; i < 10; i++) await timePasses();
  expect(recorded()).toEqual([]);
  expect(timers.size).toBe(0);
  expect(client.calls.filter(({ params }) => (params as { ticket?: bigint }).ticket === 91n)).toHaveLength(5);
});

describe('what was missed', () => {
  test('while nobody watched is read at the start, page by page, and not before the first request', async () => {
    deals = Array.from({ length: 2_500 }, (_, i) => ours({ ticket: BigInt(i + 1), time_msc: NOW - HOUR + i }));
    deals.push(ours({ ticket: 5_000n, time_msc: NOW - 24 * HOUR }));
    await watch();
    for (let i = 0; i < 5; i++) await settled();
    expect(ledger.fills.size).toBe(2_500);
    expect(ledger.seen).toBe(NOW);
  });

  test('in a gap, or while the link was away', async () => {
    ledger.seen = NOW - HOUR;
    await watch();
    deals.push(ours({ ticket: 91n, time_msc: NOW - 30 * 60_000 }));
    ledger.seen = NOW - HOUR;
    client.event('trade');
    await settled();
    expect(recorded()).toEqual([91n]);
  });

  test('by a terminal whose market is replayed', async () => {
    now = Date.UTC(2023, 1, 20, 12);
    ledger.first = NOW - 1_000;
    deals.push(ours({ ticket: 91n, time_msc: now - 500 }));
    await watch();
    expect(recorded()).toEqual([91n]);
    ledger.seen = NOW;
    deals.push(ours({ ticket: 92n, time_msc: now }));
    client.event('trade');
    await settled();
    expect(recorded()).toEqual([91n, 92n]);
  });

  test('is nothing before there are requests', async () => {
    ledger.first = undefined;
    await watch();
    expect(client.calls.map(({ operation }) => operation)).toEqual(['hello']);
  });
});

describe('a ledger that cannot be written', () => {
  test('is tried again until nothing is missing', async () => {
    await watch();
    ledger.failure = new Mt5Error('LEDGER_UNAVAILABLE');
    await happens(ours({ ticket: 91n }));
    await happens(ours({ ticket: 92n }));
    for (let i = 0; i < 10; i++) await timePasses();
    expect(recorded()).toEqual([]);
    expect(logged.length).toBeGreaterThan(0);
    ledger.failure = undefined;
    await timePasses();
    expect(recorded()).toEqual([91n, 92n]);
  });
});

test('a lost link is no reason to complain; the next one starts with what was missed', async () => {
  await watch();
  const reason = new Mt5Error('TERMINAL_NOT_CONNECTED');
  const answers = client.answers;
  client.answers = {
    history_deals: () => {
      throw reason;
    },
    hello: () => {
      throw reason;
    },
  };
  client.setLink({ state: 'down', reason, since: NOW });
  await happens(ours({ ticket: 91n }));
  expect(logged).toEqual([]);
  client.answers = answers;
  client.setLink({ state: 'up', hello, since: NOW });
  client.event('trade');
  await settled();
  expect(recorded()).toEqual([91n]);
});

test('after its end nothing is recorded and no timer runs', async () => {
  const watcher = await watch();
  await happens(deal({ ticket: 91n, comment: 'by hand' }));
  watcher.close();
  await happens(ours({ ticket: 92n }));
  await timePasses();
  expect(recorded()).toEqual([]);
  expect(timers.size).toBe(0);
});
