import type { Timeframe } from '@mt5-bridge/protocol';
import type { RatesColumns } from '@mt5-bridge/protocol/wire';
import type { MarketSymbol } from '../../market/index.ts';
import type { Indicator } from './index.ts';

/** Bars that an indicator is computed over, more than one answer may hold. */
const KEPT = 20_000;

/**
 * An indicator on a symbol and timeframe, as behind a handle of the terminal. It begins with the oldest bar that is kept
 * when it is made, and that stays: averages without end have one value a bar, however many of them are asked for.
 */
export class Calculation {
  private readonly indicator: Indicator;
  private readonly symbol: MarketSymbol;
  private readonly timeframe: Timeframe;
  private readonly since: number | undefined;
  private last: { readonly bars: RatesColumns; readonly buffers: readonly (readonly (number | null)[])[] } | undefined;

  constructor(indicator: Indicator, symbol: MarketSymbol, timeframe: Timeframe) {
    this.indicator = indicator;
    this.symbol = symbol;
    this.timeframe = timeframe;
    this.since = symbol.ratesByPosition(timeframe, 0, KEPT).time[0];
  }

  get names(): readonly string[] {
    return this.indicator.buffers;
  }

  /** BarsCalculated. */
  get length(): number {
    return this.current().bars.length;
  }

  /** CopyBuffer of all buffers, and CopyTime: `count` bars that end `start` bars before the current one (0), oldest first. */
  values(start: number, count: number): { times: number[]; buffers: (number | null)[][] } {
    const { bars, buffers } = this.current();
    const to = Math.max(0, bars.length - start);
    const from = Math.max(0, to - count);
    return {
      times: Array.from(bars.time.subarray(from, to)),
      buffers: buffers.map((buffer) => buffer.slice(from, to)),
    };
  }

  private current(): NonNullable<Calculation['last']> {
    const { symbol, timeframe, since } = this;
    const bars = symbol.ratesByRange(timeframe, since ?? 0, since === undefined ? 0 : Number.MAX_SAFE_INTEGER);
    if (this.last === undefined || !endAlike(bars, this.last.bars)) {
      this.last = { bars, buffers: this.indicator.compute(bars) };
    }
    return this.last;
  }
}

/** Whether no tick came between the two: the last bar counts them. */
function endAlike(a: RatesColumns, b: RatesColumns): boolean {
  const end = a.length - 1;
  return a.length === b.length && a.tick_volume[end] === b.tick_volume[end];
}
