import assert from 'node:assert/strict';
import { allSymbols } from '../market.ts';
import type { Requirement } from '../suite.ts';

/** What a person has open and left lying in the terminal. */
export const desk: readonly Requirement[] = [
  {
    id: 'GLOBALS-1',
    title: 'global variables are selected by the start of their names, each of them once',
    async run({ peer }) {
      const { globals } = await peer.call('globals', {});
      const names = globals.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length);
      const prefix = names[0]?.slice(0, 3) ?? 'none';
      const { globals: some } = await peer.call('globals', { prefix });
      assert.deepEqual(
        some.map(({ name }) => name),
        names.filter((name) => name.startsWith(prefix)),
      );
      assert.deepEqual(await peer.call('globals', { prefix: '\u0001' }), { globals: [] });
    },
  },
  {
    id: 'GLOBALS-2',
    title: 'a prefix that is no text, or too long for a name, is INVALID_PARAMS',
    async run({ peer }) {
      for (const prefix of [7, 'x'.repeat(65)]) await peer.refused('globals', { prefix }, 'INVALID_PARAMS');
    },
  },
  {
    id: 'CHARTS-1',
    title: 'open charts have numbers of their own and symbols of the broker; one is that of the expert advisor',
    async run({ peer }) {
      const { charts } = await peer.call('charts', {});
      assert.equal(new Set(charts.map(({ id }) => id)).size, charts.length);
      assert.equal(charts.filter(({ own }) => own).length, 1);
      const known = new Set((await allSymbols(peer)).map(({ name }) => name));
      for (const { symbol, timeframe } of charts) {
        assert(known.has(symbol), symbol);
        assert.notEqual(timeframe, 'unknown');
      }
    },
  },
];
