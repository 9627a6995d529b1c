import type { TickChunk } from './ohlc-ticks.ts';
import type { Series } from './series.ts';
import type { DayFigures, Tick } from './tick.ts';
import { firstFrom, type TickSource } from './tick-source.ts';
import { DAY, floorTo } from './time.ts';

/** Ticks of one symbol that arrived together: rows `from` until before `to` of `ticks`. */
export interface TickBatch {
  readonly symbol: string;
  readonly ticks: TickChunk;
  readonly from: number;
  readonly to: number;
}

interface Day {
  readonly end: number;
  open: number;
  high: number;
  low: number;
  close_before: number | undefined;
}

/** Where the market stands in one symbol's ticks. */
export class Feed {
  readonly symbol: string;
  private readonly source: TickSource;
  private ahead: TickChunk | undefined;
  private row = 0;
  private newest: { readonly ticks: TickChunk; readonly row: number } | undefined;
  private today: Day | undefined;
  private bid: number | undefined;

  /** Stands before the first tick at or after `start`. */
  constructor(symbol: string, source: TickSource, series: Series, start: number) {
    this.symbol = symbol;
    this.source = source;
    this.ahead = source.chunkFrom(start);
    if (this.ahead !== undefined) this.row = firstFrom(this.ahead.time_msc, start);
    const past = source.historyStart(start) < start ? source.chunkUpTo(start - 1) : undefined;
    if (past === undefined) return;
    const row = firstFrom(past.time_msc, start) - 1;
    this.newest = { ticks: past, row };
    this.bid = past.bid[row];
    const days = series.ratesByPosition('D1', 0, 2, start - 1);
    const last = days.length - 1;
    this.today = {
      end: (days.time[last] as number) + DAY,
      open: days.open[last] as number,
      high: days.high[last] as number,
      low: days.low[last] as number,
      close_before: last > 0 ? days.close[last - 1] : undefined,
    };
  }

  /** Time of the next tick; Infinity when none will ever come. */
  get next(): number {
    return this.ahead === undefined ? Number.POSITIVE_INFINITY : (this.ahead.time_msc[this.row] as number);
  }

  get tick(): Tick | undefined {
    return this.newest && tickOf(this.newest.ticks, this.newest.row);
  }

  get day(): DayFigures | undefined {
    return this.today;
  }

  /** Goes past the ticks up to `until` (inclusive), at most `most` of them and within one chunk; there must be one. */
  take(until: number, most: number): TickBatch {
    const ticks = this.ahead as TickChunk;
    const from = this.row;
    const limit = Math.min(ticks.length, from + most);
    let row = from;
    for (; row < limit && (ticks.time_msc[row] as number) <= until; row++) {
      this.follow(ticks.time_msc[row] as number, ticks.bid[row] as number);
    }
    this.newest = { ticks, row: row - 1 };
    this.row = row;
    if (row === ticks.length) {
      const later = (ticks.time_msc[row - 1] as number) + 1;
      this.ahead = this.source.chunkFrom(later);
      this.row = this.ahead === undefined ? 0 : firstFrom(this.ahead.time_msc, later);
    }
    return { symbol: this.symbol, ticks, from, to: row };
  }

  private follow(time: number, bid: number): void {
    const { today } = this;
    if (today === undefined || time >= today.end) {
      this.today = { end: floorTo(time, DAY) + DAY, open: bid, high: bid, low: bid, close_before: this.bid };
    } else {
      if (bid > today.high) today.high = bid;
      if (bid < today.low) today.low = bid;
    }
    this.bid = bid;
  }
}

/** One row of a chunk. */
export function tickOf(ticks: TickChunk, row: number): Tick {
  return {
    time_msc: ticks.time_msc[row] as number,
    bid: ticks.bid[row] as number,
    ask: ticks.ask[row] as number,
    last: ticks.last[row] as number,
    volume_real: ticks.volume_real[row] as number,
    flags: ticks.flags[row] as number,
  };
}
