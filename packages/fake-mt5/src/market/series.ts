import { type CopyTicks, type Timeframe, timeframeMs } from '@mt5-bridge/protocol';
import { emptyRates, emptyTicks, type RatesColumns, type TicksColumns } from '@mt5-bridge/protocol/wire';
import { BarBuilder } from './bar-builder.ts';
import type { TickChunk } from './ohlc-ticks.ts';
import { firstAfter, firstFrom, type TickSource, TRADE_FLAGS } from './tick-source.ts';
import { barStart, floorTo, nextBarStart } from './time.ts';

const INFO_FLAGS = 2 | 4;
/** Bars looked for in one step, beside those asked for: weekends and breaks leave fewer than time alone suggests. */
const SEARCH_FACTOR = 1.6;

/** Rows allocated before it is known how many there are. */
const MOST_AHEAD = 8_192;

/** What CopyRates, CopyTicks and CopyTicksRange answer for one symbol while the server time is `now`. */
export class Series {
  private readonly source: TickSource;
  private readonly point: number;

  constructor(source: TickSource, point: number) {
    this.source = source;
    this.point = point;
  }

  /** CopyRates by position: `count` bars that end `start` bars before the current one (0), oldest first. */
  ratesByPosition(timeframe: Timeframe, start: number, count: number, now: number): RatesColumns {
    const wanted = start + count;
    const oldest = this.source.historyStart(now);
    if (now < oldest) return new BarBuilder(timeframe, this.point, 0).bars();
    for (let bars = wanted; ; bars *= 2) {
      const reach = Math.ceil(bars * SEARCH_FACTOR + 2) * timeframeMs(timeframe);
      const from = barStart(timeframe, Math.max(now - reach, oldest));
      const built = this.build(timeframe, from, now, now);
      if (built.length >= wanted || from <= oldest) {
        const to = Math.max(0, built.length - start);
        return built.bars(Math.max(0, to - count), to);
      }
    }
  }

  /** CopyRates by range: bars that open from `from` to `to`, both inclusive, oldest first. */
  ratesByRange(timeframe: Timeframe, from: number, to: number, now: number): RatesColumns {
    const opening = barStart(timeframe, from);
    const oldest = barStart(timeframe, this.source.historyStart(now));
    const first = Math.max(opening < from ? nextBarStart(timeframe, opening) : opening, oldest);
    const last = Math.min(to, now);
    if (first > last) return emptyRates(0);
    return this.build(timeframe, first, last, now).bars();
  }

  /** CopyTicks without a time: `count` ticks that end `start` ticks before the newest (0), oldest first. */
  ticksByPosition(flags: CopyTicks, start: number, count: number, now: number): TicksColumns {
    if (this.hasNone(flags)) return emptyTicks(0);
    const found = new Selection(flags);
    const oldest = this.source.historyStart(now);
    for (let until = now; found.length < start + count; ) {
      const chunk = until < oldest ? undefined : this.source.chunkUpTo(until);
      if (chunk === undefined) break;
      found.prepend(chunk, firstFrom(chunk.time_msc, oldest), firstAfter(chunk.time_msc, until));
      until = (chunk.time_msc[0] as number) - 1;
    }
    const to = Math.max(0, found.length - start);
    return found.ticks(Math.max(0, to - count), to);
  }

  /** CopyTicks from a time on (CopyTicksRange with `to`, inclusive): at most `count` ticks, oldest first. */
  ticksFrom(flags: CopyTicks, from: number, to: number, count: number, now: number): TicksColumns {
    if (this.hasNone(flags)) return emptyTicks(0);
    const found = new Selection(flags);
    const end = Math.min(to, now);
    for (let at = Math.max(from, this.source.historyStart(now)); at <= end && found.length < count; ) {
      const chunk = this.source.chunkFrom(at);
      if (chunk === undefined) break;
      found.append(chunk, firstFrom(chunk.time_msc, at), firstAfter(chunk.time_msc, end));
      at = (chunk.time_msc[chunk.length - 1] as number) + 1;
    }
    return found.ticks(0, Math.min(count, found.length));
  }

  /** Ticks of trades are not looked for, all the way back, where there can be none. */
  private hasNone(flags: CopyTicks): boolean {
    return flags === 'trade' && !this.source.hasTrades;
  }

  /**
   * Bars that open from `from` (the opening of a bar) to `last`. Whole bars come from the coarsest resolution that fits;
   * what is still forming at `now` comes from ever finer ones, at last from ticks, so that nothing of the future shows.
   */
  private build(timeframe: Timeframe, from: number, last: number, now: number): BarBuilder {
    const length = timeframeMs(timeframe);
    const bars = new BarBuilder(timeframe, this.point, Math.min(MOST_AHEAD, Math.ceil((last - from) / length) + 2));
    const end = Math.min(nextBarStart(timeframe, barStart(timeframe, last)), now + 1);
    let at = from;
    for (const resolution of this.source.resolutions) {
      if (resolution > length) continue;
      const whole = floorTo(end, resolution);
      if (whole > at) {
        this.source.addBars(resolution, at, whole, bars);
        at = whole;
      }
    }
    while (at < end) {
      const chunk = this.source.chunkFrom(at);
      if (chunk === undefined) break;
      bars.addTicks(chunk, firstFrom(chunk.time_msc, at), firstFrom(chunk.time_msc, end));
      at = (chunk.time_msc[chunk.length - 1] as number) + 1;
    }
    return bars;
  }
}

interface Piece {
  readonly chunk: TickChunk;
  readonly from: number;
  readonly to: number;
}

/** Ticks of the wanted kind, gathered chunk by chunk and copied at most once. */
class Selection {
  private readonly mask: number | undefined;
  private pieces: Piece[] = [];
  private count = 0;

  constructor(flags: CopyTicks) {
    const masks: Partial<Record<CopyTicks, number>> = { info: INFO_FLAGS, trade: TRADE_FLAGS };
    this.mask = masks[flags];
  }

  get length(): number {
    return this.count;
  }

  append(chunk: TickChunk, from: number, to: number): void {
    this.pieces.push(...this.wanted(chunk, from, to));
  }

  prepend(chunk: TickChunk, from: number, to: number): void {
    this.pieces = [...this.wanted(chunk, from, to), ...this.pieces];
  }

  ticks(from: number, to: number): TicksColumns {
    const [only] = this.pieces;
    if (only !== undefined && this.pieces.length === 1) return rows(only.chunk, only.from + from, only.from + to);
    const out = emptyTicks(to - from);
    let at = -from;
    for (const piece of this.pieces) {
      const first = piece.from + Math.max(0, -at);
      const last = Math.min(piece.to, piece.from + out.length - at);
      if (first < last) copy(piece.chunk, first, last, out, Math.max(0, at));
      at += piece.to - piece.from;
    }
    return out;
  }

  private wanted(chunk: TickChunk, from: number, to: number): Piece[] {
    const pieces: Piece[] = [];
    if (this.mask === undefined) {
      pieces.push({ chunk, from, to });
    } else {
      for (let row = from; row < to; row++) {
        if (((chunk.flags[row] as number) & this.mask) === 0) continue;
        const before = pieces.at(-1);
        if (before?.to === row) pieces[pieces.length - 1] = { chunk, from: before.from, to: row + 1 };
        else pieces.push({ chunk, from: row, to: row + 1 });
      }
    }
    for (const piece of pieces) this.count += piece.to - piece.from;
    return pieces;
  }
}

function copy(ticks: TickChunk, from: number, to: number, out: TicksColumns, at: number): void {
  out.time_msc.set(ticks.time_msc.subarray(from, to), at);
  out.bid.set(ticks.bid.subarray(from, to), at);
  out.ask.set(ticks.ask.subarray(from, to), at);
  out.last.set(ticks.last.subarray(from, to), at);
  out.volume_real.set(ticks.volume_real.subarray(from, to), at);
  out.flags.set(ticks.flags.subarray(from, to), at);
}

/** Rows of a chunk without copying them. */
function rows(ticks: TickChunk, from: number, to: number): TicksColumns {
  return {
    length: to - from,
    time_msc: ticks.time_msc.subarray(from, to),
    bid: ticks.bid.subarray(from, to),
    ask: ticks.ask.subarray(from, to),
    last: ticks.last.subarray(from, to),
    volume_real: ticks.volume_real.subarray(from, to),
    flags: ticks.flags.subarray(from, to),
  };
}
