import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { close, Desk, order, requestId } from '../testing/desk.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { NOON, type Running, running } from '../testing/running.ts';

let state: string;
let open: Running[] = [];
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'fake-mt5-state-'));
});
afterEach(async () => {
  for (const r of open) await r.fake.stop();
  open = [];
  rmSync(state, { recursive: true });
});

async function begin(): Promise<{ r: Running; desk: Desk }> {
  const r = await running({ state });
  open.push(r);
  await r.clock.pass(500);
  return { r, desk: new Desk(r) };
}

async function end(r: Running): Promise<void> {
  await r.fake.stop();
  open = open.filter((one) => one !== r);
}

async function records({ caller }: Running) {
  const range = { from: 0, to: NOON * 2 };
  return {
    deals: (await caller.call('history_deals', range)).deals,
    history: (await caller.call('history_orders', range)).orders,
    orders: (await caller.call('orders', {})).orders.map(({ price_current: _, ...rest }) => rest),
    positions: (await caller.call('positions', {})).positions.map(({ price_current: _, profit: __, ...rest }) => rest),
    balance: (await caller.call('account_info', {})).account.balance,
  };
}

describe('a state folder', () => {
  test('a new account is there as it was, traded or not', async () => {
    const first = await begin();
    const before = await records(first.r);
    await end(first.r);
    const { r } = await begin();
    expect(await records(r)).toEqual(before);
  });

  test('keeps all that requests, ticks and time did, and goes on from there', async () => {
    const first = await begin();
    const { bid } = await first.r.caller.call('quote', { symbol: 'EURUSD' });
    const at = (part: number): number => Math.round(bid * part * 1e5) / 1e5;
    const kept = await first.desk.open({ sl: at(0.9) });
    const closed = await first.desk.open();
    await first.desk.send('position_close', close(closed, { volume: 0.04 }));
    await first.desk.send('position_modify', {
      request_id: requestId(),
      position: kept.ticket,
      sl: at(0.92),
      tp: at(1.1),
    });
    const limit = { type: 'buy_limit', price: at(0.95), type_filling: 'return' } as const;
    const [placed, cancelled] = [
      await first.desk.send('order_send', order(limit)),
      await first.desk.send('order_send', order(limit)),
    ];
    await first.desk.send('order_cancel', { request_id: requestId(), order: cancelled.order });
    await first.r.clock.pass(3_000);
    const before = await records(first.r);
    await end(first.r);

    const { r, desk } = await begin();
    expect(await records(r)).toEqual(before);
    expect(before.orders.map(({ ticket }) => ticket)).toContain(placed.order);
    expect(r.fake.market.start_time).toBeGreaterThanOrEqual(before.deals.at(-1)?.time_msc ?? Number.NaN);
    const next = await desk.open();
    expect(next.ticket).toBeGreaterThan(cancelled.order);
  });

  test('keeps the journal: known ids are answered from it, begun ones are not sent again', async () => {
    const first = await begin();
    const [answered, begun] = [order(), order()];
    const answer = await first.desk.send('order_send', answered);
    await first.r.fake.faults.command({ fault: 'journal-full', entry: 'answered' });
    await first.desk.send('order_send', begun);
    const { journal_since } = await first.desk.lookup(begun.request_id);
    await end(first.r);

    const { desk } = await begin();
    expect(await desk.send('order_send', answered)).toEqual({ ...answer, replayed: true });
    expect(await desk.refusal('order_send', begun)).toBe('OUTCOME_UNKNOWN');
    const found = await desk.lookup(begun.request_id);
    expect([found.state, found.deals.length, found.journal_since]).toEqual(['begun', 1, journal_since]);
  });

  test('the clock of frames goes on where the journal ends, though that of the machine was set back', async () => {
    const first = await begin();
    await first.r.clock.pass(3_600_000);
    const sent = order();
    await first.desk.send('order_send', sent);
    const { clock } = await first.desk.lookup(sent.request_id);
    await end(first.r);
    const { desk } = await begin();
    expect((await desk.lookup(sent.request_id)).clock).toBeGreaterThanOrEqual(clock);
  });
});

describe('numbers of new orders and deals', () => {
  test('are above those of the past, and of every earlier start', async () => {
    const given: bigint[] = [];
    for (const later of [0, 1, 3_600_000]) {
      const clock = new ManualClock(NOON + later);
      const r = await running({ clock });
      open.push(r);
      const past = (await records(r)).history.map(({ ticket }) => ticket);
      const desk = new Desk({ ...r, clock });
      for (let i = 0; i < 3; i++) {
        const { ticket } = await desk.open();
        expect([...past, ...given].every((one) => one < ticket)).toBe(true);
        expect(Number.isSafeInteger(Number(ticket))).toBe(true);
        given.push(ticket);
      }
      const { deals } = await records(r);
      expect(new Set(deals.map(({ ticket }) => ticket)).size).toBe(deals.length);
      expect(deals.slice(-3).every(({ ticket }) => ticket >= BigInt(NOON))).toBe(true);
    }
  });

  test('are the same at the same time of the same clock', async () => {
    const tickets: bigint[] = [];
    for (let i = 0; i < 2; i++) {
      const r = await running();
      open.push(r);
      tickets.push((await new Desk(r).open()).ticket);
    }
    expect(tickets[0]).toBe(tickets[1]);
  });
});
