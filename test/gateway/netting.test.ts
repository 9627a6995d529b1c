import type { TradeIntent } from '@mt5-bridge/gateway';
import type { Position } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../support/wait.ts';
import { buy, codeOf, createWorld, GUARDED, place, proposal, round, type Side, type World } from './world.ts';

/** Of no open position at the start. */
const SYMBOL = 'GBPUSD';

let world: World;
let side: Side;
beforeEach(async () => {
  world = await createWorld({ marginMode: 'retail_netting' });
  side = await world.open();
});
afterEach(() => world.end());

const order = (volume: number, more: Parameters<typeof buy>[1] = {}): TradeIntent =>
  buy(volume, { symbol: SYMBOL, ...more });
const sell = (volume: number): TradeIntent => order(volume, { side: 'sell' });

/** All that the account has of the symbol. */
async function held(): Promise<Position | undefined> {
  const positions = await side.reads.positions({ symbol: SYMBOL });
  expect(positions.length).toBeLessThanOrEqual(1);
  return positions[0];
}

const sends = async (): Promise<number> => (await side.gateway.audit({ event: 'send', count: 1_000 })).length;

/** Whether it would add or reduce risk, by the rules. */
async function riskOf(intent: TradeIntent): Promise<string> {
  return (await side.gateway.evaluate(intent)).decision.assessment.risk;
}

describe('on an account with one position a symbol', () => {
  test('orders of one side add to it, and those of the other reduce it', async () => {
    const { ticket } = await place(side, order(0.02));
    expect(await held()).toMatchObject({ ticket, volume: 0.02, type: 'buy' });
    expect(await riskOf(order(0.01))).toBe('adds');
    const added = await place(side, order(0.01));
    expect(added).toMatchObject({ status: 'done', volume_requested: 0.01, volume_filled: 0.01 });
    expect(await held()).toMatchObject({ ticket, volume: 0.03 });
    expect(await riskOf(sell(0.03))).toBe('reduces');
    expect(await riskOf(sell(0.04))).toBe('adds');
    const reduced = await place(side, sell(0.01));
    expect(reduced).toMatchObject({ status: 'done', volume_filled: 0.01 });
    expect(await held()).toMatchObject({ ticket, volume: 0.02, type: 'buy' });
    await until(async () => (await side.gateway.audit({ event: 'fill' })).length === 3, 'three fills in the audit log');
    const fills = await side.gateway.audit({ event: 'fill' });
    expect(fills.map(({ request_id, data }) => [request_id, data.entry, String(data.position)]).reverse()).toEqual([
      [expect.any(String), 'in', String(ticket)],
      [added.request_id, 'in', String(ticket)],
      [reduced.request_id, 'out', String(ticket)],
    ]);
  });

  test('what reduces it needs no yes and passes the kill switch; what would turn it does neither', async () => {
    await place(side, order(0.02));
    world.rules(GUARDED.replace('auto_approve_notional = 5000', 'auto_approve_notional = 1'));
    expect(await place(side, sell(0.01))).toMatchObject({ status: 'done' });
    expect((await side.gateway.submit(proposal(sell(0.02)))).kind).toBe('pending_approval');
    side.gateway.pullKillSwitch({ kind: 'owner', name: 'test' }, 'test');
    const before = await sends();
    expect(await codeOf(place(side, sell(0.02)))).toBe('KILL_SWITCH_ON');
    expect(await codeOf(place(side, order(0.01)))).toBe('KILL_SWITCH_ON');
    expect(await sends()).toBe(before);
    // Right after an order that shrank it, another one might be more than is left: so it is judged for two seconds.
    world.leap(2_000);
    expect(await place(side, sell(0.01))).toMatchObject({ status: 'done' });
    expect(await held()).toBeUndefined();
  });

  test('a turned position has another ticket, and the one that it had closes nothing', async () => {
    const { ticket } = await place(side, order(0.01));
    const turned = await place(side, sell(0.03));
    expect(await held()).toMatchObject({ ticket: turned.ticket, identifier: ticket, type: 'sell', volume: 0.02 });
    const before = await sends();
    expect(await codeOf(place(side, { action: 'close_position', ticket: ticket ?? 0n }))).toBe('TICKET_NOT_FOUND');
    expect(await sends()).toBe(before);
    const closed = await place(side, { action: 'close_position', ticket: turned.ticket ?? 0n });
    expect(closed).toMatchObject({ status: 'done', volume_filled: 0.02 });
    expect(await held()).toBeUndefined();
  });

  test('it is closed in part and whole by its ticket, and never beyond; the ticket of what was added is none', async () => {
    const { ticket: first } = await place(side, order(0.02));
    const { ticket: second } = await place(side, order(0.02));
    const [ticket, added] = [first ?? 0n, second ?? 0n];
    const close = (volume?: number): TradeIntent => ({
      action: 'close_position',
      ticket,
      ...(volume !== undefined && { volume }),
    });
    const before = await sends();
    expect(await codeOf(place(side, close(0.05)))).toBe('INVALID_VOLUME');
    const wrong = place(side, { action: 'close_position', ticket: added });
    await expect(wrong).rejects.toMatchObject({
      code: 'TICKET_NOT_FOUND',
      message: expect.stringContaining('one position a symbol'),
    });
    expect(await sends()).toBe(before);
    expect(await place(side, close(0.01))).toMatchObject({ status: 'done', volume_filled: 0.01 });
    expect(await held()).toMatchObject({ ticket, volume: 0.03 });
    expect(await place(side, close())).toMatchObject({ status: 'done', volume_requested: 0.03, volume_filled: 0.03 });
    expect(await held()).toBeUndefined();
  });

  test('its stops are set by its ticket; positions are not closed by each other, and nothing is sent', async () => {
    const ticket = (await place(side, order(0.02))).ticket ?? 0n;
    const price = (await held())?.price_open ?? 0;
    const [sl, tp] = [round(price * 0.97), round(price * 1.03)];
    expect(await place(side, { action: 'modify_order', ticket, sl, tp })).toMatchObject({ status: 'done', ticket });
    expect(await held()).toMatchObject({ sl, tp });
    const other = (await side.reads.positions({})).find(({ symbol }) => symbol !== SYMBOL)?.ticket ?? 0n;
    const before = await sends();
    for (const by of [other, ticket]) {
      expect(await codeOf(place(side, { action: 'close_by', ticket, by }))).toBe('INVALID_PARAMS');
    }
    expect(await sends()).toBe(before);
    expect(await held()).toMatchObject({ ticket, volume: 0.02, sl, tp });
  });

  test('all that is open is planned and closed by its tickets', async () => {
    await place(side, order(0.02));
    world.rules(GUARDED.replace('auto_approve_notional = 5000', 'auto_approve_notional = 1'));
    for (const ticket of await side.gateway.planClose({})) {
      expect(await place(side, { action: 'close_position', ticket })).toMatchObject({ status: 'done' });
    }
    expect(await side.reads.positions({})).toEqual([]);
  });
});
