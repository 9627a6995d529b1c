import type { Link } from '@mt5-bridge/client';
import { Mt5Error } from '@mt5-bridge/protocol';
import { type ClientTransportEvents, type ConnectTransport, encodeReply, memoryPair } from '@mt5-bridge/protocol/wire';
import { describe, expect, it } from 'vitest';
import { ManualClock, settled } from '../support/manual-clock.ts';
import { ScriptedPeer } from '../support/scripted-peer.ts';
import { apart, client, failure, type MemorySetting, outcome, together } from './setup.ts';

/** Every state of the link from now on, with the code of a reason. */
function links({ client }: Pick<MemorySetting, 'client'>): string[] {
  const seen: string[] = [];
  client.onLink((link) => seen.push(link.state === 'down' ? link.reason.code : link.state));
  return seen;
}

function reason({ client }: Pick<MemorySetting, 'client'>): Mt5Error {
  const { link } = client;
  if (link.state !== 'down') throw new Error(`the link is ${link.state}`);
  return link.reason;
}

/** Time passes while the terminal beats once a second, as hello says. */
async function beating({ peer, clock }: MemorySetting, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    peer.beat();
    await clock.advance(1_000);
  }
}

describe('hello', () => {
  it('brings the link up and tells who is there', async () => {
    const setting = await apart();
    const seen = links(setting);
    await setting.peer.open();
    await settled();
    expect(seen).toEqual(['up']);
    const { link } = setting.client;
    expect(link).toMatchObject({ state: 'up', since: setting.clock.now() });
    expect((link as Link & { state: 'up' }).hello).toMatchObject({ login: 1001n, time_server: setting.clock.now() });
  });

  it('decides the time zone before anything is converted', async () => {
    const setting = await together();
    const winter = Date.parse('2026-01-15T12:00:00Z');
    expect(setting.client.zone.toServer(winter) - winter).toBe(2 * 3_600_000);
    expect(setting.logged.join()).toContain('New York');
  });

  it.each([
    [2, 3, '2 to 3'],
    [7, 7, '7'],
  ])('refuses a terminal side of another version, naming both: %d to %d', async (lowest, highest, text) => {
    const setting = await apart();
    // Of a later version, nothing but these two need be known.
    const d = { protocol_min: lowest, protocol_max: highest, and: 'more' };
    setting.peer.script('hello', () => ({ frames: (id) => [encodeReply({ id, ok: true, t: 1, d })] }));
    const early = outcome(setting.client.call('ping', {}));
    await setting.peer.open();
    await settled();
    const { code, message } = reason(setting);
    expect({ code, message }).toEqual({
      code: 'VERSION_MISMATCH',
      message: `The terminal side speaks protocol version ${text}, mt5-bridge 1.`,
    });
    expect(await early).toBe('VERSION_MISMATCH');
    expect(await outcome(setting.client.call('ping', {}))).toBe('VERSION_MISMATCH');
    await setting.clock.advance(20_000);
    expect(setting.logged.filter((line) => line.includes('protocol version'))).toHaveLength(1);
    setting.peer.script('hello', undefined);
    await setting.clock.advance(1_000);
    expect(setting.client.link.state).toBe('up');
  });

  it('hears a terminal side that refuses our version', async () => {
    const setting = await apart();
    setting.peer.script('hello', () => {
      throw new Mt5Error('VERSION_MISMATCH', 'the request speaks protocol version 1, this side 2 to 3');
    });
    await setting.peer.open();
    await settled();
    expect(reason(setting)).toMatchObject({ code: 'VERSION_MISMATCH', message: expect.stringContaining('2 to 3') });
  });

  it.each([
    ['BAD_REPLY', () => ({ frames: (id: number) => [encodeReply({ id, ok: true, t: 1, d: { epoch: 1 } })] })],
    [
      'TERMINAL_NOT_CONNECTED',
      () => {
        throw new Mt5Error('INTERNAL', 'not today');
      },
    ],
  ] as const)('that makes no sense is %s, and is tried again', async (code, script) => {
    const setting = await apart();
    setting.peer.script('hello', script);
    await setting.peer.open();
    await settled();
    expect(reason(setting).code).toBe(code);
    setting.peer.script('hello', undefined);
    await setting.clock.advance(100);
    expect(setting.client.link.state).toBe('up');
  });

  it('that is never answered is tried again, ever more slowly but at least once in three seconds', async () => {
    const setting = await apart();
    setting.peer.script('hello', () => 'silence');
    await setting.peer.open();
    await setting.clock.advance(60_000);
    expect(reason(setting)).toMatchObject({
      code: 'TERMINAL_NOT_CONNECTED',
      message: expect.stringContaining('No answer to hello within 2000 ms'),
    });
    expect(setting.peer.asked('hello').length).toBeGreaterThanOrEqual(20);
    expect(setting.peer.asked('hello').length).toBeLessThanOrEqual(30);
    setting.peer.script('hello', undefined);
    await setting.clock.advance(3_000);
    expect(setting.client.link.state).toBe('up');
  });
});

describe('a terminal that is there and refuses the connection', () => {
  function refusing() {
    const clock = new ManualClock();
    const { connect, bind } = memoryPair();
    const carrier: { tell?: ClientTransportEvents['link'] } = {};
    const listening: ConnectTransport = (listener) => {
      carrier.tell = (state) => listener.link(state);
      return connect(listener);
    };
    const peer = new ScriptedPeer(bind, () => clock.now());
    return { ...client(listening, clock, {}), peer, clock, refuse: () => carrier.tell?.('refused') };
  }

  it('is told from one that is not there, with encryption as what may differ, once', async () => {
    const { client, clock, logged, refuse } = refusing();
    refuse();
    expect(reason({ client })).toMatchObject({
      code: 'TERMINAL_NOT_CONNECTED',
      message: expect.stringMatching(/breaks off.*Encryption may differ/),
    });
    await clock.advance(5_000);
    refuse();
    expect(reason({ client }).message).toContain('Encryption may differ');
    expect(logged.filter((line) => line.includes('Encryption'))).toHaveLength(1);
    expect((await failure(client.call('ping', {}), 'TERMINAL_NOT_CONNECTED')).message).toContain(
      'Encryption may differ',
    );
  });

  it('is used as soon as it lets us in, and told about again after that', async () => {
    const { client, peer, refuse, logged } = refusing();
    refuse();
    await peer.open();
    await settled();
    expect(client.link.state).toBe('up');
    await peer.close();
    await settled();
    expect(reason({ client }).message).toContain('Lost the connection');
    refuse();
    expect(reason({ client }).message).toContain('Encryption may differ');
    expect(logged.filter((line) => line.includes('Encryption'))).toHaveLength(2);
  });
});

describe('a lost connection', () => {
  it('ends calls under way, refuses new ones at once, and comes back by itself', async () => {
    const setting = await together();
    const { client, peer } = setting;
    const seen = links(setting);
    peer.script('quote', () => 'silence');
    const call = client.call('quote', { symbol: 'EURUSD' });
    const failed = failure(call, 'TERMINAL_NOT_CONNECTED');
    await peer.close();
    await settled();
    expect((await failed).message).toContain('Lost the connection to the terminal in this process');
    expect(await outcome(client.call('ping', {}))).toBe('TERMINAL_NOT_CONNECTED');
    peer.newEpoch();
    await peer.open();
    await settled();
    expect(seen).toEqual(['TERMINAL_NOT_CONNECTED', 'up']);
    expect(client.stats.reconnects).toBe(1);
    expect(await client.call('ping', {})).toEqual({ epoch: 2 });
  });

  it('does not harm a listener that unsubscribed, nor others when one fails', async () => {
    const setting = await together();
    const seen = links(setting);
    const gone: string[] = [];
    setting.client.onLink((link) => gone.push(link.state))();
    setting.client.onLink(() => {
      throw new Error('clumsy listener');
    });
    const after = links(setting);
    await setting.peer.close();
    await settled();
    expect([gone, seen, after]).toEqual([[], ['TERMINAL_NOT_CONNECTED'], ['TERMINAL_NOT_CONNECTED']]);
    expect(setting.logged.join()).toContain('clumsy listener');
  });
});

describe('silence', () => {
  it('is no loss while heartbeats come', async () => {
    const setting = await together();
    const seen = links(setting);
    await beating(setting, 60);
    expect(seen).toEqual([]);
    expect(setting.peer.asked('ping')).toEqual([]);
  });

  it('of some heartbeats and an unanswered ping is one, within four heartbeats', async () => {
    const setting = await together();
    await beating(setting, 3);
    setting.peer.script('ping', () => 'silence');
    setting.peer.script('hello', () => 'silence');
    await setting.clock.advance(3_000);
    expect(reason(setting)).toMatchObject({
      code: 'TERMINAL_NOT_CONNECTED',
      message: expect.stringContaining('No sign of life for'),
    });
  });

  it('with an answered ping is none, until events have been missing for long', async () => {
    const setting = await together();
    const seen = links(setting);
    await setting.clock.advance(5_000);
    expect(seen).toEqual([]);
    expect(setting.peer.asked('ping').length).toBeGreaterThan(0);
    await setting.clock.advance(2_000);
    expect(seen.slice(0, 1)).toEqual(['TERMINAL_NOT_CONNECTED']);
    expect(setting.logged.join()).toContain('Calls are answered, but no event came');
  });

  it('while a call is under way may be the terminal at work: it has until the call gives up', async () => {
    const setting = await together();
    const { client, peer, clock } = setting;
    const seen = links(setting);
    let finish = () => {};
    peer.script('ticks', () => {
      return new Promise((resolve) => {
        finish = () => resolve({ result: { count: 0, digits: 5 } });
      });
    });
    const params = { symbol: 'EURUSD', flags: 'all', start: 0, count: 1 } as const;
    const slow = client.call('ticks', params, { timeoutMs: 30_000 });
    await clock.advance(25_000); // One thread over there: neither heartbeats nor pings meanwhile.
    expect(seen).toEqual([]);
    finish();
    expect(await slow).toMatchObject({ count: 0 });
    await beating(setting, 10);
    expect(seen).toEqual([]);
  });

  it('beyond that is a loss', async () => {
    const setting = await together();
    const { client, peer, clock } = setting;
    peer.script('ticks', () => new Promise(() => {}));
    const params = { symbol: 'EURUSD', flags: 'all', start: 0, count: 1 } as const;
    const slow = failure(client.call('ticks', params, { timeoutMs: 10_000 }), 'TIMEOUT');
    await clock.advance(12_000);
    await slow;
    expect(reason(setting).code).toBe('TERMINAL_NOT_CONNECTED');
  });

  it('is followed by a new connection', async () => {
    const setting = await together();
    const seen = links(setting);
    setting.peer.script('ping', () => 'silence');
    await setting.clock.advance(3_500);
    expect(seen).toEqual(['TERMINAL_NOT_CONNECTED', 'up']);
    expect(setting.client.stats.reconnects).toBe(1);
  });
});

it('silence is seen though the clock was set back', async () => {
  const setting = await together();
  const seen = links(setting);
  setting.peer.script('ping', () => 'silence');
  setting.clock.setBack(3_600_000);
  await setting.clock.advance(10_000);
  expect(seen).toContain('TERMINAL_NOT_CONNECTED');
});

describe('a new epoch', () => {
  it.each([
    ['heartbeat', ({ peer }: MemorySetting) => peer.beat()],
    ['event', ({ peer }: MemorySetting) => peer.publish<'orders'>('orders', { orders: [] })],
  ])('that a %s shows is greeted, and the link says who is there now', async (_, show) => {
    const setting = await together();
    const seen = links(setting);
    setting.client.keep('orders', () => {});
    setting.peer.newEpoch();
    setting.peer.hello.program_version = '9.9.9';
    show(setting);
    await settled();
    expect(seen).toEqual(['up']);
    expect(setting.client.link).toMatchObject({ hello: { epoch: 2, program_version: '9.9.9' } });
    expect(setting.client.stats.reconnects).toBe(1);
  });

  it('is not seen in a straggler of the last one', async () => {
    const setting = await together();
    const seen = links(setting);
    setting.client.keep('orders', () => {});
    await settled();
    setting.peer.publish<'orders'>('orders', { orders: [] }, { e: 77 });
    await settled();
    expect(seen).toEqual([]);
    expect(setting.peer.asked('hello')).toHaveLength(2);
  });

  it('in every event is asked about now and then, not at each of them', async () => {
    const setting = await together();
    setting.client.keep('orders', () => {});
    await settled();
    for (let e = 100; e < 200; e++) {
      setting.peer.publish<'orders'>('orders', { orders: [] }, { e });
      await settled();
    }
    expect(setting.peer.asked('hello')).toHaveLength(2);
    await setting.clock.advance(250);
    setting.peer.newEpoch();
    setting.peer.beat();
    await settled();
    expect(setting.client.link).toMatchObject({ hello: { epoch: 2 } });
  });

  it('with another clock over there judges the time zone anew', async () => {
    const setting = await together();
    setting.peer.beat(0);
    await settled();
    const summer = setting.clock.now();
    expect(setting.client.zone.toServer(summer)).toBe(summer);
  });
});
