import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ZoneShift } from '../schema/index.ts';
import {
  emptyRates,
  emptyTicks,
  packRates,
  packTicks,
  type RatesColumns,
  RECORD_BYTES,
  recordLayouts,
  type TicksColumns,
  unpackRates,
  unpackTicks,
} from './packed.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Whole numbers of either sign over the 53 bits that a double holds, their ends included. */
const whole = fc.oneof(
  fc.maxSafeInteger(),
  fc.constantFrom(-1, 0, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 32), 2 ** 53, -(2 ** 53)),
);
const seconds = fc.integer({ min: 0, max: 253_402_300_799 }).map((s) => s * 1000);

const rateRow = fc.record({
  time: seconds,
  open: finite,
  high: finite,
  low: finite,
  close: finite,
  tick_volume: whole,
  spread: fc.integer(),
  real_volume: whole,
});
const tickRow = fc.record({
  time_msc: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  bid: finite,
  ask: finite,
  last: finite,
  volume_real: fc.double({ noNaN: true, min: 0, max: 2 ** 53 }),
  flags: fc.nat({ max: 0xffff_ffff }),
});

function columnsOf<C extends RatesColumns | TicksColumns>(empty: (n: number) => C, rows: readonly object[]): C {
  const columns = empty(rows.length);
  for (const [i, row] of rows.entries()) {
    for (const [name, value] of Object.entries(row)) (columns[name as keyof C] as Float64Array)[i] = value;
  }
  return columns;
}

describe('packed records', () => {
  it('give back the bars that were packed', () => {
    fc.assert(
      fc.property(fc.array(rateRow, { maxLength: 20 }), (rows) => {
        const rates = columnsOf(emptyRates, rows);
        expect(unpackRates(packRates(rates))).toEqual(rates);
      }),
    );
  });

  it('give back the ticks that were packed', () => {
    fc.assert(
      fc.property(fc.array(tickRow, { maxLength: 20 }), (rows) => {
        const ticks = columnsOf(emptyTicks, rows);
        expect(unpackTicks(packTicks(ticks))).toEqual(ticks);
      }),
    );
  });

  it('are byte for byte what unpacking them came from', () => {
    const cell = fc.oneof(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }), fc.constantFrom(0n, -1n, 2n ** 32n));
    fc.assert(
      fc.property(cell, cell, finite, fc.integer(), (tickVolume, realVolume, price, spread) => {
        const bytes = new Uint8Array(RECORD_BYTES);
        const view = new DataView(bytes.buffer);
        const { offsets } = recordLayouts.rates;
        view.setBigInt64(offsets.time, 1_783_944_000n, true);
        view.setFloat64(offsets.open, price, true);
        view.setBigInt64(offsets.tick_volume, tickVolume, true);
        view.setInt32(offsets.spread, spread, true);
        view.setBigInt64(offsets.real_volume, realVolume, true);
        const rates = unpackRates(bytes);
        expect(rates.tick_volume[0]).toBe(Number(tickVolume));
        expect(packRates(rates)).toEqual(bytes);
      }),
    );
  });

  it('of the last 64-bit values are read as the nearest doubles', () => {
    const bytes = new Uint8Array(RECORD_BYTES);
    const { offsets } = recordLayouts.rates;
    new DataView(bytes.buffer).setBigInt64(offsets.tick_volume, 2n ** 63n - 1n, true);
    new DataView(bytes.buffer).setBigInt64(offsets.real_volume, -(2n ** 63n), true);
    const rates = unpackRates(bytes);
    expect([rates.tick_volume[0], rates.real_volume[0]]).toEqual([2 ** 63, -(2 ** 63)]);
  });

  it('fill their 60 bytes without a gap', () => {
    for (const { offsets, types } of Object.values(recordLayouts)) {
      const ends = Object.entries<number>(offsets).map(
        ([name, at]) => at + (types[name as keyof typeof types] === 'i32' || name === 'flags' ? 4 : 8),
      );
      expect([0, ...ends]).toEqual([...Object.values(offsets), RECORD_BYTES]);
    }
  });

  it('are read at any place of a larger buffer', () => {
    const ticks = columnsOf(emptyTicks, [
      { time_msc: 1_783_944_000_123, bid: 1.1, ask: 1.2, last: 0, volume_real: 0, flags: 6 },
    ]);
    const buffer = new Uint8Array(RECORD_BYTES + 7);
    buffer.set(packTicks(ticks), 3);
    expect(unpackTicks(buffer.subarray(3, 3 + RECORD_BYTES))).toEqual(ticks);
  });

  it('move into the zone of the caller', () => {
    const zone: ZoneShift = { fromServer: (ms) => ms - 10_800_000, toServer: (ms) => ms + 10_800_000 };
    const ticks = columnsOf(emptyTicks, [{ time_msc: 1_783_944_000_123 }]);
    const rates = columnsOf(emptyRates, [{ time: 1_783_944_000_000 }]);
    expect(unpackTicks(packTicks(ticks), zone).time_msc[0]).toBe(1_783_933_200_123);
    expect(unpackRates(packRates(rates), zone).time[0]).toBe(1_783_933_200_000);
  });

  it('can be packed in parts, and not beyond the rows there are', () => {
    const rates = columnsOf(emptyRates, [{ open: 1 }, { open: 2 }, { open: 3 }]);
    expect([...unpackRates(packRates(rates, 1, 3)).open]).toEqual([2, 3]);
    expect(packRates(rates, 2, 2)).toHaveLength(0);
    expect(() => packRates(rates, 2, 4)).toThrow(RangeError);
    expect(() => packTicks(emptyTicks(1), 0, 2)).toThrow(RangeError);
  });

  it.each([1, 59, 61, 64])('are not %i bytes', (length) => {
    expect(() => unpackRates(new Uint8Array(length))).toThrow(`${length} bytes are not whole records of 60`);
    expect(() => unpackTicks(new Uint8Array(length))).toThrow(RangeError);
  });

  it.each([-1_000, 253_402_300_800_000, 2 ** 62])('hold no time %d, which no instant of the wire is', (time) => {
    expect(() => unpackRates(packRates(columnsOf(emptyRates, [{ time }, {}])))).toThrow(
      'a MqlRates record holds a time',
    );
    const ticks = columnsOf(emptyTicks, [{ time_msc: time }, {}]);
    expect(() => unpackTicks(packTicks(ticks))).toThrow('a MqlTick record holds a time');
  });

  it('hold no NaN and no infinity in any price', () => {
    for (const name of ['open', 'high', 'low', 'close']) {
      for (const value of [Number.NaN, Infinity, -Infinity]) {
        const rates = columnsOf(emptyRates, [{ open: 1 }, { [name]: value }, { open: 1 }]);
        expect(() => unpackRates(packRates(rates))).toThrow('a MqlRates record holds a number that is not finite');
      }
    }
    for (const name of ['bid', 'ask', 'last', 'volume_real']) {
      const ticks = columnsOf(emptyTicks, [{ [name]: Number.NaN }]);
      expect(() => unpackTicks(packTicks(ticks))).toThrow('a MqlTick record holds a number that is not finite');
    }
  });
});
