import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFor } from '../support/bridge.ts';
import { type AnyClient, connectAny } from '../support/clients.ts';
import { type FakeProcess, startFake } from '../support/processes.ts';

let fake: FakeProcess;
let client: AnyClient;
let open: unknown;
beforeAll(async () => {
  fake = await startFake(['--seed', '7', '--start', '2026-07-15T13:00:00Z']);
  client = await connectAny('sdk 2 modern', ['--config', configFor(fake, '[policy]\npreset = "open"\n')]);
  open = await held();
});
afterAll(async () => {
  await client.close();
  await fake.kill();
});

/** Tickets of everything that is open or waits. */
async function held(): Promise<unknown> {
  const rows = async (tool: string, key: string) =>
    ((await client.call(tool)).data[key] as { ticket: unknown }[]).map(({ ticket }) => ticket);
  return [await rows('get_positions', 'positions'), await rows('get_orders', 'orders')];
}

const order = { symbol: 'EURUSD', side: 'buy', volume: 0.1 };
const pending = { ...order, type: 'limit', price: 1 };

/** None of these may reach the broker. */
const cases: [code: string, tool: string, args: Record<string, unknown>][] = [
  ...[-0.1, 0, 1e15, 0.015, 1e-9, 'NaN', 'Infinity', '0x10', 'a lot', '', true, [0.1]].map(
    (volume): [string, string, Record<string, unknown>] => ['INVALID_VOLUME', 'place_order', { ...order, volume }],
  ),
  ['INVALID_VOLUME', 'place_order', { symbol: 'EURUSD', side: 'buy' }],
  ['INVALID_STOPS', 'place_order', { ...order, sl: 2 }],
  ['INVALID_STOPS', 'place_order', { ...order, tp: 0.5 }],
  ['INVALID_STOPS', 'place_order', { ...order, side: 'sell', sl: 0.5 }],
  ['INVALID_STOPS', 'place_order', { ...order, sl: -1 }],
  ['INVALID_STOPS', 'place_order', { ...order, sl: 0.123456789 }],
  ['INVALID_PRICE', 'place_order', { ...pending, price: 2 }],
  ['INVALID_PRICE', 'place_order', { ...pending, price: -1 }],
  ['INVALID_PRICE', 'place_order', { ...pending, price: 1e300 }],
  ['INVALID_PRICE', 'place_order', { ...pending, type: 'stop', price: 0.5 }],
  ['INVALID_PARAMS', 'place_order', { ...order, type: 'limit' }],
  ['INVALID_PARAMS', 'place_order', { ...order, type: 'iceberg' }],
  ['INVALID_PARAMS', 'place_order', { ...order, side: 'both' }],
  ['INVALID_PARAMS', 'place_order', { ...order, deviation: -1 }],
  ['INVALID_PARAMS', 'place_order', { ...order, magic: '99999999999999999999' }],
  ['INVALID_PARAMS', 'place_order', { ...order, leverage: 500 }],
  ['INVALID_TIMESTAMP', 'place_order', { ...pending, expiration: '2026-02-30' }],
  ['INVALID_COMMENT', 'place_order', { ...order, comment: 'x'.repeat(32) }],
  ['INVALID_COMMENT', 'place_order', { ...order, comment: 'zażółć' }],
  ['INVALID_APPROVAL', 'place_order', { ...order, approval_confirmed: true }],
  ['SYMBOL_NOT_FOUND', 'place_order', { ...order, symbol: 'EURUSDX' }],
  ['INVALID_SYMBOL', 'place_order', { ...order, symbol: '' }],
  ['TICKET_NOT_FOUND', 'modify_order', { ticket: 999_999_999, sl: 1 }],
  ['INVALID_PARAMS', 'modify_order', { ticket: -5, sl: 1 }],
  ['TICKET_NOT_FOUND', 'close_position', { ticket: '18446744073709551615' }],
  ['TICKET_NOT_FOUND', 'cancel_order', { ticket: 999_999_999 }],
  ['TICKET_NOT_FOUND', 'close_by', { ticket: 1, by_ticket: 2 }],
  ['REQUEST_NOT_FOUND', 'get_order_outcome', { request_id: 'NOSUCHORDER1' }],
  ['INVALID_PARAMS', 'get_order_outcome', {}],
  ['APPROVAL_NOT_FOUND', 'get_approval', { approval_id: 'NOSUCHONE' }],
  ['INVALID_PARAMS', 'kill_switch_on', {}],
];

test.each(cases)('%s from %s %j', async (code, tool, args) => {
  const { isError, data } = await client.call(tool, args);
  expect(isError).toBe(true);
  expect(data).toMatchObject({ code, message: expect.any(String), what_to_do: expect.any(String) });
});

test('nothing of it was sent', async () => {
  expect(await held()).toEqual(open);
  expect((await client.call('get_audit', { event: 'send' })).data).toMatchObject({ records: [] });
});
