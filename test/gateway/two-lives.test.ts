import type { AuditRecord } from '@mt5-bridge/gateway';
import { commentTag } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../support/wait.ts';
import { buy, codeOf, createWorld, GUARDED, place, proposal, type Side, START, type World } from './world.ts';

const DAY = 86_400_000;
const RULES = `${GUARDED}max_orders_per_day = 6
[mt5]
order_timeout_ms = 500
order_ttl_ms = 400
request_timeout_ms = 500
`;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.rules(RULES);
});
afterEach(() => world.end());

const fillsOf = ({ gateway }: Side): Promise<readonly AuditRecord[]> => gateway.audit({ event: 'fill', count: 100 });

/** What is used of a limit. */
async function usedOf({ gateway }: Side, name: string): Promise<number | null> {
  const { limits } = await gateway.policy();
  return limits.find(({ limit }) => limit === name)?.used ?? null;
}

test('a simulated account that starts anew on an old ledger is taken for no other', async () => {
  const owner = { kind: 'owner', name: 'test' } as const;
  const first = await world.open();
  const old = [await place(first, buy(0.01), { idempotency_key: 'one' }), await place(first, buy(0.02))];
  await until(async () => (await fillsOf(first)).length === 2, 'the fills of the first life');
  const { equity } = await first.reads.account();
  expect(await usedOf(first, 'max_orders_per_day')).toBe(2);
  await world.fake.faults.command({ fault: 'crash', at: 'broker-done' });
  const lost = await place(first, buy(0.03));
  expect(lost.status).toBe('unknown');
  first.gateway.pullKillSwitch(owner, 'night');

  await world.anew(START + DAY);
  const side = await world.open();
  // As if much had been lost over night, though it is another account's money.
  expect((await side.reads.account()).equity).toBeLessThan(equity - 1);
  expect(await usedOf(side, 'max_drawdown_percent')).toBeLessThan(0.001);
  expect(await codeOf(place(side, buy(0.01)))).toBe('KILL_SWITCH_ON');
  side.gateway.releaseKillSwitch(owner);

  const made = [await place(side, buy(0.01)), await place(side, buy(0.02))];
  for (const { ticket } of made) {
    for (const one of old) expect(ticket).toBeGreaterThan(one.ticket ?? 0n);
  }
  await until(async () => (await fillsOf(side)).length === 4, 'the fills of the second life');
  const fills = await fillsOf(side);
  const ofRequest = new Map(fills.map(({ request_id, data }) => [request_id, data]));
  for (const { request_id, volume_filled } of [...old, ...made]) {
    expect(ofRequest.get(request_id)).toMatchObject({ volume: volume_filled });
    expect(String(ofRequest.get(request_id)?.comment)).toContain(commentTag(request_id));
  }
  expect(new Set(fills.map(({ data }) => data.ticket)).size).toBe(4);

  // What was sent counts on, and a key stands for the order of then.
  expect(await usedOf(side, 'max_orders_per_day')).toBe(5);
  const again = await side.gateway.submit(proposal(buy(0.01), { idempotency_key: 'one' }));
  expect(again).toMatchObject({ replayed: true, outcome: { request_id: old[0]?.request_id } });
  expect(await codeOf(place(side, { action: 'close_position', ticket: old[0]?.ticket ?? 0n }))).toBe(
    'TICKET_NOT_FOUND',
  );

  // The order that nobody knows of is gone with its account.
  world.leap(20_000);
  await until(async () => {
    const { status } = await side.gateway.outcome({ request_id: lost.request_id });
    return status === 'rejected';
  }, 'the end of the lost order');
  expect(await side.gateway.policy()).toMatchObject({ in_flight: 0, unknown: 0 });
  expect(await fillsOf(side)).toHaveLength(4);
  const positions = await side.reads.positions({});
  expect(positions.filter(({ comment }) => comment.startsWith('#'))).toHaveLength(2);
});
