import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Desk, order } from '../testing/desk.ts';
import { settled } from '../testing/manual-clock.ts';
import { type Running, running } from '../testing/running.ts';
import { type CrashPoint, crashPoints } from './fault.ts';

let r: Running;
let desk: Desk;
const logged: string[] = [];

beforeEach(async () => {
  logged.length = 0;
  r = await running({ log: (_level, message) => void logged.push(message) });
  desk = new Desk(r);
  await r.clock.pass(500);
});
afterEach(() => r.fake.stop());

/** State in the journal, deals at the broker. */
async function found(id: string): Promise<[string, number]> {
  const { state, deals } = await desk.lookup(id);
  return [state, deals.length];
}

describe('a crash', () => {
  const left: Record<CrashPoint, [state: string, deals: number]> = {
    received: ['not_seen', 0],
    'journal-begun': ['begun', 0],
    'broker-done': ['begun', 1],
    'journal-answered': ['answered', 1],
    'reply-sent': ['answered', 1],
  };

  test.each(crashPoints)(
    '%s: what was done by then is found, the same request is carried out once at most',
    async (at) => {
      const { epoch } = r.fake;
      const sent = order();
      r.caller.subscribe('trade');
      await r.fake.faults.command({ fault: 'crash', at, op: 'order_send' });
      expect(await desk.isAnswered('order_send', sent)).toBe(at === 'reply-sent');
      await r.clock.pass(100);
      expect(r.fake.epoch).toBeGreaterThan(epoch);
      const [state, deals] = left[at];
      expect(await found(sent.request_id)).toEqual([state, deals]);
      if (at !== 'reply-sent') expect(r.caller.of('trade')).toEqual([]);

      const again = () => desk.send('order_send', sent);
      if (state === 'begun') await expect(again()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      else expect((await again()).replayed).toBe(state === 'answered');
      expect((await found(sent.request_id))[1]).toBe(state === 'begun' ? deals : 1);
    },
  );

  test('strikes the operation named and no other, once', async () => {
    const { epoch } = r.fake;
    await r.fake.faults.command({ fault: 'crash', at: 'received', op: 'position_close' });
    await desk.open();
    await r.caller.call('ping', {});
    expect(r.fake.epoch).toBe(epoch);
  });

  test('a process of its own is ended by whoever started it', async () => {
    let ends = 0;
    const other = await running({ crash: () => ends++ });
    await other.fake.faults.command({ fault: 'crash', at: 'broker-done' });
    expect(await new Desk(other).isAnswered('order_send', order())).toBe(false);
    expect(ends).toBe(1);
    await other.fake.stop();
  });
});

describe('a full disk under the journal', () => {
  test('nothing reaches the broker until there is room', async () => {
    const sent = order();
    await r.fake.faults.command({ fault: 'journal-full' });
    for (let i = 0; i < 3; i++) expect(await desk.refusal('order_send', sent)).toBe('JOURNAL_FAILED');
    expect(await found(sent.request_id)).toEqual(['not_seen', 0]);
    await r.fake.faults.command({ fault: 'clear' });
    expect(await desk.send('order_send', sent)).toMatchObject({ retcode: 10_009, replayed: false });
  });

  test('an answer that can not be journaled is told all the same; the request stays begun', async () => {
    const sent = order();
    await r.fake.faults.command({ fault: 'journal-full', entry: 'answered' });
    expect(await desk.send('order_send', sent)).toMatchObject({ retcode: 10_009, replayed: false });
    expect(logged.join()).toContain(`the answer to ${sent.request_id} is not journaled`);
    await r.fake.faults.command({ fault: 'clear' });
    expect(await found(sent.request_id)).toEqual(['begun', 1]);
    expect(await desk.refusal('order_send', sent)).toBe('OUTCOME_UNKNOWN');
  });
});

describe('a broker that answers as it is told', () => {
  test.each([
    [10_004, undefined, 0],
    [10_012, false, 0],
    [10_012, true, 1],
    [10_031, true, 1],
  ] as const)('%d, carried out: %s', async (retcode, carried_out, deals) => {
    await r.fake.faults.command({ fault: 'refuse', retcode, ...(carried_out === undefined ? {} : { carried_out }) });
    const sent = order();
    expect(await desk.send('order_send', sent)).toMatchObject({ retcode, deal: 0n, order: 0n, volume: 0, price: null });
    expect(await found(sent.request_id)).toEqual(['answered', deals]);
    expect((await desk.send('order_send', order())).retcode).toBe(10_009);
  });

  test('of the operation named, as often as asked', async () => {
    await r.fake.faults.command({ fault: 'refuse', retcode: 10_006, op: 'position_modify', times: 2 });
    const { ticket: position } = await desk.open();
    const codes: number[] = [];
    for (const sl of [1.01, 1.02, 1.03]) {
      const params = { request_id: order().request_id, position, sl, tp: null };
      codes.push((await desk.send('position_modify', params)).retcode);
    }
    expect(codes).toEqual([10_006, 10_006, 10_009]);
  });
});

describe('a broker that loses comments', () => {
  test('keeps none in any record, and all else', async () => {
    await r.fake.faults.command({ fault: 'strip-comments', times: 2 });
    const sent = order();
    const answer = await desk.send('order_send', sent);
    const limit = await desk.send('order_send', order({ type: 'buy_limit', price: 1, type_filling: 'return' }));
    expect(await found(sent.request_id)).toEqual(['answered', 0]);
    const { deals } = await r.caller.call('history_deals', { ticket: answer.deal });
    const { positions } = await r.caller.call('positions', { ticket: answer.order });
    const { orders } = await r.caller.call('orders', { ticket: limit.order });
    for (const [record] of [deals, positions, orders]) expect(record).toMatchObject({ comment: '', magic: 7n });
    const kept = order();
    await desk.send('order_send', kept);
    expect(await found(kept.request_id)).toEqual(['answered', 1]);
  });
});

describe('faults of answers strike trade requests, too', () => {
  test('drop: carried out and journaled, its events told', async () => {
    const sent = order();
    r.caller.subscribe('trade');
    await r.fake.faults.command({ fault: 'drop', op: 'order_send' });
    expect(await desk.isAnswered('order_send', sent)).toBe(false);
    expect(await found(sent.request_id)).toEqual(['answered', 1]);
    expect(r.caller.of('trade').length).toBeGreaterThan(0);
    expect((await desk.send('order_send', sent)).replayed).toBe(true);
  });

  test('delay: what waited longer than its time to live is not carried out', async () => {
    const sent = order();
    await r.fake.faults.command({ fault: 'delay', ms: 60_001, op: 'order_send' });
    expect(await desk.isAnswered('order_send', sent)).toBe(false);
    await r.clock.pass(60_001);
    await settled();
    expect(await found(sent.request_id)).toEqual(['not_seen', 0]);
  });

  test('garbage: carried out whatever the caller can read of the answer', async () => {
    const sent = order();
    await r.fake.faults.command({ fault: 'garbage', op: 'order_send' });
    expect(await desk.isAnswered('order_send', sent)).toBe(true);
    expect(await found(sent.request_id)).toEqual(['answered', 1]);
  });
});
