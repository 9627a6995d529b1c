import { quantile, type TickModel } from '../calibration.ts';
import type { Random } from '../random.ts';
import { MINUTE } from '../time.ts';
import { CLOSE, HIGH, LOW, MINUTES, OPEN, RANK, RANKS, ROW, TICKS } from './bar-rows.ts';
import { lowestRank, pathDeviation, Stretch } from './refine.ts';

const BID = 2;
const ASK = 4;

/** Ticks of one symbol, packed for the cache; it never has last prices or volumes. */
export interface PackedTicks {
  readonly byteLength: number;
  readonly length: number;
  readonly time_msc: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly flags: Uint32Array;
}

export interface TickTerms {
  readonly model: TickModel;
  readonly spread_scale: number;
  readonly digits: number;
}

let path = new Float64Array(256);
let gaps = new Float64Array(257);

/** Points between bid and ask at a rank of the spread's distribution. */
export function spreadAt(rank: number, { model, spread_scale }: TickTerms): number {
  return Math.round(quantile(model.spread, rank / RANKS) * spread_scale);
}

/**
 * The ticks of the minute bars from cell `from` until `to`: each bar's open, high, low, close, number of ticks and
 * smallest spread are exactly those of its ticks.
 */
export function minuteTicks(
  cells: Int32Array,
  base: number,
  [from, to]: readonly [number, number],
  terms: TickTerms,
  random: Random,
): PackedTicks {
  let length = 0;
  for (let cell = from; cell < to; cell += ROW) length += cells[cell + TICKS] as number;
  const ticks = {
    byteLength: length * 28,
    length,
    time_msc: new Float64Array(length),
    bid: new Float64Array(length),
    ask: new Float64Array(length),
    flags: new Uint32Array(length),
  };
  let row = 0;
  for (let cell = from; cell < to; cell += ROW) {
    const count = cells[cell + TICKS] as number;
    if (path.length < count) {
      path = new Float64Array(2 * count);
      gaps = new Float64Array(2 * count + 1);
    }
    writeTimes(ticks.time_msc, row, count, base + (cells[cell + MINUTES] as number) * MINUTE, terms, random);
    walkBids(cells, cell, count, random);
    writePrices(ticks, row, count, cells[cell + RANK] as number, terms, random);
    row += count;
  }
  return ticks;
}

/** Intervals drawn as recorded, then scaled to fill the minute. */
function writeTimes(
  times: Float64Array,
  row: number,
  count: number,
  start: number,
  { model }: TickTerms,
  random: Random,
): void {
  let total = 0;
  for (let i = 0; i <= count; i++) {
    gaps[i] = quantile(model.interval_ms, random.uniform());
    total += gaps[i] as number;
  }
  let passed = 0;
  for (let i = 0; i < count; i++) {
    passed += gaps[i] as number;
    times[row + i] = start + Math.floor((passed / total) * MINUTE);
  }
}

/** A walk from open to close that touches both extremes, in points, into `path`. */
function walkBids(cells: Int32Array, cell: number, count: number, random: Random): void {
  const open = cells[cell + OPEN] as number;
  const high = cells[cell + HIGH] as number;
  const low = cells[cell + LOW] as number;
  const close = cells[cell + CLOSE] as number;
  const last = count - 1;
  const step = pathDeviation(open, high, low, close) / Math.sqrt(last);
  path[0] = open;
  for (let i = 1; i <= last; i++) path[i] = (path[i - 1] as number) + random.normal() * step;
  const drift = (close - (path[last] as number)) / last;
  let highest = 1;
  let lowest = last - 1;
  for (let i = 1; i < last; i++) {
    const value = (path[i] as number) + drift * i;
    path[i] = value;
    if (value > (path[highest] as number)) highest = i;
  }
  for (let i = 1; i < last; i++) {
    if (i !== highest && (path[i] as number) < (path[lowest] as number)) lowest = i;
  }
  if (lowest === highest) lowest = highest === 1 ? 2 : highest - 1;
  const stretch = new Stretch(open, close, high, low, path[highest] as number, path[lowest] as number);
  for (let i = 1; i < last; i++) path[i] = Math.min(high, Math.max(low, stretch.at(path[i] as number)));
  if (high > Math.max(open, close)) path[highest] = high;
  if (low < Math.min(open, close)) path[lowest] = low;
  path[last] = close;
}

function writePrices(
  ticks: PackedTicks,
  row: number,
  count: number,
  lowest: number,
  terms: TickTerms,
  random: Random,
): void {
  const points = 10 ** terms.digits;
  const tightest = Math.floor(random.uniform() * count);
  const keeps = terms.model.spread_persistence;
  let spread = 0;
  let bidBefore = 0;
  let askBefore = 0;
  for (let i = 0; i < count; i++) {
    if (i === tightest) spread = spreadAt(lowest, terms);
    else if (i === 0 || random.uniform() >= keeps) spread = spreadAt(lowestRank(lowest, 1, random), terms);
    const bid = path[i] as number;
    let ask = bid + spread;
    // A tick that changes nothing would not have been sent.
    if (bid === bidBefore && ask === askBefore) ask++;
    const at = row + i;
    ticks.bid[at] = bid / points;
    ticks.ask[at] = ask / points;
    ticks.flags[at] = (bid === bidBefore ? 0 : BID) | (ask === askBefore ? 0 : ASK);
    bidBefore = bid;
    askBefore = ask;
  }
}
