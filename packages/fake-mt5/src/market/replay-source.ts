import type { RatesColumns } from '@mt5-bridge/protocol/wire';
import { BarBuilder } from './bar-builder.ts';
import type { TickChunk } from './ohlc-ticks.ts';
import { firstFrom, type TickSource, TRADE_FLAGS } from './tick-source.ts';
import { floorTo, MINUTE } from './time.ts';

/** A looping record would give an endless past; this many minute bars of it stay visible, as in a terminal. */
const VISIBLE_BARS = 100_000;

export interface ReplayTerms {
  /** All records of the symbol in time order. */
  readonly ticks: TickChunk;
  /** Records before this time are played once, as history; those from it on come again when `loop` is set. */
  readonly begin: number;
  readonly loop: boolean;
  readonly point: number;
}

/**
 * Recorded ticks, exactly as they are. At their end they come again, moved forward by their span in whole minutes, so
 * that the minute bars of each round are those of the first.
 */
export class ReplaySource implements TickSource {
  readonly resolutions = [MINUTE];
  readonly hasTrades: boolean;
  private readonly all: TickChunk;
  private readonly repeated: TickChunk;
  private readonly loop: boolean;
  private readonly point: number;
  private readonly first: number;
  private readonly begin: number;
  private readonly last: number;
  /** How far one round lies after the one before. */
  private readonly span: number;
  private bars: { readonly all: RatesColumns; readonly repeated: RatesColumns } | undefined;
  private round: { readonly number: number; readonly chunk: TickChunk } | undefined;

  constructor({ ticks, begin, loop, point }: ReplayTerms) {
    this.all = ticks;
    this.hasTrades = ticks.flags.some((flags) => (flags & TRADE_FLAGS) !== 0);
    this.repeated = rowsFrom(ticks, firstFrom(ticks.time_msc, begin));
    this.loop = loop;
    this.point = point;
    this.first = ticks.time_msc[0] as number;
    this.begin = this.repeated.time_msc[0] as number;
    this.last = ticks.time_msc[ticks.length - 1] as number;
    this.span = floorTo(this.last, MINUTE) + MINUTE - floorTo(this.begin, MINUTE);
  }

  historyStart(now: number): number {
    if (!this.loop) return this.first;
    const rounds = Math.floor((now - this.begin) / this.span);
    const visible = Math.max(1, Math.floor(VISIBLE_BARS / this.minutes().repeated.length));
    return rounds <= visible ? this.first : floorTo(this.begin, MINUTE) + (rounds - visible) * this.span;
  }

  addBars(_resolution: number, from: number, to: number, bars: BarBuilder): void {
    const { all, repeated } = this.minutes();
    addRows(all, 0, from, to, bars);
    if (!this.loop) return;
    const newest = Math.floor((to - floorTo(this.begin, MINUTE)) / this.span);
    const oldest = Math.max(1, Math.floor((from - this.last) / this.span));
    for (let round = oldest; round <= newest; round++) addRows(repeated, round * this.span, from, to, bars);
  }

  chunkFrom(time: number): TickChunk | undefined {
    if (time <= this.last) return this.all;
    return this.loop ? this.again(Math.ceil((time - this.last) / this.span)) : undefined;
  }

  chunkUpTo(time: number): TickChunk | undefined {
    if (time < this.first) return undefined;
    const round = this.loop ? Math.floor((time - this.begin) / this.span) : 0;
    return round < 1 ? this.all : this.again(round);
  }

  private again(number: number): TickChunk {
    if (this.round?.number !== number) {
      const later = number * this.span;
      const time_msc = this.repeated.time_msc.map((time) => time + later);
      this.round = { number, chunk: { ...this.repeated, time_msc } };
    }
    return this.round.chunk;
  }

  private minutes(): { readonly all: RatesColumns; readonly repeated: RatesColumns } {
    if (this.bars === undefined) {
      const all = minuteBars(this.all, this.point);
      this.bars = { all, repeated: this.repeated === this.all ? all : minuteBars(this.repeated, this.point) };
    }
    return this.bars;
  }
}

function minuteBars(ticks: TickChunk, point: number): RatesColumns {
  const bars = new BarBuilder('M1', point);
  bars.addTicks(ticks, 0, ticks.length);
  return bars.bars();
}

function addRows(rows: RatesColumns, later: number, from: number, to: number, bars: BarBuilder): void {
  const end = firstFrom(rows.time, to - later);
  for (let row = firstFrom(rows.time, from - later); row < end; row++) {
    bars.addBar(
      (rows.time[row] as number) + later,
      rows.open[row] as number,
      rows.high[row] as number,
      rows.low[row] as number,
      rows.close[row] as number,
      rows.tick_volume[row] as number,
      rows.spread[row] as number,
      rows.real_volume[row] as number,
    );
  }
}

function rowsFrom(ticks: TickChunk, row: number): TickChunk {
  if (row === 0) return ticks;
  const chunk = {
    length: ticks.length - row,
    time_msc: ticks.time_msc.subarray(row),
    bid: ticks.bid.subarray(row),
    ask: ticks.ask.subarray(row),
    last: ticks.last.subarray(row),
    volume_real: ticks.volume_real.subarray(row),
    flags: ticks.flags.subarray(row),
  };
  return ticks.weight === undefined ? chunk : { ...chunk, weight: ticks.weight.subarray(row) };
}
