import type { Timeframe } from '@mt5-bridge/protocol';
import { emptyRates, type RatesColumns } from '@mt5-bridge/protocol/wire';
import type { TickChunk } from './ohlc-ticks.ts';
import { barStart, nextBarStart } from './time.ts';

type Growing = { -readonly [K in keyof RatesColumns]: RatesColumns[K] };

/**
 * Builds bars of one timeframe from finer bars and ticks that arrive in time order. As in the terminal, prices are bids
 * and `spread` is the smallest of the bar, in points.
 */
export class BarBuilder {
  private readonly timeframe: Timeframe;
  private readonly point: number;
  private columns: Growing;
  private row = -1;
  /** Where the bar under construction ends. */
  private end = Number.NEGATIVE_INFINITY;

  constructor(timeframe: Timeframe, point: number, capacity = 64) {
    this.timeframe = timeframe;
    this.point = point;
    this.columns = emptyRates(capacity);
  }

  get length(): number {
    return this.row + 1;
  }

  /** Adds a bar that does not reach beyond one bar of this timeframe. */
  addBar(
    time: number,
    open: number,
    high: number,
    low: number,
    close: number,
    tickVolume: number,
    spread: number,
    realVolume: number,
  ): void {
    const { columns } = this;
    if (time >= this.end) {
      this.begin(time, open, high, low, close, tickVolume, spread, realVolume);
      return;
    }
    const row = this.row;
    if (high > (columns.high[row] as number)) columns.high[row] = high;
    if (low < (columns.low[row] as number)) columns.low[row] = low;
    columns.close[row] = close;
    columns.tick_volume[row] = (columns.tick_volume[row] as number) + tickVolume;
    if (spread < (columns.spread[row] as number)) columns.spread[row] = spread;
    columns.real_volume[row] = (columns.real_volume[row] as number) + realVolume;
  }

  /** Adds the ticks of a chunk from row `from` until `to`. */
  addTicks(ticks: TickChunk, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const bid = ticks.bid[i] as number;
      const spread = Math.round(((ticks.ask[i] as number) - bid) / this.point);
      const weight = ticks.weight === undefined ? 1 : (ticks.weight[i] as number);
      this.addBar(ticks.time_msc[i] as number, bid, bid, bid, bid, weight, spread, ticks.volume_real[i] as number);
    }
  }

  /** The bars from row `from` until `to`, oldest first; they share the builder's memory. */
  bars(from = 0, to = this.length): RatesColumns {
    const { columns } = this;
    return {
      length: to - from,
      time: columns.time.subarray(from, to),
      open: columns.open.subarray(from, to),
      high: columns.high.subarray(from, to),
      low: columns.low.subarray(from, to),
      close: columns.close.subarray(from, to),
      tick_volume: columns.tick_volume.subarray(from, to),
      spread: columns.spread.subarray(from, to),
      real_volume: columns.real_volume.subarray(from, to),
    };
  }

  private begin(
    time: number,
    open: number,
    high: number,
    low: number,
    close: number,
    tickVolume: number,
    spread: number,
    realVolume: number,
  ): void {
    this.row++;
    if (this.row === this.columns.length) this.grow();
    const { columns, row } = this;
    const start = barStart(this.timeframe, time);
    this.end = nextBarStart(this.timeframe, start);
    columns.time[row] = start;
    columns.open[row] = open;
    columns.high[row] = high;
    columns.low[row] = low;
    columns.close[row] = close;
    columns.tick_volume[row] = tickVolume;
    columns.spread[row] = spread;
    columns.real_volume[row] = realVolume;
  }

  private grow(): void {
    const wider: Growing = emptyRates(Math.max(64, this.columns.length * 2));
    wider.time.set(this.columns.time);
    wider.open.set(this.columns.open);
    wider.high.set(this.columns.high);
    wider.low.set(this.columns.low);
    wider.close.set(this.columns.close);
    wider.tick_volume.set(this.columns.tick_volume);
    wider.spread.set(this.columns.spread);
    wider.real_volume.set(this.columns.real_volume);
    this.columns = wider;
  }
}
