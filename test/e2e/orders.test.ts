import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configFor } from '../support/bridge.ts';
import { type AnyClient, type ClientKind, clientKinds, connectAny, type User } from '../support/clients.ts';
import { type FakeProcess, startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';

/** Everything above a thousand asks; 0.05 lots of EURUSD are about 5,700. */
const ASKS = '[policy]\npreset = "open"\nauto_approve_notional = 1000\n';
const OPEN = '[policy]\npreset = "open"\n';
const order = { symbol: 'EURUSD', side: 'buy', volume: 0.05 };

let fake: FakeProcess;
beforeAll(async () => {
  fake = await startFake(['--seed', '7', '--start', '2026-07-15T13:00:00Z']);
});
afterAll(() => fake.kill());

async function connect(kind: ClientKind, user?: User, rules = ASKS): Promise<AnyClient> {
  const client = await connectAny(kind, ['--config', configFor(fake, rules)], user);
  await client.call('ping');
  return client;
}

/** Of this terminal, whoever opened them. */
async function openTickets(client: AnyClient): Promise<unknown[]> {
  const { data } = await client.call('get_positions');
  return (data.positions as { ticket: unknown }[]).map(({ ticket }) => ticket);
}

describe.each(clientKinds)('%s', (kind) => {
  test('a user who says yes to the whole order gets it, and it can be closed', async () => {
    const asked: string[] = [];
    const client = await connect(kind, ({ message }) => {
      asked.push(message);
      return { action: 'accept', content: { confirm: true } };
    });
    const { data, text } = await client.call('place_order', { ...order, reason: 'e2e' });
    expect(data, text).toMatchObject({ success: true, status: 'done', environment: 'fake', volume_filled: 0.05 });
    expect(asked).toHaveLength(1);
    for (const part of ['EURUSD', 'volume: 0.05', 'Notional: ', 'Account: ', 'Expires: ', 'e2e']) {
      expect(asked[0]).toContain(part);
    }
    expect(await openTickets(client)).toContain(data.ticket);
    const outcome = await client.call('get_order_outcome', { request_id: data.request_id });
    expect(outcome.data).toMatchObject({ status: 'done', ticket: data.ticket });

    const closed = await client.call('close_position', { ticket: data.ticket });
    expect(closed.data, closed.text).toMatchObject({ success: true, action: 'close_position', symbol: 'EURUSD' });
    expect(asked).toHaveLength(1);
    expect(await openTickets(client)).not.toContain(data.ticket);
    await client.close();
  });

  test('a user who says no keeps everything as it was', async () => {
    const client = await connect(kind, () => ({ action: 'decline' }));
    const before = await openTickets(client);
    const { isError, data } = await client.call('place_order', order);
    expect(isError).toBe(true);
    expect(data).toMatchObject({ code: 'APPROVAL_DENIED' });
    expect(await openTickets(client)).toEqual(before);
    await client.close();
  });

  test('without a user to ask the order waits, in sight, and is told to whom', async () => {
    const client = await connect(kind);
    let updates = 0;
    await client.subscribe('approvals://pending', () => {
      updates++;
    });
    const { isError, data } = await client.call('place_order', order);
    expect(isError).toBe(false);
    expect(data).toMatchObject({ success: false, status: 'pending_approval', approval_id: expect.any(String) });
    const approval_id = data.approval_id as string;
    expect(JSON.stringify(data.approval)).toContain(`mt5-bridge approve ${approval_id}`);
    await until(() => updates > 0, 'an update of approvals://pending');
    expect(await client.read('approvals://pending')).toMatchObject({ approvals: [{ approval_id, state: 'pending' }] });
    expect((await client.call('get_approval', { approval_id })).data).toMatchObject({
      state: 'pending',
      outcome: null,
    });
    expect((await client.call('get_order_outcome', { request_id: data.request_id })).data).toMatchObject({
      status: 'pending_approval',
      approval_id,
    });
    await client.close();
  });
});

describe('the way of the agent', () => {
  const confirm = (approval_request_id: unknown) => ({ approval_confirmed: true, approval_request_id });

  test('is closed unless the owner opens it', async () => {
    const client = await connect('sdk 2 modern');
    const { approval_id } = (await client.call('place_order', order)).data;
    const { isError, data } = await client.call('place_order', { ...order, ...confirm(approval_id) });
    expect(isError).toBe(true);
    expect(data).toMatchObject({ code: 'APPROVAL_CHANNEL_CLOSED', requires_human: true });
    await client.close();
  });

  test('sends exactly what was previewed, once', async () => {
    const client = await connect('sdk 2 modern', undefined, `${ASKS}[approvals]\nchannels = ["agent"]\n`);
    const waiting = (await client.call('place_order', { ...order, sl: 1 })).data;
    for (const change of [{ volume: 0.06 }, { sl: 0.9 }, { tp: 2 }, { side: 'sell', sl: 2 }, { comment: 'x' }]) {
      const changed = { ...order, sl: 1, ...change, ...confirm(waiting.approval_id) };
      expect((await client.call('place_order', changed)).data, JSON.stringify(change)).toMatchObject({
        code: 'INVALID_APPROVAL',
      });
    }
    const same = { ...order, sl: 1, ...confirm(waiting.approval_id) };
    const { data, text } = await client.call('place_order', same);
    expect(data, text).toMatchObject({ success: true, request_id: waiting.request_id });
    expect((await client.call('place_order', same)).data).toMatchObject({ code: 'APPROVAL_USED' });
    expect((await client.call('place_order', { ...order, ...confirm('NO-SUCH-ONE') })).data).toMatchObject({
      code: expect.stringMatching(/^(APPROVAL_NOT_FOUND|INVALID_APPROVAL)$/),
    });
    await client.call('close_all');
    await client.close();
  });
});

describe("the owner's rules", () => {
  test('ask about what is worth more than may pass unasked: lots times contract size, in account currency', async () => {
    const client = await connect('sdk 2 modern');
    const { data } = await client.call('place_order', { ...order, volume: 5 });
    expect(data).toMatchObject({ status: 'pending_approval' });
    const { notional } = data.approval as { notional: number };
    expect(notional).toBeGreaterThan(500_000);
    await client.close();
  });

  test('stop what adds risk once the agent pulls the kill switch, and let it shrink', async () => {
    const client = await connect('sdk 2 legacy', undefined, OPEN);
    const { data } = await client.call('place_order', order);
    expect(data).toMatchObject({ status: 'done' });
    expect((await client.call('kill_switch_on', { reason: 'prices look wrong' })).data).toMatchObject({
      kill_switch: { on: true, reason: 'prices look wrong' },
    });
    expect(await client.call('place_order', order)).toMatchObject({ isError: true, data: { code: 'KILL_SWITCH_ON' } });
    expect((await client.call('get_policy')).data).toMatchObject({ kill_switch: { on: true } });
    const closed = await client.call('close_all');
    expect(closed.data, closed.text).toMatchObject({ success: true });
    expect(await openTickets(client)).toEqual([]);
    await client.close();
  });

  test('tell the whole story in the audit log', async () => {
    const client = await connect('sdk 1', undefined, OPEN);
    const { data } = await client.call('place_order', { ...order, reason: 'because' });
    await client.call('close_position', { ticket: data.ticket });
    const { records } = (await client.call('get_audit', { request_id: data.request_id })).data as {
      records: { event: string }[];
    };
    expect(records.map(({ event }) => event).reverse()).toEqual(
      expect.arrayContaining(['proposal', 'decision', 'send', 'outcome']),
    );
    expect(JSON.stringify(records)).toContain('because');
    await client.close();
  });
});
