import assert from 'node:assert/strict';
import { barTopic, bookTopic, tickTopic } from '@mt5-bridge/protocol';
import { unpackRates } from '@mt5-bridge/protocol/wire';
import { quoted } from '../market.ts';
import { gapless, type Peer, pause } from '../peer.ts';
import { type Context, type Requirement, Skip } from '../suite.ts';
import { rows, type Tick, ticksOf } from './ticks.ts';

/** A caller's own number in watches. */
let callers = 0x0c0de;

/** Longer than two minutes: a real market closes an M1 bar with the first tick of the next minute. */
const TWO_BARS_MS = 200_000;

function moving({ arm }: Context): void {
  if (!arm.moving) throw new Skip('prices may stand still on this arm');
}

/** Watches one topic until `enough` has come, and renews the watch meanwhile. */
async function watching(
  peer: Peer,
  topic: string,
  enough: () => boolean,
  what: string,
  patienceMs = 60_000,
): Promise<void> {
  const client = ++callers;
  const { watch_lease_ms } = await peer.call('hello', {});
  const between = watch_lease_ms / 3;
  peer.subscribe(topic);
  for (const deadline = Date.now() + patienceMs; !enough(); ) {
    assert(Date.now() < deadline, `${what} did not come within ${patienceMs} ms`);
    const { refused } = await peer.call('watch', { client, topics: [topic] });
    assert.deepEqual(refused, []);
    const renewAt = Date.now() + between;
    await peer.until(() => enough() || Date.now() >= renewAt, what, between + 100);
  }
  await peer.call('unwatch', { client, topics: [topic] });
}

const received = (peer: Peer, topic: string): Tick[] =>
  peer.of('tick', topic).flatMap((event) => rows(event.data.ticks));

export const events: readonly Requirement[] = [
  {
    id: 'EVENT-1',
    title: 'heartbeats come at their interval, gapless, with the epoch of hello',
    async run({ peer }) {
      const { epoch, heartbeat_ms } = await peer.call('hello', {});
      peer.subscribe('hb');
      await peer.until(() => peer.of('hb').length >= 3, 'three heartbeats', 10 * heartbeat_ms + 2_000);
      const beats = peer.of('hb');
      gapless(beats);
      assert(beats.every((beat) => beat.epoch === epoch));
      const spans = beats.slice(1).map((beat, i) => beat.clock - (beats[i]?.clock ?? 0));
      assert(
        spans.every((span) => span > heartbeat_ms / 4 && span < heartbeat_ms * 4),
        `intervals ${spans} ms`,
      );
    },
  },
  {
    id: 'EVENT-2',
    title: 'a heartbeat tells the last sequence number of the plain topics, as snapshots do',
    async run({ peer }) {
      peer.subscribe('hb');
      await peer.until(() => peer.of('hb').length > 0, 'a heartbeat');
      const { seq } = peer.of('hb')[0]?.data ?? assert.fail();
      for (const topic of ['account', 'positions', 'orders', 'trade', 'status']) {
        assert.equal(typeof seq[topic], 'number', `seq of ${topic}`);
      }
      const { seq: later } = await peer.call('orders', {});
      assert(later >= (seq.orders ?? 0));
    },
  },
  {
    id: 'EVENT-3',
    title: 'without a watch no ticks flow; with it they do; after unwatch they end',
    async run(context) {
      moving(context);
      const { peer } = context;
      const { symbol } = await quoted(peer);
      const topic = tickTopic(symbol);
      const client = ++callers;
      peer.subscribe(topic);
      await pause(300);
      assert.equal(peer.of('tick', topic).length, 0, 'ticks before the watch');
      const { refused } = await peer.call('watch', { client, topics: [topic] });
      assert.deepEqual(refused, []);
      await peer.until(() => peer.of('tick', topic).length >= 3, 'three tick events');
      await peer.call('unwatch', { client, topics: [topic] });
      await pause(200);
      const after = peer.of('tick', topic).length;
      await pause(500);
      assert.equal(peer.of('tick', topic).length, after, 'ticks after unwatch');
    },
  },
  {
    id: 'EVENT-4',
    title: 'tick events hold every tick once, in order, as history has them',
    async run(context) {
      moving(context);
      const { peer } = context;
      const { symbol } = await quoted(peer);
      const topic = tickTopic(symbol);
      await watching(peer, topic, () => received(peer, topic).length >= 30, '30 ticks');
      await pause(200);
      gapless(peer.of('tick', topic));
      const events = received(peer, topic);
      const [from, to] = [events[0]?.time_msc ?? 0, events.at(-1)?.time_msc ?? 0];
      const history = await ticksOf(peer, { symbol, flags: 'all', from, to });
      const inside = (tick: Tick): boolean => tick.time_msc > from && tick.time_msc < to;
      assert.deepEqual(events.filter(inside), history.filter(inside));
    },
  },
  {
    id: 'EVENT-5',
    title: "one caller's unwatch leaves another caller's watch alone",
    async run(context) {
      moving(context);
      const { peer, another } = context;
      const { symbol } = await quoted(peer);
      const topic = tickTopic(symbol);
      const [mine, theirs] = [++callers, ++callers];
      const other = another();
      await peer.call('watch', { client: mine, topics: [topic] });
      await other.call('watch', { client: theirs, topics: [topic] });
      await peer.call('unwatch', { client: mine, topics: [topic] });
      other.subscribe(topic);
      await other.until(() => other.of('tick', topic).length >= 2, 'ticks for the other caller');
      await other.call('unwatch', { client: theirs, topics: [topic] });
    },
  },
  {
    id: 'EVENT-6',
    title: 'a watch of what does not exist is refused by topic, the others begin',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const client = ++callers;
      const topics = ['tick.NOSUCHSYMBOL.x', 'nonsense', 'bar.EURUSD.M7', tickTopic(symbol)];
      const { refused } = await peer.call('watch', { client, topics });
      assert.deepEqual(refused.map((r) => r.topic).sort(), topics.slice(0, 3).sort());
      assert.equal(refused.find((r) => r.topic === topics[0])?.code, 'SYMBOL_NOT_FOUND');
      await peer.call('unwatch', { client, topics });
    },
  },
  {
    id: 'EVENT-7',
    title: 'a watch that is not renewed ends with its lease',
    async run(context) {
      moving(context);
      const { peer } = context;
      const { watch_lease_ms } = await peer.call('hello', {});
      if (watch_lease_ms > 5_000) throw new Skip(`the lease of ${watch_lease_ms} ms is too long to wait for`);
      const { symbol } = await quoted(peer);
      const topic = tickTopic(symbol);
      peer.subscribe(topic);
      await peer.call('watch', { client: ++callers, topics: [topic] });
      await peer.until(() => peer.of('tick', topic).length > 0, 'a tick event');
      await pause(watch_lease_ms + 1_500);
      const after = peer.of('tick', topic).length;
      await pause(1_000);
      assert.equal(peer.of('tick', topic).length, after, 'ticks after the lease');
    },
  },
  {
    id: 'EVENT-8',
    title: 'a closed bar is told once, as history has it',
    async run(context) {
      moving(context);
      const { peer } = context;
      const { symbol } = await quoted(peer);
      const topic = barTopic(symbol, 'M1');
      await watching(peer, topic, () => peer.of('bar', topic).length >= 2, 'two closed bars', TWO_BARS_MS);
      gapless(peer.of('bar', topic));
      for (const event of peer.of('bar', topic)) {
        const told = unpackRates(event.data.rates);
        const [from, to] = [told.time[0] ?? 0, told.time.at(-1) ?? 0];
        const { bulk } = await peer.callBulk('rates', { symbol, timeframe: 'M1', from, to });
        assert.deepEqual(told, unpackRates(bulk ?? new Uint8Array()));
      }
    },
  },
  {
    id: 'EVENT-9',
    title: 'the book of a watched symbol comes whole after a change',
    async run(context) {
      moving(context);
      const { peer } = context;
      const { symbol } = await quoted(peer);
      const topic = bookTopic(symbol);
      if ((await peer.call('symbol_info', { symbol })).ticks_bookdepth === 0) {
        const { refused } = await peer.call('watch', { client: ++callers, topics: [topic] });
        assert.deepEqual(refused, [{ topic, code: 'BOOK_UNAVAILABLE' }]);
        return;
      }
      await watching(peer, topic, () => peer.of('book', topic).length >= 2, 'two book events');
      gapless(peer.of('book', topic));
      assert(peer.of('book', topic).every((event) => event.data.entries.length > 0));
    },
  },
  {
    id: 'EVENT-10',
    title: 'while only the market moves, account events are floating and come at most once a second',
    async run(context) {
      moving(context);
      const { peer } = context;
      const { positions } = await peer.call('positions', {});
      if (positions.length === 0) throw new Skip('no open position');
      peer.subscribe('account');
      peer.subscribe('positions');
      await peer.until(() => peer.of('account').length >= 3, 'three account events', 20_000);
      for (const kind of ['account', 'positions'] as const) {
        const seen = peer.of(kind);
        gapless(seen);
        assert(
          seen.every((event) => event.data.cause === 'floating'),
          `${kind} changed by the market alone`,
        );
        const spans = seen.slice(1).map((event, i) => event.clock - (seen[i]?.clock ?? 0));
        assert(
          spans.every((span) => span >= 900),
          `intervals ${spans} ms`,
        );
      }
    },
  },
  {
    id: 'EVENT-11',
    title: "a snapshot's sequence number lies between the events around it",
    async run({ peer }) {
      peer.subscribe('account');
      const first = await peer.call('account_info', {});
      await pause(1_500);
      const second = await peer.call('account_info', {});
      assert(second.seq >= first.seq);
      const between = peer.of('account').filter((event) => event.seq > first.seq && event.seq <= second.seq);
      assert.equal(between.length, second.seq - first.seq, 'every event between two snapshots arrived');
    },
  },
];
