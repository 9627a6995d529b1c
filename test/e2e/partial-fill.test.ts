import { expect, onTestFinished, test } from 'vitest';
import { configFor } from '../support/bridge.ts';
import { connectAny } from '../support/clients.ts';
import { startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';

const PARTLY = { success: true, status: 'done', volume_requested: 0.05, volume_filled: 0.03, retcode: 10010 };

test('an order that is filled in part, and what adds to it, are told as what they are', async () => {
  const netting = ['--margin-mode', 'retail_netting', '--liquidity', '0.03'];
  const fake = await startFake(['--seed', '7', '--start', '2026-07-15T13:00:00Z', ...netting]);
  const rules = '[policy]\npreset = "open"\n';
  const client = await connectAny('sdk 2 modern', ['--config', configFor(fake, rules)]);
  onTestFinished(async () => {
    await client.close();
    await fake.kill();
  });
  const order = { symbol: 'GBPUSD', side: 'buy', volume: 0.05, filling: 'ioc' };
  const held = async () => (await client.call('get_positions', { symbol: 'GBPUSD' })).data.positions;

  const first = await client.call('place_order', order);
  expect(first.data, first.text).toMatchObject({ ...PARTLY, symbol: 'GBPUSD', replayed: false });
  expect(JSON.parse(first.text)).toMatchObject(PARTLY);
  expect(await held()).toMatchObject([{ ticket: first.data.ticket, volume: 0.03 }]);
  const { request_id } = first.data;
  expect((await client.call('get_order_outcome', { request_id })).data).toMatchObject({ ...PARTLY, error: null });
  const records = async (event: string) =>
    (await client.call('get_audit', { request_id, event })).data.records as { data: Record<string, unknown> }[];
  expect(await records('outcome')).toMatchObject([{ data: { status: 'done', volume_filled: 0.03 } }]);
  expect(await records('send')).toMatchObject([{ data: { command: { params: { volume: 0.05 } } } }]);
  await until(async () => (await records('fill')).length === 1, 'the fill in the audit log');
  expect(await records('fill')).toMatchObject([{ data: { volume: 0.03, entry: 'in' } }]);

  // On this account a second order joins the first one's position, and has a ticket that is none of a position.
  const second = await client.call('place_order', order);
  expect(second.data).toMatchObject(PARTLY);
  expect(await held()).toMatchObject([{ ticket: first.data.ticket, volume: 0.06 }]);
  expect(await client.call('close_position', { ticket: second.data.ticket })).toMatchObject({
    isError: true,
    data: { code: 'TICKET_NOT_FOUND', message: expect.stringContaining('one position a symbol') },
  });
  const whole = await client.call('close_position', { ticket: first.data.ticket });
  expect(whole).toMatchObject({ isError: true, data: { mt5_retcode: 10006 } });
  const part = await client.call('close_position', { ticket: first.data.ticket, volume: 0.03 });
  expect(part.data, part.text).toMatchObject({ success: true, volume_requested: 0.03, volume_filled: 0.03 });
  expect(await held()).toMatchObject([{ volume: 0.03 }]);
  const all = await client.call('close_all', { symbol: 'GBPUSD' });
  expect(all.data, all.text).toMatchObject({ success: true, matched: 1 });
  expect(await held()).toEqual([]);
});
