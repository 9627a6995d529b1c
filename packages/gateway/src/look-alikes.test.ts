import {
  commentTag,
  type Deal,
  type HistoryOrder,
  type Order,
  type Position,
  type TradeCommand,
} from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookAlikes, MARGIN_MS, type Records } from './look-alikes.ts';
import { settledByLikeness } from './reconcile.ts';
import { deal, order, position } from './testing/records.ts';

const request_id = 'ABCDEFGH0001';
const OTHER = `${commentTag('ABCDEFGH0002')} mine`;
const MADE = 1_000_000_000;
const comment = commentTag(request_id);

const buy: TradeCommand = {
  operation: 'order_send',
  params: {
    ...{ request_id, symbol: 'EURUSD', type: 'buy', volume: 0.3, price: 1.085, stoplimit: null, sl: null, tp: null },
    ...{ deviation: 10, type_filling: 'ioc', type_time: 'gtc', expiration: null, magic: 7n, comment },
  },
};
const stopLimit = { ...buy, params: { ...buy.params, type: 'buy_stop_limit' } } as TradeCommand;
const close: TradeCommand = {
  operation: 'position_close',
  params: { request_id, position: 50n, volume: 0.3, deviation: 10, type_filling: 'ioc', magic: 7n, comment },
};
const closeBy: TradeCommand = {
  operation: 'position_close_by',
  params: { request_id, position: 50n, position_by: 51n, magic: 7n, comment },
};

const NOTHING: Records = { orders: [], positions: [], history_orders: [], deals: [] };

const past = (more: Partial<HistoryOrder> = {}): HistoryOrder => {
  const { price_current: _, ...rest } = order({ volume_initial: 0.3, volume_current: 0, time_setup_msc: MADE });
  return { ...rest, type: 'buy', state: 'filled', time_done_msc: MADE, ...more };
};
const made = (more: Partial<Deal> = {}): Deal => deal({ time_msc: MADE, ...more });
const waiting = (more: Partial<Order> = {}): Order =>
  order({ volume_initial: 0.3, volume_current: 0.3, time_setup_msc: MADE, ...more });
const held = (more: Partial<Position> = {}): Position =>
  position({ ticket: 50n, identifier: 50n, volume: 0.3, magic: 7n, time_msc: MADE, comment: '', ...more });

const found = (command: TradeCommand, records: Partial<Records>, others: readonly bigint[] = []) =>
  lookAlikes({ command, made_at: MADE, isOthers: (ticket) => others.includes(ticket) }, { ...NOTHING, ...records });

const told = (command: TradeCommand, records: Partial<Records>) =>
  settledByLikeness({ command, made_at: MADE, isOthers: () => false }, { ...NOTHING, ...records });

describe('a record without a name', () => {
  it('looks like an order that agrees in symbol, type, volume and magic', () => {
    expect(found(buy, { history_orders: [past()] })).toEqual([{ kind: 'order', ticket: 70n }]);
    expect(found(buy, { history_orders: [past({ volume_initial: 0.1 + 0.2 })] })).toHaveLength(1);
    expect(found(stopLimit, { orders: [waiting({ type: 'buy_limit' })] })).toHaveLength(1);
    expect(found(close, { history_orders: [past({ type: 'sell', position_id: 50n })] })).toHaveLength(1);
    const both = { position_id: 51n, position_by_id: 50n };
    expect(found(closeBy, { history_orders: [past({ type: 'close_by', ...both })] })).toHaveLength(1);
  });

  it('looks like a deal or position that is shown without its order', () => {
    expect(found(buy, { deals: [made({ volume: 0.1 })] })).toEqual([{ kind: 'deal', ticket: 90n }]);
    expect(found(buy, { positions: [held()] })).toEqual([{ kind: 'position', ticket: 50n }]);
    expect(found(close, { deals: [made({ type: 'sell', entry: 'out' })] })).toHaveLength(1);
    expect(found(closeBy, { deals: [made({ type: 'sell', entry: 'out_by' })] })).toHaveLength(1);
  });

  it('is named once: a deal goes by its order, a position by its deal', () => {
    expect(found(buy, { history_orders: [past()], deals: [made()], positions: [held({ identifier: 70n })] })).toEqual([
      { kind: 'order', ticket: 70n },
    ]);
    expect(found(buy, { deals: [made()], positions: [held()] })).toEqual([{ kind: 'deal', ticket: 90n }]);
  });

  it.each<[string, TradeCommand, Partial<Records>]>([
    ['another symbol', buy, { history_orders: [past({ symbol: 'GBPUSD' })], positions: [held({ symbol: 'GBPUSD' })] }],
    ['another side', buy, { history_orders: [past({ type: 'sell' })], positions: [held({ type: 'sell' })] }],
    [
      'another volume',
      buy,
      { history_orders: [past({ volume_initial: 0.31 })], deals: [made({ order: 1n, volume: 0.31 })] },
    ],
    ['another magic', buy, { history_orders: [past({ magic: 8n })], deals: [made({ order: 1n, magic: 8n })] }],
    ['an earlier time', buy, { history_orders: [past({ time_setup_msc: MADE - MARGIN_MS - 1 })] }],
    [
      "another request's name",
      buy,
      { history_orders: [past({ comment: OTHER })], positions: [held({ comment: OTHER })] },
    ],
    ["another request's name in its deal", buy, { history_orders: [past()], deals: [made({ comment: OTHER })] }],
    ['a stop that was reached', close, { deals: [made({ type: 'sell', entry: 'out', reason: 'sl' })] }],
    ['another position', close, { deals: [made({ type: 'sell', entry: 'out', position_id: 9n })] }],
    ['its own beginning', close, { deals: [made()] }],
    ['an order turned down', buy, { history_orders: [past({ state: 'rejected', volume_current: 0.3 })] }],
    ['an order nobody filled', buy, { history_orders: [past({ state: 'canceled', volume_current: 0.3 })] }],
  ])('has %s: it is none of the request', (_, command, records) => {
    expect(found(command, records)).toEqual([]);
  });

  it('is known to be of another request', () => {
    expect(found(buy, { history_orders: [past()], deals: [made()] }, [70n])).toEqual([]);
    expect(found(buy, { deals: [made()], positions: [held({ identifier: 70n })] }, [70n])).toEqual([]);
  });
});

describe('what is told', () => {
  const opened = made({ time_msc: MADE - 10 * MARGIN_MS });

  it('names the tickets and asks for a person', () => {
    expect(told(buy, { history_orders: [past()] })).toMatchObject({
      state: 'unknown',
      ending: {
        settled_by: null,
        error: {
          code: 'ORDER_OUTCOME_UNKNOWN',
          requires_human: true,
          details: { request_id, look_alikes: [{ kind: 'order', ticket: '70' }] },
        },
      },
    });
  });

  it('is a rejection where nothing looks like it', () => {
    for (const records of [{}, { history_orders: [past({ magic: 8n })] }]) {
      expect(told(buy, records)).toMatchObject({
        state: 'rejected',
        ending: { settled_by: 'broker_records', error: { code: 'ORDER_REJECTED' } },
      });
    }
  });

  it('is nothing of a position whose deals do not add up to what is held', () => {
    const deals = [opened];
    expect(told(close, { deals, positions: [held()] })).toMatchObject({ state: 'rejected' });
    expect(told(close, { deals, positions: [held({ volume: 0.1 })] })).toBe('wait');
    expect(told(close, { deals, positions: [] })).toBe('wait');
    expect(told(close, { deals: [], positions: [] })).toBe('wait');
    const bySl = made({ type: 'sell', entry: 'out', reason: 'sl' });
    expect(told(close, { deals: [...deals, bySl], positions: [] })).toMatchObject({ state: 'rejected' });
    expect(told(closeBy, { deals, positions: [held()] })).toBe('wait');
  });

  it('goes by the identifier of a position whose ticket changed', () => {
    const positions = [held({ identifier: 40n, volume: 0.1 })];
    const deals = [
      { ...opened, position_id: 40n, order: 40n },
      made({ ticket: 91n, type: 'sell', entry: 'out', position_id: 40n, volume: 0.2 }),
    ];
    expect(told(close, { deals, positions })).toMatchObject({
      ending: { error: { details: { look_alikes: [{ kind: 'deal', ticket: '91' }] } } },
    });
  });
});

describe('a broker that loses comments', () => {
  const LATER = fc.integer({ min: MADE, max: MADE + 60_000 });
  const FILLED = fc.constantFrom(0.1, 0.2, 0.3);
  const lost = fc.constantFrom('', 'EA', comment.slice(0, 8), 'close by broker');
  const maybe = <T>(one: T): fc.Arbitrary<T[]> => fc.subarray([one]);

  /** Of an order that was carried out: all that can be seen of it, at least its order or all of its deals. */
  const carriedOut = fc
    .record({ command: fc.constantFrom(buy, stopLimit, close), at: LATER, filled: FILLED, parts: fc.boolean(), lost })
    .chain(({ command, at, filled, parts, lost: comment }) => {
      const isClose = command.operation === 'position_close';
      const type = isClose ? 'sell' : 'buy';
      const position_id = isClose ? 50n : 70n;
      const shared = { comment, order: 70n, position_id, type, entry: isClose ? 'out' : 'in', time_msc: at } as const;
      const volumes = parts && filled > 0.1 ? [0.1, filled - 0.1] : [filled];
      const deals = volumes.map((volume, i) => made({ ...shared, ticket: 100n + BigInt(i), volume }));
      const state = filled === 0.3 ? 'filled' : 'canceled';
      const done = past({ type, state, position_id, comment, time_setup_msc: at, volume_current: 0.3 - filled });
      const opening = made({ ticket: 80n, order: 50n, time_msc: MADE - 10 * MARGIN_MS });
      const left = isClose
        ? filled < 0.3
          ? [held({ volume: 0.3 - filled, time_msc: opening.time_msc })]
          : []
        : [held({ ticket: 70n, identifier: 70n, volume: filled, comment, time_msc: at })];
      const isTriggered = command === stopLimit;
      return fc
        .record({ orders: maybe(isTriggered ? { ...done, type: 'buy_limit' as const } : done), deals: maybe(deals) })
        .filter(({ orders, deals }) => orders.length + deals.length > 0)
        .map(({ orders, deals }) => ({
          command,
          records: {
            ...NOTHING,
            history_orders: orders,
            deals: [...(isClose ? [opening] : []), ...deals.flat()],
            positions: left,
          },
        }));
    });

  /** What others did at the same time. */
  const noise = fc.array(
    fc.constantFrom(
      made({ ticket: 200n, order: 201n, position_id: 202n, comment: OTHER }),
      made({ ticket: 203n, order: 204n, position_id: 205n, magic: 0n }),
      made({ ticket: 206n, order: 207n, position_id: 208n, symbol: 'GBPUSD' }),
    ),
    { maxLength: 3 },
  );

  it('is never believed to have rejected an order that it carried out', () => {
    fc.assert(
      fc.property(carriedOut, noise, ({ command, records }, others) => {
        const told = settledByLikeness(
          { command, made_at: MADE, isOthers: (ticket) => ticket === 201n },
          { ...records, deals: [...others, ...records.deals] },
        );
        expect(told).not.toMatchObject({ state: 'rejected' });
        expect(told).not.toMatchObject({ state: 'done' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is believed where it did nothing, whatever others did', () => {
    fc.assert(
      fc.property(fc.constantFrom(buy, stopLimit), noise, (command, deals) => {
        expect(told(command, { deals })).toMatchObject({ state: 'rejected' });
      }),
    );
  });
});
