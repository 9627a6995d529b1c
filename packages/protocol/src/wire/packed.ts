import { LAST_INSTANT, serverZone, type ZoneShift } from '../schema/index.ts';

/**
 * The terminal's own records, packed little-endian, 60 bytes each: MqlRates and MqlTick. They become columns, never an
 * object a row.
 */
export const RECORD_BYTES = 60;

type CellType = 'i64' | 'u64' | 'f64' | 'i32' | 'u32';
const CELL_BYTES: Readonly<Record<CellType, number>> = { i64: 8, u64: 8, f64: 8, i32: 4, u32: 4 };

/** A packed record: where each of its fields lies and what it is. */
export interface RecordLayout<Name extends string = string> {
  /** The MQL5 structure. */
  readonly mql5: string;
  readonly types: Readonly<Record<Name, CellType>>;
  readonly offsets: Readonly<Record<Name, number>>;
}

function layout<const T extends Readonly<Record<string, CellType>>>(
  mql5: string,
  types: T,
): RecordLayout<Extract<keyof T, string>> {
  let at = 0;
  const offsets: Record<string, number> = {};
  for (const [name, type] of Object.entries(types)) {
    offsets[name] = at;
    at += CELL_BYTES[type];
  }
  return { mql5, types, offsets: offsets as Record<Extract<keyof T, string>, number> };
}

/** Both structures in the order of their MQL5 declarations, without padding; `time` in seconds, `time_msc` in ms. */
export const recordLayouts = {
  rates: layout('MqlRates', {
    time: 'i64',
    open: 'f64',
    high: 'f64',
    low: 'f64',
    close: 'f64',
    tick_volume: 'i64',
    spread: 'i32',
    real_volume: 'i64',
  }),
  ticks: layout('MqlTick', {
    time: 'i64',
    bid: 'f64',
    ask: 'f64',
    last: 'f64',
    volume: 'u64',
    time_msc: 'i64',
    flags: 'u32',
    volume_real: 'f64',
  }),
} as const;
const RATE = recordLayouts.rates.offsets;
const TICK = recordLayouts.ticks.offsets;

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
/** As a double: exact up to 2^53, which times and volumes stay below. */
const i64 = (view: DataView, at: number): number => view.getInt32(at + 4, true) * TWO_32 + view.getUint32(at, true);

function setI64(view: DataView, at: number, value: number): void {
  const whole = Math.trunc(value);
  view.setInt32(at + 4, Math.floor(whole / TWO_32), true);
  view.setUint32(at, whole >>> 0, true);
}

/** x - x is 0 for every finite x and NaN for the others, so one sum over all cells tells whether each is finite. */
function assertFinite(sumOfDifferences: number, what: RecordLayout): void {
  if (sumOfDifferences !== 0) throw new RangeError(`a ${what.mql5} record holds a number that is not finite`);
}

const isInstant = (ms: number): boolean => ms >= 0 && ms <= LAST_INSTANT;

function assertInstants(isEach: boolean, what: RecordLayout): void {
  if (!isEach) throw new RangeError(`a ${what.mql5} record holds a time before 1970 or after 9999`);
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

/** MqlRates records -> columns. @throws RangeError for bytes that are not whole records, for NaN or infinity, and for no time */
export function unpackRates(bytes: Uint8Array, zone: ZoneShift = serverZone): RatesColumns {
  const { view, length } = records(bytes);
  const out = emptyRates(length);
  let differences = 0;
  let areInstants = true;
  for (let i = 0, at = 0; i < length; i++, at += RECORD_BYTES) {
    const open = view.getFloat64(at + RATE.open, true);
    const high = view.getFloat64(at + RATE.high, true);
    const low = view.getFloat64(at + RATE.low, true);
    const close = view.getFloat64(at + RATE.close, true);
    const time = i64(view, at + RATE.time) * 1000;
    areInstants &&= isInstant(time);
    out.time[i] = zone.fromServer(time);
    out.open[i] = open;
    out.high[i] = high;
    out.low[i] = low;
    out.close[i] = close;
    out.tick_volume[i] = i64(view, at + RATE.tick_volume);
    out.spread[i] = view.getInt32(at + RATE.spread, true);
    out.real_volume[i] = i64(view, at + RATE.real_volume);
    differences += open - open + (high - high) + (low - low) + (close - close);
  }
  assertFinite(differences, recordLayouts.rates);
  assertInstants(areInstants, recordLayouts.rates);
  return out;
}

/** MqlTick records -> columns. @throws RangeError for bytes that are not whole records, for NaN or infinity, and for no time */
export function unpackTicks(bytes: Uint8Array, zone: ZoneShift = serverZone): TicksColumns {
  const { view, length } = records(bytes);
  const out = emptyTicks(length);
  let differences = 0;
  let areInstants = true;
  for (let i = 0, at = 0; i < length; i++, at += RECORD_BYTES) {
    const bid = view.getFloat64(at + TICK.bid, true);
    const ask = view.getFloat64(at + TICK.ask, true);
    const last = view.getFloat64(at + TICK.last, true);
    const volume = view.getFloat64(at + TICK.volume_real, true);
    const time = i64(view, at + TICK.time_msc);
    areInstants &&= isInstant(time);
    out.time_msc[i] = zone.fromServer(time);
    out.bid[i] = bid;
    out.ask[i] = ask;
    out.last[i] = last;
    out.flags[i] = view.getUint32(at + TICK.flags, true);
    out.volume_real[i] = volume;
    differences += bid - bid + (ask - ask) + (last - last) + (volume - volume);
  }
  assertFinite(differences, recordLayouts.ticks);
  assertInstants(areInstants, recordLayouts.ticks);
  return out;
}

/** Columns (server time) from `from` to `to` -> MqlRates records. */
export function packRates(rates: RatesColumns, from = 0, to = rates.length): Uint8Array {
  const bytes = new Uint8Array((to - from) * RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = from, at = 0; i < to; i++, at += RECORD_BYTES) {
    setI64(view, at + RATE.time, Math.floor(cell(rates.time, i) / 1000));
    view.setFloat64(at + RATE.open, cell(rates.open, i), true);
    view.setFloat64(at + RATE.high, cell(rates.high, i), true);
    view.setFloat64(at + RATE.low, cell(rates.low, i), true);
    view.setFloat64(at + RATE.close, cell(rates.close, i), true);
    setI64(view, at + RATE.tick_volume, cell(rates.tick_volume, i));
    view.setInt32(at + RATE.spread, cell(rates.spread, i), true);
    setI64(view, at + RATE.real_volume, cell(rates.real_volume, i));
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
    setI64(view, at + TICK.time, Math.floor(msc / 1000));
    view.setFloat64(at + TICK.bid, cell(ticks.bid, i), true);
    view.setFloat64(at + TICK.ask, cell(ticks.ask, i), true);
    view.setFloat64(at + TICK.last, cell(ticks.last, i), true);
    setI64(view, at + TICK.volume, Math.round(volume));
    setI64(view, at + TICK.time_msc, msc);
    view.setUint32(at + TICK.flags, cell(ticks.flags, i), true);
    view.setFloat64(at + TICK.volume_real, volume, true);
  }
  return bytes;
}

function cell(column: Float64Array | Int32Array | Uint32Array, i: number): number {
  const value = column[i];
  if (value === undefined) throw new RangeError(`row ${i} is outside ${column.length} rows`);
  return value;
}
