import type { BookEntry } from '@mt5-bridge/protocol';
import type { RandomStream } from './random.ts';
import type { SymbolSpec } from './symbols/symbol-spec.ts';
import type { Tick } from './tick.ts';

/** Mean lots at the best price, as a multiple of the smallest volume. */
const BEST_VOLUME = 50;

/**
 * A depth of market around the quote: the quote itself on top, then prices that lie a point to a spread apart, with
 * volumes that grow away from it. The same tick always has the same book.
 */
export function bookAround(tick: Tick, { info, typical_spread }: SymbolSpec, stream: RandomStream): BookEntry[] {
  const random = stream.at(tick.time_msc % 2 ** 32);
  const scale = 10 ** info.digits;
  const widest = Math.max(1, typical_spread / 2);
  const side = (type: 'sell' | 'buy', best: number, direction: 1 | -1): BookEntry[] => {
    let points = Math.round(best * scale);
    return Array.from({ length: info.ticks_bookdepth }, (_, level) => {
      if (level > 0) points += direction * Math.ceil(random.uniform() * widest);
      const steps = 1 + Math.round(BEST_VOLUME * (level + 1) * random.exponential());
      return { type, price: points / scale, volume: Number((steps * info.volume_step).toFixed(8)) };
    });
  };
  return [...side('sell', tick.ask, 1), ...side('buy', tick.bid, -1)];
}
