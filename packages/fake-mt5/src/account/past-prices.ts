import type { Market } from '../market/index.ts';
import { type Random, RandomStream } from '../market/random.ts';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';
import { DAY, HOUR } from '../market/time.ts';
import type { Prices } from './conversion.ts';
import { reach } from './demo-trades.ts';
import { rounded } from './money.ts';

/** Standard deviations of a day that make up a symbol's {@link reach}. */
const DAYS_IN_REACH = 8;

/**
 * Prices at any time up to the market's start: the market's own where it has a history; before its first record, as at
 * the beginning of a replay file, a seeded walk back from there in steps of an hour.
 */
export function pastPrices(market: Market, seed: number): (symbol: string, time: number) => Prices | undefined {
  const walks = new Map<string, WalkBack>();
  return (name, time) => {
    const symbol = market.symbol(name);
    const tick = symbol?.tickAround(time);
    if (symbol === undefined || tick === undefined || tick.time_msc <= time) return tick;
    const walk = walks.get(name) ?? new WalkBack(symbol.spec, new RandomStream(seed, `${name}/before`).at(0));
    walks.set(name, walk);
    const factor = walk.factor(Math.ceil((tick.time_msc - time) / HOUR));
    const { digits } = symbol.spec.info;
    return { bid: rounded(tick.bid * factor, digits), ask: rounded(tick.bid * factor + (tick.ask - tick.bid), digits) };
  };
}

class WalkBack {
  private readonly deviation: number;
  private readonly random: Random;
  private readonly logs = [0];

  constructor(spec: SymbolSpec, random: Random) {
    this.deviation = reach(spec) / DAYS_IN_REACH / Math.sqrt(DAY / HOUR);
    this.random = random;
  }

  /** Price so many hours before the first one, in units of that. */
  factor(hours: number): number {
    for (let i = this.logs.length; i <= hours; i++) {
      this.logs.push((this.logs[i - 1] as number) + this.random.normal() * this.deviation);
    }
    return Math.exp(this.logs[hours] as number);
  }
}
