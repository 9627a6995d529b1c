import type { ChangeCause } from '@mt5-bridge/client';
import { Mt5Error, type Order, type Position } from '@mt5-bridge/protocol';
import { emptyRates, pack, packRates, unpackRates } from '@mt5-bridge/protocol/wire';
import { describe, expect, it } from 'vitest';
import { settled } from '../support/manual-clock.ts';
import { accountInfo } from '../support/scripted-peer.ts';
import { apart, type MemorySetting, together } from './setup.ts';

const HOUR = 3_600_000;

/** What a listener of the account hears: balance and cause. */
function kept({ client }: MemorySetting): { heard: [number, ChangeCause][]; stop: () => void } {
  const heard: [number, ChangeCause][] = [];
  return { heard, stop: client.keep('account', ({ balance }, cause) => heard.push([balance, cause])) };
}

/** The account changes on the other side, with or without the event arriving. */
function change({ peer }: MemorySetting, balance: number, how: 'state' | 'floating' | 'lost' = 'state'): void {
  peer.account = accountInfo({ balance });
  if (how === 'lost') peer.lose('account');
  else peer.publish<'account'>('account', { cause: how, account: peer.account });
}

function position(ticket: bigint, time: number): Position {
  const none = { sl: null, tp: null, profit: 0, swap: 0, magic: 0n, comment: '', external_id: '' };
  const prices = { volume: 0.1, price_open: 1.1, price_current: 1.1 };
  const times = { time_msc: time, time_update_msc: time };
  return { ticket, identifier: ticket, symbol: 'EURUSD', type: 'buy', reason: 'client', ...prices, ...times, ...none };
}

function order(ticket: bigint, time: number): Order {
  return {
    ticket,
    symbol: 'EURUSD',
    type: 'buy_limit',
    state: 'placed',
    volume_initial: 0.1,
    volume_current: 0.1,
    price_open: 1,
    price_stoplimit: null,
    sl: null,
    tp: null,
    type_filling: 'return',
    type_time: 'gtc',
    time_setup_msc: time,
    time_expiration: null,
    magic: 0n,
    reason: 'client',
    position_id: 0n,
    position_by_id: 0n,
    comment: '',
    external_id: '',
    price_current: 1.1,
  };
}

describe('a kept state', () => {
  it('is a snapshot, then events with their cause', async () => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    change(setting, 10_001, 'state');
    change(setting, 10_002, 'floating');
    await settled();
    expect(heard).toEqual([
      [10_000, 'resync'],
      [10_001, 'state'],
      [10_002, 'floating'],
    ]);
    expect(setting.client.stats).toMatchObject({ gaps: 0, resyncs: 0 });
    expect(setting.peer.asked('account_info')).toHaveLength(1);
  });

  it('may be asked for before there is a terminal', async () => {
    const setting = await apart();
    const { heard } = kept(setting);
    await setting.clock.advance(60_000);
    await setting.peer.open();
    await settled();
    expect(heard).toEqual([[10_000, 'resync']]);
    expect(setting.peer.asked('account_info')).toHaveLength(1);
  });

  it('carries instants in UTC and tickets exactly, in snapshot and events', async () => {
    const setting = await together();
    const { peer, client, clock } = setting;
    const ticket = 2n ** 63n + 1n;
    peer.positions = [position(ticket, clock.now() + 3 * HOUR)];
    peer.orders = [order(ticket, clock.now() + 3 * HOUR)];
    const heard: unknown[] = [];
    client.keep('positions', (positions) => heard.push(positions));
    client.keep('orders', (orders) => heard.push(orders));
    await settled();
    peer.publish<'positions'>('positions', { cause: 'state', positions: peer.positions });
    peer.publish<'orders'>('orders', { orders: peer.orders });
    await settled();
    const [positions, orders] = [[position(ticket, clock.now())], [order(ticket, clock.now())]];
    expect(heard).toEqual([positions, orders, positions, orders]);
  });

  it('applies only events that the snapshot does not hold yet', async () => {
    const setting = await together();
    const { peer } = setting;
    let answer = () => {};
    peer.script(
      'account_info',
      () =>
        new Promise((resolve) => {
          // The state after event 2, on its way while events 1 and 2 arrive behind it.
          answer = () => resolve({ result: { epoch: 1, seq: 2, account: accountInfo({ balance: 2 }) } });
        }),
    );
    const { heard } = kept(setting);
    await settled();
    answer();
    await settled();
    peer.publish<'account'>('account', { cause: 'state', account: accountInfo({ balance: 1 }) }, { s: 1 });
    peer.publish<'account'>('account', { cause: 'state', account: accountInfo({ balance: 2 }) }, { s: 2 });
    peer.publish<'account'>('account', { cause: 'state', account: accountInfo({ balance: 3 }) }, { s: 3 });
    await settled();
    expect(heard).toEqual([
      [2, 'resync'],
      [3, 'state'],
    ]);
  });

  it('takes an event for newer than a snapshot that is still on its way', async () => {
    const setting = await together();
    let answer = () => {};
    setting.peer.script(
      'account_info',
      () =>
        new Promise((resolve) => {
          answer = () => resolve({ result: { epoch: 1, seq: 0, account: accountInfo({ balance: 1 }) } });
        }),
    );
    const { heard } = kept(setting);
    await settled();
    change(setting, 2);
    await settled();
    answer();
    await settled();
    expect(heard).toEqual([[2, 'resync']]);
  });

  it('hears an event once, however often it arrives', async () => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    const event = { cause: 'state', account: accountInfo({ balance: 5 }) } as const;
    for (const s of [1, 1, 1]) setting.peer.publish<'account'>('account', event, { s });
    await settled();
    expect(heard.slice(1)).toEqual([[5, 'state']]);
  });
});

describe('a loss', () => {
  it('before an event is closed by that event, which holds all, with cause resync', async () => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    change(setting, 1, 'lost');
    change(setting, 2, 'floating');
    await settled();
    expect(heard.slice(1)).toEqual([[2, 'resync']]);
    expect(setting.client.stats).toMatchObject({ gaps: 1, resyncs: 1 });
    expect(setting.peer.asked('account_info')).toHaveLength(1);
  });

  it('of the last event is seen in the next heartbeat, and the snapshot is read again', async () => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    change(setting, 1, 'lost');
    setting.peer.beat();
    await settled();
    setting.peer.beat();
    await settled();
    expect(heard.slice(1)).toEqual([[1, 'resync']]);
    expect(setting.client.stats).toMatchObject({ gaps: 1, resyncs: 1 });
    expect(setting.peer.asked('account_info')).toHaveLength(2);
  });

  it('is healed as soon as reading succeeds, however often it fails', async () => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    setting.peer.script('account_info', () => {
      throw new Mt5Error('INTERNAL', 'not now');
    });
    change(setting, 1, 'lost');
    setting.peer.beat();
    await setting.clock.advance(1_000);
    expect(heard).toHaveLength(1);
    setting.peer.script('account_info', undefined);
    await setting.clock.advance(1_000);
    expect(heard.slice(1)).toEqual([[1, 'resync']]);
    expect(setting.logged.join()).toContain('not now');
  });

  it('of what can not be read is one as well', async () => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    change(setting, 1, 'lost');
    setting.peer.publishRaw('account', pack({ s: 2, e: 1, t: 1, d: { cause: 'state', account: { balance: 'much' } } }));
    await settled();
    expect(heard.slice(1)).toEqual([[1, 'resync']]);
    expect(setting.client.stats.badFrames).toBe(1);
  });

  it.each([
    ['noise', Uint8Array.of(0xc1)],
    ['no envelope', pack({ s: 'one' })],
  ])('hides behind %s until the next event or heartbeat', async (_, payload) => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    change(setting, 1, 'lost');
    setting.peer.publishRaw('account', payload);
    await settled();
    expect(setting.client.stats.badFrames).toBe(1);
    setting.peer.beat();
    await settled();
    expect(heard.slice(1)).toEqual([[1, 'resync']]);
  });
});

describe('a lost link', () => {
  it.each([
    ['the same epoch', async ({ peer }: MemorySetting) => peer.close().then(() => peer.open())],
    ['a new epoch', ({ peer }: MemorySetting) => peer.restart()],
  ])('and its return in %s is a resync, after which events count again', async (_, comeBack) => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    change(setting, 1);
    await settled();
    setting.peer.account = accountInfo({ balance: 2 });
    await comeBack(setting);
    await settled();
    change(setting, 3);
    await settled();
    expect(heard.slice(1)).toEqual([
      [1, 'state'],
      [2, 'resync'],
      [3, 'state'],
    ]);
  });

  it('in the middle of a resync starts it anew', async () => {
    const setting = await together();
    const { heard } = kept(setting);
    await settled();
    setting.peer.script('account_info', () => 'silence');
    change(setting, 1, 'lost');
    setting.peer.beat();
    await settled();
    setting.peer.script('account_info', undefined);
    await setting.peer.restart();
    await settled();
    expect(heard.slice(1)).toEqual([[1, 'resync']]);
  });
});

describe('listeners', () => {
  it('share one subscription; a late one hears the state as it is', async () => {
    const setting = await together();
    const first = kept(setting);
    await settled();
    change(setting, 1);
    await settled();
    const second = kept(setting);
    await settled();
    change(setting, 2);
    await settled();
    expect(first.heard).toHaveLength(3);
    expect(second.heard).toEqual([
      [1, 'resync'],
      [2, 'state'],
    ]);
    expect(setting.peer.asked('account_info')).toHaveLength(1);
  });

  it('hear nothing after they left; with the last one the state is forgotten', async () => {
    const setting = await together();
    const first = kept(setting);
    first.stop();
    first.stop();
    await settled();
    change(setting, 1);
    await settled();
    expect(first.heard).toEqual([]);
    expect(setting.client.stats.events).toBe(0);
    const second = kept(setting);
    await settled();
    expect(second.heard).toEqual([[1, 'resync']]);
  });

  it('that fail harm no other', async () => {
    const setting = await together();
    setting.client.keep('account', () => {
      throw new Error('clumsy');
    });
    const { heard } = kept(setting);
    await settled();
    change(setting, 1);
    await settled();
    expect(heard).toHaveLength(2);
    expect(setting.logged.filter((line) => line.includes('clumsy'))).toHaveLength(2);
  });
});

describe('events as they are', () => {
  const trade = (setting: MemorySetting, order: bigint) => {
    const zero = { price: 0, price_trigger: 0, price_sl: 0, price_tp: 0, volume: 0, position: 0n, position_by: 0n };
    const kinds = { order_type: 'buy', order_state: 'placed', deal_type: 'buy', time_type: 'gtc' } as const;
    const rest = { deal: 0n, symbol: 'EURUSD', time_expiration: null, ...kinds, ...zero };
    setting.peer.publish<'trade'>('trade', { type: 'order_add', order, ...rest });
  };

  it('come one by one, none joined, with gaps told between them', async () => {
    const setting = await together();
    const heard: unknown[] = [];
    const onGap = () => heard.push('gap');
    setting.client.on('trade', 'trade', ({ seq, epoch, data }) => heard.push([seq, epoch, data.order]), onGap);
    trade(setting, 1n);
    trade(setting, 2n);
    setting.peer.lose('trade');
    trade(setting, 4n);
    await settled();
    expect(heard).toEqual([[1, 1, 1n], [2, 1, 2n], 'gap', [4, 1, 4n]]);
  });

  it('tell a gap after a lost last event, a lost link and a new epoch', async () => {
    const setting = await together();
    let gaps = 0;
    setting.client.on(
      'trade',
      'trade',
      () => {},
      () => gaps++,
    );
    setting.peer.beat();
    await settled();
    setting.peer.lose('trade');
    setting.peer.beat();
    await settled();
    expect(gaps).toBe(1);
    await setting.peer.restart();
    await settled();
    expect(gaps).toBe(2);
  });

  it('of closed bars are watched, and hold records in server time', async () => {
    const { client, peer } = await together();
    const heard: number[] = [];
    client.on('bar', 'bar.EUR.USD.H1', ({ data }) => heard.push(...unpackRates(data.rates, client.zone).time));
    const bar = { ...emptyRates(1), time: Float64Array.of(Date.parse('2026-07-13T15:00:00Z')) };
    peer.publish<'bar'>('bar.EUR.USD.H1', { rates: packRates(bar) });
    await settled();
    expect(heard).toEqual([Date.parse('2026-07-13T12:00:00Z')]);
    expect(peer.asked('watch').map(({ params }) => params.topics)).toEqual([['bar.EUR.USD.H1']]);
  });

  it('are refused for a topic of another kind', async () => {
    const { client } = await together();
    for (const [kind, topic] of [
      ['bar', 'tick.EURUSD'],
      ['trade', 'status'],
      ['bar', 'bar.EURUSD.M7'],
    ] as const) {
      expect(() => client.on(kind, topic, () => {})).toThrow(expect.objectContaining({ code: 'INVALID_PARAMS' }));
    }
  });
});
