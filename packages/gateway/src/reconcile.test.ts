import type { HistoryOrder, TradeCommand, TradeResult } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRACE_MS, type Lookup, type Question, settle, settledBySubject, subjectOf } from './reconcile.ts';
import { deal, order, position } from './testing/records.ts';

const request_id = 'ABCDEFGH0001';
const MADE = 1_000_000;
const EXPIRES = MADE + 5_000;
const ANSWERED_BY = MADE + 30_000;
const SETTLED = ANSWERED_BY + GRACE_MS + 1;

const claim: Question['claim'] = { claimed_at: 7, deadline: 30_007, made_at: MADE, expires: EXPIRES };

const buy: TradeCommand = {
  operation: 'order_send',
  params: {
    ...{ request_id, symbol: 'EURUSD', type: 'buy', volume: 0.3, price: 1.085, stoplimit: null, sl: null, tp: null },
    ...{ deviation: 10, type_filling: 'fok', type_time: 'gtc', expiration: null, magic: 7n, comment: `#${request_id}` },
  },
};
const buyLimit = { ...buy, params: { ...buy.params, type: 'buy_limit' } } as TradeCommand;
const modify: TradeCommand = {
  operation: 'position_modify',
  params: { request_id, position: 50n, sl: 1.07, tp: null },
};
const cancel: TradeCommand = { operation: 'order_cancel', params: { request_id, order: 70n } };
const modifyOrder: TradeCommand = {
  operation: 'order_modify',
  params: {
    ...{ request_id, order: 70n, price: 1.08, stoplimit: null, sl: 1.07, tp: 1.1 },
    ...{ type_time: 'specified', expiration: order().time_expiration },
  },
};

function lookup(more: Partial<Lookup> = {}): Lookup {
  const none = { orders: [], history_orders: [], deals: [], positions: [] };
  return { state: 'not_seen', journal_since: MADE - 1, clock: EXPIRES + 1, ...none, ...more };
}

function answer(retcode: number): TradeResult {
  const place = { deal: 90n, order: 70n, volume: 0.3, price: 1.085, bid: null, ask: null };
  return { retcode, ...place, comment: '', retcode_external: 0, replayed: true };
}

const past = (more: Partial<HistoryOrder> = {}): HistoryOrder => {
  const { price_current: _, ...rest } = order();
  return { ...rest, time_done_msc: MADE, ...more };
};

const FOR_A_PERSON = {
  state: 'unknown',
  ending: { error: { code: 'ORDER_OUTCOME_UNKNOWN', requires_human: true } },
};

const settled = (command: TradeCommand, seen: Partial<Lookup>, isOwnJournal = true) =>
  settle({ command, symbol: 'EURUSD', claim, isOwnJournal, isSimulated: false }, lookup(seen));

describe("the journal's answer", () => {
  it('is the outcome', () => {
    expect(settled(buy, { state: 'answered', answer: answer(10_009) })).toMatchObject({
      state: 'done',
      ending: { settled_by: 'journal', order: 70n, volume_filled: 0.3, price_filled: 1.085, error: null },
    });
    expect(settled(buy, { state: 'answered', answer: answer(10_019) })).toMatchObject({
      state: 'rejected',
      ending: { settled_by: 'journal', error: { code: 'INSUFFICIENT_MARGIN', mt5_retcode: 10_019 } },
    });
  });

  it.each([0.4, -0.3])('of %d lots, where 0.3 were asked for, is none: the records decide, or a person', (volume) => {
    const told = { state: 'answered', answer: { ...answer(10_009), volume } } as const;
    expect(settled(buy, told)).toBe('wait');
    expect(settled(buy, { ...told, deals: [deal()] })).toMatchObject({ state: 'done', ending: { volume_filled: 0.3 } });
    expect(settled(buy, { ...told, clock: SETTLED })).toMatchObject(FOR_A_PERSON);
  });

  it.each([10_011, 10_012, 10_031, 10_099])('%i is none: the records decide', (retcode) => {
    const told = { state: 'answered', answer: answer(retcode) } as const;
    expect(settled(buy, told)).toBe('wait');
    expect(settled(buy, { ...told, deals: [deal()] })).toMatchObject({ state: 'done' });
    expect(settled(buy, { ...told, clock: SETTLED })).toBe('look_for_alikes');
  });
});

describe('a request that the journal does not know', () => {
  it('may still come while its time to live lasts', () => {
    expect(settled(buy, { clock: EXPIRES })).toBe('wait');
  });

  it('will never be carried out afterwards', () => {
    expect(settled(buy, {})).toMatchObject({
      state: 'rejected',
      ending: { settled_by: 'expiry', error: { code: 'EXPIRED' } },
    });
  });

  it.each([
    ['a journal that begins later', { journal_since: MADE }, true],
    ["another terminal's journal", {}, false],
  ] as const)('is no proof in %s', (_, seen, isOwn) => {
    expect(settled(buy, seen, isOwn)).toBe('wait');
    expect(settled(buy, { ...seen, deals: [deal()] }, isOwn)).toMatchObject({ state: 'done' });
    expect(settled(buy, { ...seen, clock: SETTLED }, isOwn)).toBe('look_for_alikes');
    expect(settled(modify, { ...seen, clock: SETTLED }, isOwn)).toBe('look_at_subject');
  });
});

describe('a simulated account that was started anew', () => {
  const simulated = (seen: Partial<Lookup>) =>
    settle({ command: modify, symbol: 'EURUSD', claim, isOwnJournal: false, isSimulated: true }, lookup(seen));

  it('has taken with it what was under way', () => {
    const anew = { journal_since: MADE + 1, clock: SETTLED };
    expect(simulated(anew)).toMatchObject({ state: 'rejected', ending: { settled_by: 'broker_records' } });
    expect(simulated({ ...anew, clock: SETTLED - 1 })).toBe('wait');
    expect(settled(modify, anew, false)).toBe('look_at_subject');
    expect(simulated({ ...anew, state: 'begun' })).toBe('look_at_subject');
    expect(simulated({ ...anew, journal_since: MADE })).toBe('look_at_subject');
  });
});

describe('the records of the broker', () => {
  const begun = { state: 'begun' } as const;

  it('show what deals were made, at their mean price', () => {
    const deals = [deal({ volume: 0.1, price: 1.08 }), deal({ ticket: 91n, volume: 0.2, price: 1.083 })];
    const found = settled(buy, { ...begun, deals });
    expect(found).toMatchObject({
      state: 'done',
      ending: { order: 70n, volume_filled: 0.3, settled_by: 'broker_records' },
    });
    expect(found).toMatchObject({ ending: { price_filled: expect.closeTo(1.082, 10) } });
  });

  it('show a pending order in force, triggered or gone as placed', () => {
    const placed = { state: 'done', ending: { order: 70n, volume_filled: 0 } };
    expect(settled(buyLimit, { ...begun, orders: [order()] })).toMatchObject(placed);
    expect(settled(buyLimit, { ...begun, history_orders: [past({ state: 'canceled' })] })).toMatchObject(placed);
    expect(settled(buyLimit, { ...begun, history_orders: [past({ state: 'expired' })] })).toMatchObject(placed);
  });

  it('show a market order that nobody filled as rejected, and one that is still filled as open', () => {
    expect(settled(buy, { ...begun, history_orders: [past({ state: 'canceled' })] })).toMatchObject({
      state: 'rejected',
    });
    // An order that takes what there is, and the rest is cancelled.
    expect(
      settled(buy, { ...begun, history_orders: [past({ state: 'canceled', volume_current: 0.05 })] }),
    ).toMatchObject({ state: 'done', ending: { volume_filled: 0.15 } });
    expect(settled(buyLimit, { ...begun, history_orders: [past({ state: 'rejected' })] })).toMatchObject({
      state: 'rejected',
    });
    expect(settled(buy, { ...begun, orders: [order({ state: 'started' })] })).toBe('wait');
  });

  it('show a position alone as done', () => {
    expect(settled(buy, { ...begun, positions: [position()] })).toMatchObject({
      state: 'done',
      ending: { volume_filled: 0.3 },
    });
  });

  it.each<[string, TradeCommand, Partial<Lookup>]>([
    ['a deal of another symbol', buy, { deals: [deal({ symbol: 'GBPUSD' })] }],
    ['a larger deal', buy, { deals: [deal({ volume: 0.31 })] }],
    ['deals that are larger together', buy, { deals: [deal(), deal({ ticket: 91n, volume: 0.01 })] }],
    ['a negative deal', buy, { deals: [deal({ volume: 0.4 }), deal({ ticket: 91n, volume: -0.1 })] }],
    ['an order of another symbol', buyLimit, { orders: [order({ symbol: 'GBPUSD' })] }],
    ['a larger order', buyLimit, { orders: [order({ volume_initial: 0.31 })] }],
    ['an order with more left than it began with', buyLimit, { orders: [order({ volume_current: 0.25 })] }],
    ['a larger past order', buy, { history_orders: [past({ state: 'canceled', volume_initial: 0.31 })] }],
    ['a position of another symbol', buy, { positions: [position({ symbol: 'GBPUSD' })] }],
    ['a larger position', buy, { positions: [position({ volume: 0.31 })] }],
  ])('are no evidence where they show %s, neither for nor against', (_, command, records) => {
    expect(settled(command, records)).toBe('wait');
    expect(settled(command, { ...records, clock: SETTLED })).toMatchObject(FOR_A_PERSON);
  });

  it('that show no end need a person in the end', () => {
    const open = { ...begun, orders: [order({ state: 'started' })], clock: SETTLED };
    expect(settled(buy, open)).toMatchObject({
      ...FOR_A_PERSON,
      ending: { error: { details: { records: [{ kind: 'order', ticket: '70' }] } } },
    });
  });

  it('are given time to show it', () => {
    expect(settled(buy, { ...begun, clock: ANSWERED_BY + GRACE_MS })).toBe('wait');
    expect(settled(buy, { ...begun, clock: SETTLED })).toBe('look_for_alikes');
  });
});

describe('a request without records of its own', () => {
  it('names what it was to change', () => {
    expect([buy, modify, cancel].map(subjectOf)).toEqual([
      undefined,
      { kind: 'position', ticket: 50n },
      { kind: 'order', ticket: 70n },
    ]);
  });

  it.each([
    ['stops that stand', modify, { kind: 'position', position: position() }, 'done'],
    ['stops that differ', modify, { kind: 'position', position: position({ sl: 1.06 }) }, 'rejected'],
    ['stops at the close', modify, { kind: 'closed', exit: deal({ sl: 1.07 }) }, 'done'],
    ['others at the close', modify, { kind: 'closed', exit: deal({ sl: 1.07, tp: 1.2 }) }, 'rejected'],
    ['an order as asked for', modifyOrder, { kind: 'order', order: order() }, 'done'],
    ['an order as it was', modifyOrder, { kind: 'order', order: order({ price_open: 1.079 }) }, 'rejected'],
    ['an order that is past', modifyOrder, { kind: 'past', order: past() }, 'done'],
    ['an order still there', cancel, { kind: 'order', order: order() }, 'rejected'],
    ['an order cancelled', cancel, { kind: 'past', order: past({ state: 'canceled' }) }, 'done'],
    ['an order filled', cancel, { kind: 'past', order: past({ state: 'filled' }) }, 'rejected'],
  ] as const)('%s', (_, command, subject, state) => {
    expect(settledBySubject(command, subject)).toMatchObject({ state, ending: { settled_by: 'state' } });
  });

  it('stays unknown where nothing tells', () => {
    for (const command of [modify, cancel, modifyOrder]) {
      expect(settledBySubject(command, { kind: 'nowhere' })).toBeUndefined();
    }
  });
});

describe('whatever is seen', () => {
  const clock = fc.integer({ min: MADE - 10_000, max: SETTLED + 10_000 });
  const seen = fc
    .record({
      state: fc.constantFrom('not_seen' as const, 'begun' as const, 'answered' as const),
      retcode: fc.constantFrom(undefined, 10_008, 10_009, 10_010, 10_011, 10_012, 10_019, 10_031, 1),
      volume: fc.constantFrom(0.3, 0.1, 0.30000000001, 0.31, -0.1),
      journal_since: clock,
      clock,
      orders: fc.subarray([order(), order({ symbol: 'GBPUSD' }), order({ volume_initial: 0.4 })], { maxLength: 1 }),
      history_orders: fc.subarray([past({ state: 'filled' }), past({ state: 'canceled' })], { maxLength: 1 }),
      deals: fc.subarray([deal(), deal({ ticket: 91n, symbol: 'GBPUSD' }), deal({ ticket: 92n, volume: 0.1 })]),
      positions: fc.subarray([position(), position({ symbol: 'GBPUSD' }), position({ volume: 9 })], { maxLength: 1 }),
    })
    .map(({ retcode, volume, ...rest }): Lookup => {
      return { ...rest, ...(retcode !== undefined && { answer: { ...answer(retcode), volume } }) };
    });

  it('nothing is called rejected that may come to be, or that has left a deal', () => {
    fc.assert(
      fc.property(seen, fc.boolean(), fc.constantFrom(buy, buyLimit, modify, cancel), (look, isOwnJournal, command) => {
        const found = settle({ command, symbol: 'EURUSD', claim, isOwnJournal, isSimulated: false }, look);
        if (typeof found === 'string') {
          if (found !== 'wait') expect(look.clock).toBeGreaterThan(ANSWERED_BY + GRACE_MS);
          return;
        }
        if (found.ending.settled_by === 'journal') {
          expect(look.state).toBe('answered');
          if (found.state === 'done' && 'volume' in command.params) {
            expect(look.answer?.volume).toBeGreaterThanOrEqual(0);
            expect(look.answer?.volume).toBeLessThan(command.params.volume + 1e-8);
          }
        } else if (found.state === 'rejected') {
          expect(look.deals).toEqual([]);
          expect(look.history_orders.length > 0 || look.clock > EXPIRES).toBe(true);
          if (found.ending.settled_by === 'expiry') {
            expect(look.state === 'not_seen' && isOwnJournal && look.journal_since < MADE).toBe(true);
          }
        } else if (found.state === 'unknown') {
          expect(look.clock).toBeGreaterThan(ANSWERED_BY + GRACE_MS);
          expect(found).toMatchObject(FOR_A_PERSON);
        } else {
          expect(found.ending.volume_filled ?? 0).toBeGreaterThanOrEqual(0);
          if ('volume' in command.params) expect(found.ending.volume_filled).toBeLessThan(command.params.volume + 1e-8);
          const known = [...look.orders, ...look.history_orders, ...look.deals, ...look.positions];
          expect(known.filter(({ symbol }) => symbol === 'EURUSD')).not.toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('time alone ends the waiting for records', () => {
    fc.assert(
      fc.property(seen, fc.boolean(), (look, isOwnJournal) => {
        const late = { ...look, clock: SETTLED, orders: [] };
        const found = settle({ command: buy, symbol: 'EURUSD', claim, isOwnJournal, isSimulated: false }, late);
        if (found !== 'look_for_alikes') expect(found).toHaveProperty('state');
      }),
    );
  });
});
