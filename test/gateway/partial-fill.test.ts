import type { Outcome } from '@mt5-bridge/gateway';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../support/wait.ts';
import { buy, codeOf, createWorld, GUARDED, place, type Side, type World } from './world.ts';

const THERE = 0.02;
/** More than there is; without `filling` it would be all or nothing. */
const ioc = (volume: number) => buy(volume, { symbol: 'GBPUSD', filling: 'ioc' });
const PARTLY = { status: 'done', volume_requested: 0.03, volume_filled: THERE, error: null } as const;

let world: World;
let side: Side;
beforeEach(async () => {
  world = await createWorld({ marginMode: 'retail_netting', liquidity: THERE });
  side = await world.open();
});
afterEach(() => world.end());

const volumes = async (): Promise<number[]> =>
  (await side.reads.positions({ symbol: 'GBPUSD' })).map(({ volume }) => volume);

/** What the audit log tells of a request: lots asked for, lots got, and those of its deals. */
async function audited({ request_id }: Outcome) {
  const records = async (event: 'send' | 'outcome' | 'fill') =>
    (await side.gateway.audit({ request_id, event })).map(({ data }) => data as Record<string, unknown>);
  await until(async () => (await records('fill')).length > 0, 'the fill in the audit log');
  const [[send], [outcome], fills] = await Promise.all([records('send'), records('outcome'), records('fill')]);
  return {
    sent: (send?.command as { params: { volume: number } } | undefined)?.params.volume,
    filled: outcome?.volume_filled,
    retcode: (outcome?.result as { retcode: number } | undefined)?.retcode,
    fills: fills.map(({ volume }) => volume),
  };
}

test('an order that is filled in part is done, with both volumes, wherever it is told', async () => {
  const outcome = await place(side, ioc(0.03));
  expect(outcome).toMatchObject({ ...PARTLY, result: { retcode: 10010, volume: THERE } });
  expect(await side.gateway.outcome({ request_id: outcome.request_id })).toMatchObject(PARTLY);
  expect(await audited(outcome)).toEqual({ sent: 0.03, filled: THERE, retcode: 10010, fills: [THERE] });
  expect(await volumes()).toEqual([THERE]);
  expect(await side.gateway.policy()).toMatchObject({ in_flight: 0, unknown: 0 });
});

test('the same key again gets the same answer, and not the rest', async () => {
  const first = await place(side, ioc(0.03), { idempotency_key: 'part' });
  expect(await place(side, ioc(0.03), { idempotency_key: 'part' })).toMatchObject({
    ...PARTLY,
    request_id: first.request_id,
  });
  expect(await volumes()).toEqual([THERE]);
});

test('all or nothing of more than there is is rejected, and nothing is held', async () => {
  const outcome = await place(side, buy(0.03, { symbol: 'GBPUSD', filling: 'fok' }));
  expect(outcome).toMatchObject({ status: 'rejected', error: { mt5_retcode: 10006 } });
  expect(outcome.volume_filled).toBeNull();
  expect(await volumes()).toEqual([]);
});

test('what was filled in part while the answer was lost is found as it was', async () => {
  world.rules(`${GUARDED}[mt5]\norder_timeout_ms = 300\norder_ttl_ms = 200\n`);
  await world.fake.faults.command({ fault: 'drop', op: 'order_send' });
  expect(await place(side, ioc(0.03))).toMatchObject({ ...PARTLY, settled_by: 'journal' });
  expect(await volumes()).toEqual([THERE]);
});

test("and so it is where the terminal died before it wrote the broker's answer down", async () => {
  world.rules(`${GUARDED}[mt5]\norder_timeout_ms = 500\norder_ttl_ms = 400\nrequest_timeout_ms = 500\n`);
  await world.fake.faults.command({ fault: 'crash', at: 'broker-done', op: 'order_send' });
  const { request_id } = await place(side, ioc(0.03));
  let outcome: Outcome | undefined;
  await until(async () => {
    outcome = await side.gateway.outcome({ request_id });
    return outcome.status !== 'unknown';
  }, 'the outcome');
  expect(outcome).toMatchObject({ ...PARTLY, settled_by: 'broker_records' });
});

test('a close of more than there is is done in parts that fit, and all at once is rejected', async () => {
  const ticket = (await place(side, ioc(THERE))).ticket ?? 0n;
  await place(side, ioc(THERE));
  expect(await volumes()).toEqual([0.04]);
  expect(await place(side, { action: 'close_position', ticket })).toMatchObject({ status: 'rejected' });
  expect(await volumes()).toEqual([0.04]);
  for (const rest of [[THERE], []]) {
    const part = await place(side, { action: 'close_position', ticket, volume: THERE });
    expect(part).toMatchObject({ status: 'done', volume_requested: THERE, volume_filled: THERE });
    expect(await volumes()).toEqual(rest);
  }
  expect(await codeOf(place(side, { action: 'close_position', ticket }))).toBe('TICKET_NOT_FOUND');
});
