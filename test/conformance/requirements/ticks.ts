import assert from 'node:assert/strict';
import { copyTicks, type Params, tickFlag } from '@mt5-bridge/protocol';
import { RECORD_BYTES, unpackTicks } from '@mt5-bridge/protocol/wire';
import { quoted } from '../market.ts';
import type { Peer } from '../peer.ts';
import { type Requirement, Skip } from '../suite.ts';

export interface Tick {
  readonly time_msc: number;
  readonly bid: number;
  readonly ask: number;
  readonly flags: number;
}

export function rows(bytes: Uint8Array): Tick[] {
  const columns = unpackTicks(bytes);
  return Array.from({ length: columns.length }, (_, i) => ({
    time_msc: columns.time_msc[i] ?? Number.NaN,
    bid: columns.bid[i] ?? Number.NaN,
    ask: columns.ask[i] ?? Number.NaN,
    flags: columns.flags[i] ?? Number.NaN,
  }));
}

export async function ticksOf(peer: Peer, params: Params<'ticks'>): Promise<Tick[]> {
  const { result, bulk } = await peer.callBulk('ticks', params);
  assert(bulk !== undefined, 'ticks come in frame 1');
  assert.equal(bulk.byteLength, result.count * RECORD_BYTES);
  const found = rows(bulk);
  for (const [i, tick] of found.entries()) {
    assert(i === 0 || tick.time_msc >= (found[i - 1]?.time_msc ?? 0), 'ticks are oldest first');
    assert(tick.bid > 0 && tick.ask >= tick.bid);
  }
  return found;
}

/** A stretch of the past that no new tick can change. */
async function past(peer: Peer, symbol: string, n: number): Promise<Tick[]> {
  const found = await ticksOf(peer, { symbol, flags: 'all', start: 1, count: n });
  if (found.length < n) throw new Skip(`only ${found.length} past ticks of ${symbol}`);
  return found;
}

export const ticks: readonly Requirement[] = [
  {
    id: 'TICKS-1',
    title: 'a range is inclusive to the millisecond on both ends',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const found = await past(peer, symbol, 10);
      const [from, to] = [found[2]?.time_msc ?? 0, found[7]?.time_msc ?? 0];
      const range = await ticksOf(peer, { symbol, flags: 'all', from, to });
      assert.deepEqual(range, await inRange(peer, symbol, from, to));
      assert(range.length >= 6);
      assert.equal(range[0]?.time_msc, from);
      assert.equal(range.at(-1)?.time_msc, to);
    },
  },
  {
    id: 'TICKS-2',
    title: 'from a time on, the first count ticks come, the tick of that millisecond included',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const found = await past(peer, symbol, 10);
      const from = found[3]?.time_msc ?? 0;
      const onward = await ticksOf(peer, { symbol, flags: 'all', from, count: 4 });
      assert.deepEqual(onward, (await inRange(peer, symbol, from, Number.MAX_SAFE_INTEGER)).slice(0, 4));
    },
  },
  {
    id: 'TICKS-3',
    title: "by position, 0 is the newest tick: the quote's own",
    async run({ arm, peer }) {
      const { symbol } = await quoted(peer);
      for (let attempt = 0; attempt < 50; attempt++) {
        const before = await peer.call('quote', { symbol });
        const [newest] = await ticksOf(peer, { symbol, flags: 'all', start: 0, count: 1 });
        const after = await peer.call('quote', { symbol });
        if (before.time_msc !== after.time_msc || before.bid !== after.bid || before.ask !== after.ask) continue;
        assert.equal(newest?.time_msc, before.time_msc);
        assert.equal(newest?.bid, before.bid);
        assert.equal(newest?.ask, before.ask);
        return;
      }
      throw new Skip(`${symbol} moves too fast on ${arm.name} to compare two calls`);
    },
  },
  {
    id: 'TICKS-4',
    title: 'info ticks are those that changed bid or ask; trade ticks those that changed last or volume',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const found = await past(peer, symbol, 50);
      const [from, to] = [found[0]?.time_msc ?? 0, found.at(-1)?.time_msc ?? 0];
      const all = await ticksOf(peer, { symbol, flags: 'all', from, to });
      const masks = {
        info: tickFlag.numbers.bid | tickFlag.numbers.ask,
        trade: tickFlag.numbers.last | tickFlag.numbers.volume,
      };
      for (const kind of ['info', 'trade'] as const) {
        const some = await ticksOf(peer, { symbol, flags: kind, from, to });
        assert.deepEqual(
          some,
          all.filter((tick) => (tick.flags & masks[kind]) !== 0),
          kind,
        );
      }
    },
  },
  {
    id: 'TICKS-5',
    title: 'an incomplete or double selection is INVALID_PARAMS; more than max_ticks is TOO_MUCH_DATA',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const base = { symbol, flags: copyTicks.numbers.all };
      const wrong = [
        {},
        { start: 0 },
        { count: 5 },
        { from: 1 },
        { to: 1 },
        { from: 2, to: 1 },
        { start: 0, count: 0 },
      ];
      for (const selection of wrong) await peer.refused('ticks', { ...base, ...selection }, 'INVALID_PARAMS');
      const { max_ticks } = await peer.call('hello', {});
      await peer.refused('ticks', { ...base, start: 0, count: max_ticks + 1 }, 'TOO_MUCH_DATA');
    },
  },
  {
    id: 'TICKS-6',
    title: 'a range without ticks answers zero ticks',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      assert.deepEqual(await ticksOf(peer, { symbol, flags: 'all', from: 0, to: 1_000 }), []);
    },
  },
];

async function inRange(peer: Peer, symbol: string, from: number, to: number): Promise<Tick[]> {
  const recent = await ticksOf(peer, { symbol, flags: 'all', start: 0, count: 5_000 });
  return recent.filter((tick) => tick.time_msc >= from && tick.time_msc <= to);
}
