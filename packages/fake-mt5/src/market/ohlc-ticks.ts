import type { RatesColumns, TicksColumns } from '@mt5-bridge/protocol/wire';
import { emptyTicks } from '@mt5-bridge/protocol/wire';

/** Consecutive ticks of one symbol. */
export interface TickChunk extends TicksColumns {
  /** How many ticks of the source each one stands for, where that is not 1. */
  readonly weight?: Float64Array;
}

const BID_AND_ASK = 2 | 4;
const TICKS_A_BAR = 4;
const END_OF_BAR = 1_000;

interface BarTerms {
  /** Length of a bar in ms. */
  readonly length: number;
  readonly digits: number;
  readonly point: number;
  /** Ask - bid in points for bars whose SPREAD is 0. */
  readonly typical_spread: number;
}

/**
 * Bars as the ticks of the strategy tester's OHLC modes: the open at its opening time, the two extremes after a third
 * and two thirds of the bar, the close a second before its end. A rising bar touches its low first, a falling one its
 * high, an undecided one the nearer of the two. Volumes are shared out, so that the bars can be built back exactly.
 */
export function ohlcTicks(bars: RatesColumns, terms: BarTerms): TickChunk {
  const ticks = { ...emptyTicks(bars.length * TICKS_A_BAR), weight: new Float64Array(bars.length * TICKS_A_BAR) };
  const scale = 10 ** terms.digits;
  const offsets = [0, Math.floor(terms.length / 3), Math.floor((2 * terms.length) / 3), terms.length - END_OF_BAR];
  for (let bar = 0; bar < bars.length; bar++) {
    const open = bars.open[bar] as number;
    const high = bars.high[bar] as number;
    const low = bars.low[bar] as number;
    const close = bars.close[bar] as number;
    const lowFirst = close === open ? open - low < high - open : close > open;
    const path = lowFirst ? [open, low, high, close] : [open, high, low, close];
    const spread = (bars.spread[bar] || terms.typical_spread) * terms.point;
    for (let i = 0; i < TICKS_A_BAR; i++) {
      const at = bar * TICKS_A_BAR + i;
      const bid = path[i] as number;
      ticks.time_msc[at] = (bars.time[bar] as number) + (offsets[i] as number);
      ticks.bid[at] = bid;
      ticks.ask[at] = Math.round((bid + spread) * scale) / scale;
      ticks.flags[at] = BID_AND_ASK;
      ticks.weight[at] = share(bars.tick_volume[bar] as number, i);
      ticks.volume_real[at] = share(bars.real_volume[bar] as number, i);
    }
  }
  return ticks;
}

/** The i-th of four whole parts of a whole volume. */
function share(volume: number, i: number): number {
  return Math.floor((volume * (i + 1)) / TICKS_A_BAR) - Math.floor((volume * i) / TICKS_A_BAR);
}
