import { serverZone, type ZoneShift } from '../schema/index.ts';

/**
 * The terminal's own records, packed little-endian, 60 bytes each: MqlRates and MqlTick. They become columns, never an
 * object a row.
 */
export const RECORD_BYTES = 60;

export type BulkKind = 'rates' | 'ticks';

/** Bars as columns, oldest first; `time` = opening time in ms. */
export interface RatesColumns {
  readonly length: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly tick_volume: Float64Array;
  readonly spread: Int32Array;
  readonly real_volume: Float64Array;
}

/** Ticks as columns, oldest first; `time_msc` in ms, `flags` as TICK_FLAG bits. */
export interface TicksColumns {
  readonly length: number;
  readonly time_msc: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly last: Float64Array;
  readonly volume_real: Float64Array;
  readonly flags: Uint32Array;
}

export interface BulkColumns {
  rates: RatesColumns;
  ticks: TicksColumns;
}

const TWO_32 = 4_294_967_296;
const i64 = (view: DataView, at: number): number => view.getInt32(at + 4, true) * TWO_32 + view.getUint32(at, true);

function setI64(view: DataView, at: number, value: number): void {
  view.setInt32(at + 4, Math.floor(value / TWO_32), true);
  view.setUint32(at, value >>> 0, true);
}

function records(bytes: Uint8Array): { view: DataView; length: number } {
  if (bytes.byteLength % RECORD_BYTES !== 0) {
    throw new RangeError(`${bytes.byteLength} bytes are not whole records of ${RECORD_BYTES}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, length: bytes.byteLength / RECORD_BYTES };
}

export function emptyRates(length: number): RatesColumns {
  const column = () => new Float64Array(length);
  return {
    length,
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    tick_volume: column(),
    spread: new Int32Array(length),
    real_volume: column(),
  };
}

export function emptyTicks(length: number): TicksColumns {
  const column = () => new Float64Array(length);
  return {
    length,
    time_msc: column(),
    bid: column(),
    ask: column(),
    last: column(),
    volume_real: column(),
    flags: new Uint32Array(length),
  };
}

/** MqlRates records -> columns. @throws RangeError when the bytes are not whole records */
export function unpackRates(bytes: Uint8Array, zone: ZoneShift = serverZone): RatesColumns {
  const { view, length } = records(bytes);
  const out = emptyRates(length);
  for (let i = 0, at = 0; i < length; i++, at += RECORD_BYTES) {
    out.time[i] = zone.fromServer(i64(view, at) * 1000);
    out.open[i] = view.getFloat64(at + 8, true);
    out.high[i] = view.getFloat64(at + 16, true);
    out.low[i] = view.getFloat64(at + 24, true);
    out.close[i] = view.getFloat64(at + 32, true);
    out.tick_volume[i] = i64(view, at + 40);
    out.spread[i] = view.getInt32(at + 48, true);
    out.real_volume[i] = i64(view, at + 52);
  }
  return out;
}

/** MqlTick records -> columns. @throws RangeError when the bytes are not whole records */
export function unpackTicks(bytes: Uint8Array, zone: ZoneShift = serverZone): TicksColumns {
  const { view, length } = records(bytes);
  const out = emptyTicks(length);
  for (let i = 0, at = 0; i < length; i++, at += RECORD_BYTES) {
    out.bid[i] = view.getFloat64(at + 8, true);
    out.ask[i] = view.getFloat64(at + 16, true);
    out.last[i] = view.getFloat64(at + 24, true);
    out.time_msc[i] = zone.fromServer(i64(view, at + 40));
    out.flags[i] = view.getUint32(at + 48, true);
    out.volume_real[i] = view.getFloat64(at + 52, true);
  }
  return out;
}

/** Columns (server time) from `from` to `to` -> MqlRates records. */
export function packRates(rates: RatesColumns, from = 0, to = rates.length): Uint8Array {
  const bytes = new Uint8Array((to - from) * RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = from, at = 0; i < to; i++, at += RECORD_BYTES) {
    setI64(view, at, Math.floor(cell(rates.time, i) / 1000));
    view.setFloat64(at + 8, cell(rates.open, i), true);
    view.setFloat64(at + 16, cell(rates.high, i), true);
    view.setFloat64(at + 24, cell(rates.low, i), true);
    view.setFloat64(at + 32, cell(rates.close, i), true);
    setI64(view, at + 40, cell(rates.tick_volume, i));
    view.setInt32(at + 48, cell(rates.spread, i), true);
    setI64(view, at + 52, cell(rates.real_volume, i));
  }
  return bytes;
}

/** Columns (server time) from `from` to `to` -> MqlTick records. */
export function packTicks(ticks: TicksColumns, from = 0, to = ticks.length): Uint8Array {
  const bytes = new Uint8Array((to - from) * RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = from, at = 0; i < to; i++, at += RECORD_BYTES) {
    const msc = cell(ticks.time_msc, i);
    const volume = cell(ticks.volume_real, i);
    setI64(view, at, Math.floor(msc / 1000));
    view.setFloat64(at + 8, cell(ticks.bid, i), true);
    view.setFloat64(at + 16, cell(ticks.ask, i), true);
    view.setFloat64(at + 24, cell(ticks.last, i), true);
    setI64(view, at + 32, Math.round(volume));
    setI64(view, at + 40, msc);
    view.setUint32(at + 48, cell(ticks.flags, i), true);
    view.setFloat64(at + 52, volume, true);
  }
  return bytes;
}

function cell(column: Float64Array | Int32Array | Uint32Array, i: number): number {
  const value = column[i];
  if (value === undefined) throw new RangeError(`row ${i} is outside ${column.length} rows`);
  return value;
}
