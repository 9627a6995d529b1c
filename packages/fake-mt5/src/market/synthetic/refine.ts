import type { Random } from '../random.ts';
import { CLOSE, FEWEST_TICKS, HIGH, LOW, MINUTES, OPEN, RANK, RANKS, ROW, TICKS } from './bar-rows.ts';

/** The parts that a bar is split into; all lists have the same length. */
export interface Parts {
  /** Opening times in minutes from the base of the rows to be written. */
  readonly minutes: readonly number[];
  /** Open minutes in each part. */
  readonly length: readonly number[];
  /** Share of the bar's variance, and of its ticks; each sums to 1. */
  readonly variance: readonly number[];
  readonly activity: readonly number[];
}

/**
 * Maps a path between two prices onto given extremes: what lies between the two prices stays, what lies above or below
 * is stretched, so order and both ends are kept.
 */
export class Stretch {
  private readonly top: number;
  private readonly bottom: number;
  private readonly up: number;
  private readonly down: number;

  constructor(from: number, to: number, high: number, low: number, pathHigh: number, pathLow: number) {
    this.top = Math.max(from, to);
    this.bottom = Math.min(from, to);
    this.up = pathHigh > this.top ? (high - this.top) / (pathHigh - this.top) : 0;
    this.down = pathLow < this.bottom ? (this.bottom - low) / (this.bottom - pathLow) : 0;
  }

  /** In whole points. */
  at(value: number): number {
    if (value > this.top) return Math.round(this.top + (value - this.top) * this.up);
    if (value < this.bottom) return Math.round(this.bottom - (this.bottom - value) * this.down);
    return Math.round(value);
  }
}

/** Extreme of a Brownian bridge beyond its two ends, drawn; the sign tells which one. */
export function bridgeExtreme(from: number, to: number, variance: number, random: Random, sign: 1 | -1): number {
  const distance = to - from;
  return (from + to + sign * Math.sqrt(distance * distance + 2 * variance * random.exponential())) / 2;
}

/** Rank of the smallest of `count` spreads that all rank above `floor`. */
export function lowestRank(floor: number, count: number, random: Random): number {
  return floor + (RANKS - floor) * (1 - random.uniform() ** (1 / count));
}

/** Standard deviation of the path inside a bar, estimated from the bar itself (Garman and Klass). */
export function pathDeviation(open: number, high: number, low: number, close: number): number {
  return Math.sqrt(0.5 * (high - low) ** 2 - (2 * Math.LN2 - 1) * (close - open) ** 2);
}

let nodes = new Float64Array(256);
let highs = new Float64Array(128);
let lows = new Float64Array(128);

/**
 * Splits the bar that begins at cell `at` of `parent` into parts, written as rows into `out` from cell `to` on. The
 * parts' open, high, low, close, ticks and smallest spread add up to exactly those of the bar.
 */
export function refine(
  parent: Int32Array,
  at: number,
  parts: Parts,
  spreadPersistence: number,
  random: Random,
  out: Int32Array,
  to: number,
): void {
  const count = parts.minutes.length;
  if (highs.length < count) {
    nodes = new Float64Array(2 * count);
    highs = new Float64Array(count);
    lows = new Float64Array(count);
  }
  shareTicks(parent[at + TICKS] as number, parts, random, out, to);
  const open = parent[at + OPEN] as number;
  const high = parent[at + HIGH] as number;
  const low = parent[at + LOW] as number;
  const close = parent[at + CLOSE] as number;
  const deviation = pathDeviation(open, high, low, close);

  // A walk over the opens and closes of all parts: within a part, then the step of one tick to the next part.
  let value = open;
  nodes[0] = open;
  for (let i = 0; i < count; i++) {
    const share = parts.variance[i] as number;
    const tick = share / (out[to + i * ROW + TICKS] as number);
    if (i > 0) nodes[2 * i] = value += random.normal() * deviation * Math.sqrt(tick);
    nodes[2 * i + 1] = value += random.normal() * deviation * Math.sqrt(share - tick);
  }
  // Bridged to the close, and each part's extremes drawn around its own two ends.
  const missing = close - value;
  let passed = 0;
  let highest = 0;
  let lowest = 0;
  for (let i = 0; i < count; i++) {
    const share = parts.variance[i] as number;
    const tick = share / (out[to + i * ROW + TICKS] as number);
    const from = i === 0 ? open : (nodes[2 * i] as number) + missing * (passed + tick);
    passed += share;
    const till = i === count - 1 ? close : (nodes[2 * i + 1] as number) + missing * passed;
    nodes[2 * i] = from;
    nodes[2 * i + 1] = till;
    const variance = share * deviation * deviation;
    highs[i] = bridgeExtreme(from, till, variance, random, 1);
    lows[i] = bridgeExtreme(from, till, variance, random, -1);
    if ((highs[i] as number) > (highs[highest] as number)) highest = i;
    if ((lows[i] as number) < (lows[lowest] as number)) lowest = i;
  }

  const stretch = new Stretch(open, close, high, low, highs[highest] as number, lows[lowest] as number);
  const rank = parent[at + RANK] as number;
  const tightest = Math.floor(random.uniform() * count);
  for (let i = 0, cell = to; i < count; i++, cell += ROW) {
    out[cell + MINUTES] = parts.minutes[i] as number;
    out[cell + OPEN] = stretch.at(nodes[2 * i] as number);
    out[cell + HIGH] = i === highest ? high : stretch.at(highs[i] as number);
    out[cell + LOW] = i === lowest ? low : stretch.at(lows[i] as number);
    out[cell + CLOSE] = stretch.at(nodes[2 * i + 1] as number);
    const draws = distinctSpreads(out[cell + TICKS] as number, spreadPersistence);
    out[cell + RANK] = i === tightest ? rank : lowestRank(rank, draws, random);
  }
}

/** How many spreads are drawn for a number of ticks of which some keep the one before. */
export const distinctSpreads = (ticks: number, persistence: number): number => 1 + (ticks - 1) * (1 - persistence);

/** Shares out a bar's ticks: none lost, and never fewer than a bar needs. */
function shareTicks(ticks: number, parts: Parts, random: Random, out: Int32Array, to: number): void {
  const count = parts.minutes.length;
  const wanted = highs;
  let total = 0;
  let spare = ticks;
  for (let i = 0; i < count; i++) {
    const fewest = FEWEST_TICKS * (parts.length[i] as number);
    const share = (parts.activity[i] as number) * (0.5 + random.uniform());
    wanted[i] = Math.max(0, share * ticks - fewest);
    total += wanted[i] as number;
    spare -= fewest;
  }
  let sum = 0;
  let given = 0;
  for (let i = 0; i < count; i++) {
    sum += wanted[i] as number;
    const upTo = i === count - 1 ? spare : Math.floor(total === 0 ? 0 : (sum / total) * spare);
    out[to + i * ROW + TICKS] = FEWEST_TICKS * (parts.length[i] as number) + upTo - given;
    given = upTo;
  }
}
