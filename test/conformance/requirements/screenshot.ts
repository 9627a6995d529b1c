import assert from 'node:assert/strict';
import { timeframe } from '@mt5-bridge/protocol';
import { assertPng } from '@mt5-bridge/protocol/wire';
import { quoted } from '../market.ts';
import { patient } from '../patient.ts';
import type { Requirement } from '../suite.ts';

/** Where the header of every PNG has its width and height. */
const SIZE_AT = 16;

export const screenshot: readonly Requirement[] = [
  {
    id: 'SCREENSHOT-1',
    title: 'a picture is a PNG in frame 1 with the size that was asked for',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      for (const [width, height] of [
        [640, 480],
        [333, 222],
      ] as const) {
        const { result, bulk } = await patient(peer, 'screenshot', { symbol, timeframe: 'H1', width, height });
        assert(bulk !== undefined, 'the picture comes in frame 1');
        assert.equal(bulk.byteLength, result.bytes);
        assertPng(bulk);
        const header = new DataView(bulk.buffer, bulk.byteOffset);
        assert.deepEqual([header.getUint32(SIZE_AT), header.getUint32(SIZE_AT + 4)], [width, height]);
      }
    },
  },
  {
    id: 'SCREENSHOT-2',
    title: 'sizes and timeframes that there are not are INVALID_PARAMS, an unknown symbol SYMBOL_NOT_FOUND',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const asked = { symbol, timeframe: timeframe.numbers.H1, width: 640, height: 480 };
      for (const wrong of [{ width: 159 }, { width: 3_841 }, { height: 119 }, { height: 2_161 }, { timeframe: 7 }]) {
        await peer.refused('screenshot', { ...asked, ...wrong }, 'INVALID_PARAMS');
      }
      await peer.refused('screenshot', { ...asked, symbol: 'NOSUCH' }, 'SYMBOL_NOT_FOUND');
    },
  },
];
