import { tickFlag } from '../enums/index.ts';
import { flags, type Infer, instant, int, lots, price, record, symbolName } from '../schema/index.ts';

/** The last tick of a symbol (SymbolInfoTick) with the day's figures that a trader looks at beside it. */
export const quote = record({
  symbol: symbolName(),
  /** Time of the tick, ms. */
  time_msc: instant(),
  bid: price(),
  ask: price(),
  /** 0 where the symbol has no last price (most retail forex). */
  last: price(),
  volume_real: lots(),
  flags: flags(tickFlag),
  /** Ask - bid in points. */
  spread: int({ min: 0 }),
  bidhigh: price(),
  bidlow: price(),
});
export type Quote = Infer<typeof quote>;
