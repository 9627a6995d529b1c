import assert from 'node:assert/strict';
import { type Params, type Timeframe, timeframe, timeframeMs } from '@mt5-bridge/protocol';
import { type RatesColumns, RECORD_BYTES, unpackRates } from '@mt5-bridge/protocol/wire';
import { quoted } from '../market.ts';
import type { Peer } from '../peer.ts';
import { type Requirement, Skip } from '../suite.ts';

type Bar = { [K in 'time' | 'open' | 'high' | 'low' | 'close' | 'tick_volume' | 'spread' | 'real_volume']: number };

function rows(columns: RatesColumns): Bar[] {
  const at = (column: ArrayLike<number>, i: number): number => column[i] ?? Number.NaN;
  return Array.from({ length: columns.length }, (_, i) => ({
    time: at(columns.time, i),
    open: at(columns.open, i),
    high: at(columns.high, i),
    low: at(columns.low, i),
    close: at(columns.close, i),
    tick_volume: at(columns.tick_volume, i),
    spread: at(columns.spread, i),
    real_volume: at(columns.real_volume, i),
  }));
}

async function bars(peer: Peer, params: Params<'rates'>): Promise<Bar[]> {
  const { result, bulk } = await peer.callBulk('rates', params);
  assert(bulk !== undefined, 'bars come in frame 1');
  assert.equal(bulk.byteLength, result.count * RECORD_BYTES);
  const found = rows(unpackRates(bulk));
  for (const [i, bar] of found.entries()) {
    assert(i === 0 || bar.time > (found[i - 1]?.time ?? 0), 'bars are oldest first');
    assert(
      bar.low <= Math.min(bar.open, bar.close) && bar.high >= Math.max(bar.open, bar.close),
      'low <= open, close <= high',
    );
    assert(bar.tick_volume > 0 && bar.spread >= 0 && bar.real_volume >= 0);
  }
  return found;
}

/** At least `n` closed M1 bars, or the requirement is skipped. */
async function closedBars(peer: Peer, symbol: string, tf: Timeframe, n: number): Promise<Bar[]> {
  const found = await bars(peer, { symbol, timeframe: tf, start: 1, count: n });
  if (found.length < n) throw new Skip(`only ${found.length} closed ${tf} bars of ${symbol}`);
  return found;
}

export const rates: readonly Requirement[] = [
  {
    id: 'RATES-1',
    title: 'all 21 timeframes answer, with opening times on their grid',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      for (const tf of timeframe.names) {
        const found = await bars(peer, { symbol, timeframe: tf, start: 0, count: 5 });
        assert(found.length > 0, `${tf} has bars`);
        for (const { time } of found) {
          if (tf === 'MN1') assert.equal(new Date(time).getUTCDate(), 1);
          else if (tf === 'W1') assert.equal(new Date(time).getUTCDay(), 0);
          else assert.equal(time % timeframeMs(tf), 0, `${tf} ${new Date(time).toISOString()}`);
        }
      }
    },
  },
  {
    id: 'RATES-2',
    title: 'position 0 is the bar still forming; position and count select as in CopyRates',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const closed = await closedBars(peer, symbol, 'M1', 3);
      const [, second, third] = closed;
      const later = await bars(peer, { symbol, timeframe: 'M1', start: 0, count: 20 });
      const again = later.filter((bar) => bar.time >= (second?.time ?? 0)).slice(0, 2);
      assert.deepEqual(again, [second, third], 'closed bars do not change');
      assert((later.at(-1)?.time ?? 0) > (third?.time ?? 0));
    },
  },
  {
    id: 'RATES-3',
    title: 'a range of opening times is inclusive on both ends and equals the same bars by position',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const closed = await closedBars(peer, symbol, 'M1', 3);
      const [from, to] = [closed[0]?.time ?? 0, closed[2]?.time ?? 0];
      assert.deepEqual(await bars(peer, { symbol, timeframe: 'M1', from, to }), closed);
      assert.deepEqual(await bars(peer, { symbol, timeframe: 'M1', from: from + 1_000, to }), closed.slice(1));
      assert.deepEqual(await bars(peer, { symbol, timeframe: 'M1', from, to: from }), closed.slice(0, 1));
    },
  },
  {
    id: 'RATES-4',
    title: 'a range without bars answers zero bars',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      assert.deepEqual(await bars(peer, { symbol, timeframe: 'H1', from: 0, to: 86_400_000 }), []);
      const { time_server_raw } = await peer.call('hello', {});
      const from = time_server_raw + 30 * 86_400_000;
      assert.deepEqual(await bars(peer, { symbol, timeframe: 'H1', from, to: from + 86_400_000 }), []);
      assert.deepEqual(await bars(peer, { symbol, timeframe: 'M1', start: 90_000_000, count: 10 }), []);
    },
  },
  {
    id: 'RATES-5',
    title: 'a higher timeframe is the sum of its M1 bars',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      for (const tf of ['M5', 'M30', 'H1', 'H4'] as const) {
        const parents = await bars(peer, { symbol, timeframe: tf, start: 1, count: 3 });
        for (const parent of parents) {
          const to = parent.time + timeframeMs(tf) - 60_000;
          const parts = await bars(peer, { symbol, timeframe: 'M1', from: parent.time, to });
          if (parts.length === 0) throw new Skip(`no M1 bars under ${tf}`);
          assert.equal(parts[0]?.open, parent.open, `${tf} open`);
          assert.equal(parts.at(-1)?.close, parent.close, `${tf} close`);
          assert.equal(Math.max(...parts.map((p) => p.high)), parent.high, `${tf} high`);
          assert.equal(Math.min(...parts.map((p) => p.low)), parent.low, `${tf} low`);
          assert.equal(
            parts.reduce((sum, p) => sum + p.tick_volume, 0),
            parent.tick_volume,
            `${tf} tick_volume`,
          );
        }
      }
    },
  },
  {
    id: 'RATES-6',
    title: 'a selection that is neither position nor range, or both, is INVALID_PARAMS',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const base = { symbol, timeframe: timeframe.numbers.M1 };
      const wrong = [
        {},
        { start: 0 },
        { count: 5 },
        { from: 1 },
        { to: 1 },
        { start: 0, count: 5, from: 1, to: 2 },
        { from: 2_000, to: 1_000 },
        { start: -1, count: 5 },
        { start: 0, count: 0 },
        { start: 0, count: 1.5 },
      ];
      for (const selection of wrong) await peer.refused('rates', { ...base, ...selection }, 'INVALID_PARAMS');
    },
  },
  {
    id: 'RATES-7',
    title: 'a timeframe that MT5 does not have is INVALID_PARAMS',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      for (const wrong of [0, 7, 16_389, 'M1', null]) {
        await peer.refused('rates', { symbol, timeframe: wrong, start: 0, count: 1 }, 'INVALID_PARAMS');
      }
    },
  },
  {
    id: 'RATES-8',
    title: 'more bars than max_rates are refused with TOO_MUCH_DATA',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const { max_rates } = await peer.call('hello', {});
      await peer.refused('rates', { symbol, timeframe: 1, start: 0, count: max_rates + 1 }, 'TOO_MUCH_DATA');
    },
  },
];
