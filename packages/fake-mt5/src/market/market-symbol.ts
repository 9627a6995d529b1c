import type { BookEntry, CopyTicks, Timeframe } from '@mt5-bridge/protocol';
import type { RatesColumns, TicksColumns } from '@mt5-bridge/protocol/wire';
import { bookAround } from './book.ts';
import { Feed, tickOf } from './feed.ts';
import type { RandomStream } from './random.ts';
import { Series } from './series.ts';
import { isInSession } from './sessions.ts';
import type { SymbolSpec } from './symbols/symbol-spec.ts';
import type { DayFigures, Tick } from './tick.ts';
import { firstAfter, type TickSource } from './tick-source.ts';

/** What a symbol needs to know of its market. */
export interface Surroundings {
  readonly start: number;
  /** Server time up to which ticks were sent: answers show nothing later. */
  seen(): number;
  time(): number;
}

/** One symbol of the market; all times are ms of broker server time. */
export class MarketSymbol {
  readonly spec: SymbolSpec;
  /** Whether its ticks come from replay files. */
  readonly replayed: boolean;
  private readonly source: TickSource;
  private readonly series: Series;
  private readonly around: Surroundings;
  private readonly bookStream: RandomStream;
  private built: Feed | undefined;

  constructor(
    spec: SymbolSpec,
    source: TickSource,
    terms: { readonly replayed: boolean; readonly bookStream: RandomStream; readonly around: Surroundings },
  ) {
    this.spec = spec;
    this.source = source;
    this.replayed = terms.replayed;
    this.bookStream = terms.bookStream;
    this.around = terms.around;
    this.series = new Series(source, spec.info.point);
  }

  get name(): string {
    return this.spec.info.name;
  }

  /** The newest tick; undefined before the first one of all. */
  lastTick(): Tick | undefined {
    return this.feed.tick;
  }

  /** Figures of the day of the newest tick. */
  day(): DayFigures | undefined {
    return this.feed.day;
  }

  /** CopyRates by position: `count` bars that end `start` bars before the current one (0), oldest first. */
  ratesByPosition(timeframe: Timeframe, start: number, count: number): RatesColumns {
    return this.series.ratesByPosition(timeframe, start, count, this.around.seen());
  }

  /** CopyRates by range: bars that open from `from` to `to`, both inclusive, oldest first. */
  ratesByRange(timeframe: Timeframe, from: number, to: number): RatesColumns {
    return this.series.ratesByRange(timeframe, from, to, this.around.seen());
  }

  /** CopyTicks without a time: `count` ticks that end `start` ticks before the newest (0), oldest first. */
  ticksByPosition(flags: CopyTicks, start: number, count: number): TicksColumns {
    return this.series.ticksByPosition(flags, start, count, this.around.seen());
  }

  /** CopyTicks from a time on: at most `count` ticks, oldest first. */
  ticksFrom(flags: CopyTicks, from: number, count: number): TicksColumns {
    return this.series.ticksFrom(flags, from, Number.POSITIVE_INFINITY, count, this.around.seen());
  }

  /** CopyTicksRange: ticks from `from` to `to`, both inclusive, at most `most` of them, oldest first. */
  ticksByRange(flags: CopyTicks, from: number, to: number, most = Number.POSITIVE_INFINITY): TicksColumns {
    return this.series.ticksFrom(flags, from, to, most, this.around.seen());
  }

  /** Depth of market around the newest tick: sells, then buys, best prices first. Empty before the first tick. */
  book(): BookEntry[] {
    const tick = this.lastTick();
    return tick === undefined ? [] : bookAround(tick, this.spec, this.bookStream);
  }

  /** Whether a trade session is open at a server time, by default the present. */
  isOpen(time = this.around.time()): boolean {
    return isInSession(this.spec.sessions.trade, time);
  }

  /**
   * The tick that stood at a time, sent or not; before all records, the first one. For what makes up a past out of the
   * market, never for answers.
   */
  tickAround(time: number): Tick | undefined {
    const chunk = this.source.chunkUpTo(time) ?? this.source.chunkFrom(time);
    return chunk && tickOf(chunk, Math.max(0, firstAfter(chunk.time_msc, time) - 1));
  }

  /** The stand in this symbol's ticks. */
  get feed(): Feed {
    this.built ??= new Feed(this.name, this.source, this.series, this.around.start);
    return this.built;
  }

  /** Whether {@link prepare} was done, or done without by a query. */
  get isReady(): boolean {
    return this.built !== undefined;
  }

  /** Makes what the first query would else have to wait for. */
  prepare(): void {
    void this.feed;
  }
}
