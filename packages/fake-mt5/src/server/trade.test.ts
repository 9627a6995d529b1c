import { operations, serverZone } from '@mt5-bridge/protocol';
import { type BindTransport, decodeReply, encodeRequest, memoryPair } from '@mt5-bridge/protocol/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Caller } from '../testing/caller.ts';
import { close, Desk, order, requestId } from '../testing/desk.ts';
import { settled } from '../testing/manual-clock.ts';
import { NOON, type Running, running } from '../testing/running.ts';

const NOBODY = 18_446_744_073_709_551_615n;
let r: Running;
let desk: Desk;

async function begin(options: Parameters<typeof running>[0] = {}): Promise<void> {
  await r?.fake.stop();
  r = await running(options);
  desk = new Desk(r);
  await r.clock.pass(500);
}
beforeEach(() => begin());
afterEach(() => r.fake.stop());

const positions = async () => (await r.caller.call('positions', {})).positions;
const book = async () => ({
  positions: (await positions()).length,
  orders: (await r.caller.call('orders', {})).orders.length,
  deals: (await r.caller.call('history_deals', { from: 0, to: NOON * 2 })).total,
});

describe('the order of checks', () => {
  test('time to live, epoch, arguments, journal, what does not exist, guard, broker: the first objection is told', async () => {
    await begin({ guard: { read_only: true } });
    const before = await book();
    const sent = order();
    const bad = { ...sent, request_id: 'nonsense' };
    const { refusal } = r.caller;
    const { epoch: e } = r.fake;
    const asked = async (fields: { ttl: number; e?: number }) => refusal.call(r.caller, 'order_send', bad, fields);
    expect(await asked({ ttl: 0, e })).toMatchObject({
      code: 'INVALID_PARAMS',
      message: expect.stringMatching(/^ttl/),
    });
    expect(await asked({ ttl: NOON * 2 })).toMatchObject({
      code: 'INVALID_PARAMS',
      message: expect.stringMatching(/^e:/),
    });
    expect(await asked({ ttl: NOON - 1, e })).toMatchObject({ code: 'EXPIRED' });
    expect(await asked({ ttl: NOON * 2, e: e + 1 })).toMatchObject({ code: 'STALE_EPOCH' });
    expect(await asked({ ttl: NOON * 2, e })).toMatchObject({
      code: 'INVALID_PARAMS',
      message: expect.stringMatching(/nonsense/),
    });
    expect(await desk.refusal('order_send', order({ symbol: 'NOSUCH' }))).toBe('SYMBOL_NOT_FOUND');
    expect(await desk.refusal('order_send', sent)).toBe('GUARD_READ_ONLY');
    expect((await desk.lookup(sent.request_id)).state).toBe('not_seen');
    expect(await book()).toEqual(before);
  });

  test('a write without a time to live says what it lacks, whichever it is', async () => {
    for (const [name, { kind }] of Object.entries(operations)) {
      if (kind !== 'write') continue;
      const { code, message } = await r.caller.refusal(name as keyof typeof operations, {});
      expect([name, code]).toEqual([name, 'INVALID_PARAMS']);
      expect(message).toMatch(/^ttl: /);
    }
  });

  test('what was refused before it was journaled may be sent again', async () => {
    const position = await desk.open();
    const wrong = close({ ...position, ticket: NOBODY });
    expect(await desk.refusal('position_close', wrong)).toBe('TICKET_NOT_FOUND');
    expect(await desk.refusal('position_close', wrong)).toBe('TICKET_NOT_FOUND');
    expect(await desk.send('position_close', { ...wrong, position: position.ticket })).toMatchObject({
      retcode: 10_009,
    });
  });

  test('the same arguments in another spelling are the same request', async () => {
    const sent = order({ volume: 1 });
    const first = await desk.send('order_send', sent);
    const a = operations.order_send.params.encode(sent, 'a', serverZone);
    const spelt = { of_a_later_version: true, ...Object.fromEntries(Object.entries(a as object).reverse()) };
    const { number: op } = operations.order_send;
    const [head = new Uint8Array()] = await r.caller.exchange(
      encodeRequest({ id: 5, op, ttl: NOON * 2, e: r.fake.epoch, a: spelt }),
    );
    expect(decodeReply(head)).toMatchObject({ ok: true, d: { replayed: true, deal: Number(first.deal) } });
  });
});

describe('the guard', () => {
  test('read only: nothing is sent, whatever it is', async () => {
    await begin({ guard: { read_only: true } });
    const [position] = await positions();
    const [pending] = (await r.caller.call('orders', {})).orders;
    if (position === undefined || pending === undefined) throw new Error('the account has nothing');
    const before = await book();
    expect(await desk.refusal('order_send', order())).toBe('GUARD_READ_ONLY');
    expect(await desk.refusal('position_close', close(position))).toBe('GUARD_READ_ONLY');
    expect(await desk.refusal('order_cancel', { request_id: requestId(), order: pending.ticket })).toBe(
      'GUARD_READ_ONLY',
    );
    expect(await book()).toEqual(before);
  });

  test('symbols: those of the order, the position or the pending order', async () => {
    await begin({ guard: { symbols: ['XAUUSD'] } });
    expect(await desk.refusal('order_send', order())).toBe('GUARD_SYMBOL');
    expect((await desk.send('order_send', order({ symbol: 'XAUUSD', volume: 0.01 }))).retcode).toBe(10_009);
    const euro = (await positions()).find(({ symbol }) => symbol === 'EURUSD');
    if (euro === undefined) throw new Error('the account holds no euros');
    expect(await desk.refusal('position_close', close(euro))).toBe('GUARD_SYMBOL');
    const change = { request_id: requestId(), position: euro.ticket, sl: null, tp: null };
    expect(await desk.refusal('position_modify', change)).toBe('GUARD_SYMBOL');
  });

  test('lots: of an order, not of a close', async () => {
    await begin({ guard: { max_lots: 0.1 } });
    expect(await desk.refusal('order_send', order({ volume: 0.11 }))).toBe('GUARD_VOLUME');
    await desk.open({ volume: 0.1 });
    const large = (await positions()).find(({ volume }) => volume > 0.1);
    if (large === undefined) throw new Error('the account holds nothing large');
    expect((await desk.send('position_close', close(large))).retcode).toBe(10_009);
  });

  test('magic numbers: of the order, and of what is touched', async () => {
    await begin({ guard: { magics: [7n] } });
    expect(await desk.refusal('order_send', order({ magic: 8n }))).toBe('GUARD_MAGIC');
    const own = await desk.open();
    const foreign = (await positions()).find(({ magic }) => magic !== 7n);
    const [pending] = (await r.caller.call('orders', {})).orders;
    if (foreign === undefined || pending === undefined) throw new Error('the account has nothing of others');
    expect(await desk.refusal('position_close', close(foreign))).toBe('GUARD_MAGIC');
    const by = { position: own.ticket, position_by: foreign.ticket, magic: 7n, comment: '' };
    expect(await desk.refusal('position_close_by', { request_id: requestId(), ...by })).toBe('GUARD_MAGIC');
    expect(await desk.refusal('order_cancel', { request_id: requestId(), order: pending.ticket })).toBe('GUARD_MAGIC');
    expect((await desk.send('position_close', close(own))).retcode).toBe(10_009);
  });
});

describe('what is told of trades', () => {
  test('the answer leaves first, then the transactions, then the states that changed', async () => {
    const { connect, bind } = memoryPair();
    const left: string[] = [];
    const watched: BindTransport = async (handler) => {
      const transport = await bind((frames) => {
        const answer = handler(frames);
        left.push('answer');
        return answer;
      });
      const publish = (topic: string, payload: Uint8Array): void => {
        left.push(topic);
        transport.publish(topic, payload);
      };
      return { publish, close: () => transport.close() };
    };
    await begin({ bind: watched });
    r = { ...r, caller: new Caller(connect) };
    left.length = 0;
    await new Desk(r).send('order_send', order());
    await settled();
    const [answer, ...events] = left;
    expect(answer).toBe('answer');
    expect(new Set(events.slice(0, -2))).toEqual(new Set(['trade']));
    expect(events.slice(-2)).toEqual(['positions', 'account']);
  });

  test('a read after the answer shows what it did, under the number of the event that told it', async () => {
    r.caller.subscribe('trade', 'positions', 'orders');
    const opened = await desk.open();
    const { seq, positions: held } = await r.caller.call('positions', {});
    expect(held.some(({ ticket }) => ticket === opened.ticket)).toBe(true);
    const told = r.caller.of('positions').at(-1);
    expect([told?.seq, told?.data.cause]).toEqual([seq, 'state']);
    expect(r.caller.of('trade').map(({ data }) => data.type)).toContain('deal_add');
    expect(r.caller.of('orders')).toEqual([]);
  });

  test('a stop that the market reaches closes the position, and it is told without anybody asking', async () => {
    const { bid } = await r.caller.call('quote', { symbol: 'EURUSD' });
    const position = await desk.open({
      sl: Math.round((bid - 0.0003) * 1e5) / 1e5,
      tp: Math.round((bid + 0.0006) * 1e5) / 1e5,
    });
    r.caller.subscribe('trade', 'positions');
    for (let i = 0; i < 3_600 && r.caller.of('trade').length === 0; i++) await r.clock.pass(1_000);
    expect(r.caller.of('trade').map(({ data }) => data.type)).toContain('deal_add');
    const state = r.caller.of('positions').findLast(({ data }) => data.cause === 'state');
    expect(state?.data.positions.some(({ ticket }) => ticket === position.ticket)).toBe(false);
    const { deals } = await r.caller.call('history_deals', { position: position.identifier });
    expect(['sl', 'tp']).toContain(deals.at(-1)?.reason);
  });

  test('an order ends at its expiry, though no tick comes', async () => {
    const { bid } = await r.caller.call('quote', { symbol: 'EURUSD' });
    const expiration = Math.ceil(r.fake.market.time() / 1_000) * 1_000 + 60_000;
    const price = Math.round(bid * 0.9 * 1e5) / 1e5;
    const terms = { type: 'buy_limit', price, type_filling: 'return', type_time: 'specified', expiration } as const;
    const sent = await desk.send('order_send', order(terms));
    expect((await r.caller.call('orders', { ticket: sent.order })).orders).toHaveLength(1);
    await r.clock.pass(62_000);
    const { orders } = await r.caller.call('history_orders', { ticket: sent.order });
    expect(orders[0]?.state).toBe('expired');
  });
});

describe('a terminal without its broker', () => {
  test('sends nothing and answers 10031; what it shows stands still while the broker goes on; then the events follow', async () => {
    const { bid } = await r.caller.call('quote', { symbol: 'EURUSD' });
    const position = await desk.open({
      sl: Math.round((bid - 0.0003) * 1e5) / 1e5,
      tp: Math.round((bid + 0.0006) * 1e5) / 1e5,
    });
    await settled();
    r.caller.subscribe('trade', 'positions', 'account');
    await r.fake.faults.command({ fault: 'terminal-offline' });
    const before = await book();
    const lost = order();
    expect(await desk.send('order_send', lost)).toMatchObject({ retcode: 10_031, deal: 0n, order: 0n });
    await r.clock.pass(3_600_000);
    expect(await book()).toEqual(before);
    expect(r.caller.of('trade')).toEqual([]);
    expect((await r.caller.refusal('order_lookup', { request_id: lost.request_id, since: 0 })).code).toBe(
      'NOT_CONNECTED',
    );
    expect(await desk.refusal('position_close', close({ ...position, ticket: NOBODY }))).toBe('TICKET_NOT_FOUND');
    expect((await desk.send('position_close', close(position))).retcode).toBe(10_031);

    await r.fake.faults.command({ fault: 'terminal-online' });
    await settled();
    expect(r.caller.of('trade').map(({ data }) => data.type)).toContain('deal_add');
    expect((await positions()).some(({ ticket }) => ticket === position.ticket)).toBe(false);
    const found = await desk.lookup(lost.request_id);
    expect([found.state, found.answer?.retcode, found.deals]).toEqual(['answered', 10_031, []]);
  });
});
