import { tickTopic } from '@mt5-bridge/protocol';
import { decodeReply, encodeRequest, type Frames, memoryPair, unpack } from '@mt5-bridge/protocol/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeMt5 } from '../fake-mt5.ts';
import { ManualClock, settled } from '../testing/manual-clock.ts';
import { athens, NOON, type Running, running } from '../testing/running.ts';
import { FaultSyntaxError, type GarbageKind, garbageKinds, parseFault } from './fault.ts';
import { type BadPeer, zoo } from './zoo.ts';

const EURUSD = tickTopic('EURUSD');
let r: Running;
let id = 100;

beforeEach(async () => {
  r = await running();
  await r.clock.pass(100);
});
afterEach(() => r.fake.stop());

const ping = (ttl = 0): Uint8Array => encodeRequest({ id: ++id, op: 2, ttl, a: {} });
const outcome = ([head = new Uint8Array()]: Frames): string => {
  const reply = decodeReply(head);
  return reply.ok ? `${reply.id} ok` : `${reply.id} ${reply.e.code}`;
};
/** Whether an answer comes without time passing. */
async function isAnswered(frame: Uint8Array): Promise<boolean> {
  const before = r.caller.replies.length;
  void r.caller.exchange(frame);
  await settled();
  return r.caller.replies.length > before;
}

describe('faults of answers', () => {
  test('delay: the program stands still, then carries out what waited, unless its time is over', async () => {
    await r.fake.faults.command({ fault: 'delay', ms: 500, times: 2 });
    for (const [frame, answer] of [
      [ping(), 'ok'],
      [ping(NOON + 300), 'EXPIRED'],
    ] as const) {
      expect(await isAnswered(frame)).toBe(false);
      await r.clock.pass(499);
      const before = r.caller.replies.length;
      await r.clock.pass(1);
      expect(r.caller.replies).toHaveLength(before + 1);
      expect(outcome(r.caller.replies.at(-1) ?? [])).toMatch(new RegExp(`^\\d+ ${answer}$`));
    }
    expect(await isAnswered(ping())).toBe(true);
  });

  test('drop: no answer, to the operation named and as often as asked', async () => {
    await r.fake.faults.command({ fault: 'drop', op: 'ping', times: 2 });
    expect((await r.caller.call('quote', { symbol: 'EURUSD' })).symbol).toBe('EURUSD');
    expect(await isAnswered(ping())).toBe(false);
    expect(await isAnswered(ping())).toBe(false);
    expect(await isAnswered(ping())).toBe(true);
  });

  test('duplicate: the answer comes again in place of the next', async () => {
    await r.fake.faults.command({ fault: 'duplicate' });
    const first = outcome(await r.caller.exchange(ping()));
    expect(outcome(await r.caller.exchange(ping()))).toBe(first);
    expect(outcome(await r.caller.exchange(ping()))).toBe(`${id} ok`);
  });

  test('wrong version: refuses, naming both', async () => {
    await r.fake.faults.command({ fault: 'wrong-version', version: 42, op: 'hello' });
    const { code, message } = await r.caller.refusal('hello', {});
    expect(code).toBe('VERSION_MISMATCH');
    expect(message).toMatch(/\b1\b.*\b42\b/);
    expect((await r.caller.call('hello', {})).protocol_max).toBe(1);
  });

  test.each(garbageKinds)('garbage: %s', async (kind) => {
    const ticks = encodeRequest({ id: ++id, op: 11, ttl: 0, a: { symbol: 'EURUSD', flags: -1, start: 0, count: 3 } });
    const truth = await r.caller.exchange(ticks);
    await r.fake.faults.command({ fault: 'garbage', kind });
    const spoilt = await r.caller.exchange(ticks);
    expect(spoilt).not.toEqual(truth);
    const broken: Record<GarbageKind, boolean> = {
      bytes: unreadable(spoilt),
      empty: unreadable(spoilt),
      truncated: unreadable(spoilt),
      'no-map': unreadable(spoilt),
      'wrong-id': !unreadable(spoilt) && decodeReply(spoilt[0] as Uint8Array).id === id + 1,
      'wrong-shape':
        !unreadable(spoilt) && Object.hasOwn((unpack(spoilt[0] as Uint8Array) as { d: object }).d, 'nonsense'),
      'half-record': !unreadable(spoilt) && (spoilt[1]?.length ?? 0) % 60 !== 0,
      blank: spoilt[1]?.length === truth[1]?.length && spoilt[1]?.every((byte) => byte === 0) === true,
    };
    expect(broken[kind]).toBe(true);
    const again = await r.caller.exchange(ticks);
    expect(again[1]).toEqual(truth[1]);
  });

  test('garbage in place of an answer without records still has half a record', async () => {
    await r.fake.faults.command({ fault: 'garbage', kind: 'half-record' });
    const [, bulk] = await r.caller.exchange(ping());
    expect((bulk?.length ?? 0) % 60).not.toBe(0);
  });

  function unreadable([head = new Uint8Array()]: Frames): boolean {
    try {
      decodeReply(head);
      return false;
    } catch {
      return true;
    }
  }
});

describe('faults of events', () => {
  async function heard(): Promise<number[]> {
    r.caller.subscribe(EURUSD);
    for (let i = 0; i < 15; i++) {
      await r.caller.call('watch', { client: 1, topics: [EURUSD] });
      await r.clock.pass(2_000);
    }
    return r.caller.of('tick', EURUSD).map(({ seq }) => seq);
  }

  test('drop: its number is missing', async () => {
    await r.fake.faults.command({ fault: 'drop-event', topic: EURUSD });
    expect((await heard())[0]).toBe(2);
  });

  test('duplicate: the same number twice', async () => {
    await r.fake.faults.command({ fault: 'duplicate-event', topic: 'tick' });
    expect((await heard()).slice(0, 3)).toEqual([1, 1, 2]);
  });

  test('garbage: no message in its place', async () => {
    await r.fake.faults.command({ fault: 'garbage-event', topic: 'tick' });
    expect((await heard())[0]).toBe(2);
    expect(r.caller.unreadable).toHaveLength(1);
  });
});

describe('incidents', () => {
  test('restart: away for a while, then another epoch, numbers from 1 and no watches; the account is the same', async () => {
    r.caller.subscribe(EURUSD, 'hb');
    await r.caller.call('watch', { client: 1, topics: [EURUSD] });
    await r.clock.pass(4_000);
    const before = await r.caller.call('hello', {});
    const { deals } = await r.caller.call('history_deals', { from: 0, to: NOON * 2 });
    const over = r.fake.faults.command({ fault: 'restart', ms: 800 });
    await r.clock.pass(800);
    await over;
    const [beats, ticks] = [r.caller.of('hb').length, r.caller.of('tick', EURUSD).length];
    const after = await r.caller.call('hello', {});
    expect(after.epoch).toBeGreaterThan(before.epoch);
    expect(r.fake.epoch).toBe(after.epoch);
    await r.clock.pass(4_000);
    expect(
      r.caller
        .of('hb')
        .slice(beats)
        .map(({ seq, epoch }) => [seq, epoch]),
    ).toEqual([1, 2, 3, 4].map((n) => [n, after.epoch]));
    expect(r.caller.of('tick', EURUSD)).toHaveLength(ticks);
    expect((await r.caller.call('history_deals', { from: 0, to: NOON * 2 })).deals).toEqual(deals);
  });

  test('a restart within the same millisecond has a new epoch too', async () => {
    const { fake, clock } = await running();
    const { epoch } = fake;
    const over = fake.faults.command({ fault: 'restart' });
    await clock.pass(0);
    await over;
    expect(fake.epoch).toBe(epoch + 1);
    await fake.stop();
  });

  test('disconnect: away for a while, the epoch and numbers go on', async () => {
    r.caller.subscribe('hb');
    await r.clock.pass(2_500);
    const { epoch } = r.fake;
    const over = r.fake.faults.command({ fault: 'disconnect', ms: 1_500 });
    await r.clock.pass(1_500);
    await over;
    await r.clock.pass(2_000);
    expect((await r.caller.call('ping', {})).epoch).toBe(epoch);
    const numbers = r.caller.of('hb').map(({ seq }) => seq);
    expect(numbers).toEqual([1, 2, 5, 6]);
  });

  test('what a delay holds is lost with the restart', async () => {
    await r.fake.faults.command({ fault: 'delay', ms: 1_000 });
    expect(await isAnswered(ping())).toBe(false);
    const over = r.fake.faults.command({ fault: 'restart' });
    await r.clock.pass(0);
    await over;
    const before = r.caller.replies.length;
    await r.clock.pass(2_000);
    expect(r.caller.replies).toHaveLength(before);
  });

  test('clear: ends what lasts', async () => {
    await r.fake.faults.become('silent');
    expect(await isAnswered(ping())).toBe(false);
    await r.fake.faults.command({ fault: 'clear' });
    expect(await isAnswered(ping())).toBe(true);
  });

  test('an address in use is told to the one who starts it', async () => {
    const { bind } = memoryPair();
    const options = { clock: new ManualClock(NOON), bind, seed: 1, speed: 1, loop: true, zone: athens };
    const first = await createFakeMt5(options);
    await expect(createFakeMt5(options)).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
    await first.stop();
    await (await createFakeMt5(options)).stop();
  });
});

describe('the zoo', () => {
  test.each(Object.keys(zoo) as BadPeer[])('%s can be had, and tamed again', async (peer) => {
    await r.fake.faults.become(peer);
    void r.caller.exchange(ping());
    await r.clock.pass(2_000);
    await r.fake.faults.command({ fault: 'clear' });
    // A stutterer has one answer left to repeat.
    if (peer === 'stutterer') await r.caller.exchange(ping());
    expect(outcome(await r.caller.exchange(ping()))).toBe(`${id} ok`);
  });
});

describe('the language of faults', () => {
  test.each([
    '{"fault":"delay","ms":500,"op":"quote","times":1}',
    '{"fault":"drop","times":"always"}',
    '{"fault":"garbage","kind":"truncated"}',
    '{"fault":"drop-event","topic":"tick.EURUSD"}',
    '{"fault":"restart","ms":100}',
    '{"fault":"terminal-offline"}',
    '{"fault":"crash","at":"journal-begun","op":"order_send"}',
    '{"fault":"refuse","retcode":10012,"carried_out":true,"times":3}',
    '{"fault":"journal-full"}',
    '{"fault":"journal-full","entry":"answered"}',
    '{"fault":"strip-comments","times":"always"}',
  ])('%s', (line) => {
    expect(parseFault(line)).toEqual(JSON.parse(line));
  });

  test.each([
    ['nonsense', /not JSON/],
    ['[]', /expected an object/],
    ['{}', /"fault" to be one of delay, drop/],
    ['{"fault":"explode"}', /"fault" to be one of/],
    ['{"fault":"delay"}', /delay needs "ms"/],
    ['{"fault":"delay","ms":-1}', /"ms" should be milliseconds/],
    ['{"fault":"drop","op":"buy"}', /"op" should be the name of an operation/],
    ['{"fault":"drop","ms":5}', /drop has no "ms"/],
    ['{"fault":"drop","times":0}', /"times" should be/],
    ['{"fault":"drop-event"}', /drop-event needs "topic"/],
    ['{"fault":"garbage","kind":"pretty"}', /"kind" should be one of bytes/],
    ['{"fault":"clear","times":1}', /clear has no "times"/],
    ['{"fault":"crash"}', /crash needs "at": one of received, journal-begun/],
    ['{"fault":"crash","at":"lunch"}', /"at" should be one of/],
    ['{"fault":"refuse"}', /refuse needs "retcode"/],
    ['{"fault":"refuse","retcode":10012,"carried_out":"no"}', /"carried_out" should be true or false/],
    ['{"fault":"journal-full","entry":"lost"}', /"entry" should be one of begun, answered/],
  ])('%s is refused', (line, message) => {
    expect(() => parseFault(line)).toThrow(FaultSyntaxError);
    expect(() => parseFault(line)).toThrow(message);
  });
});
