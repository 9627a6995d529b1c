import type { AccountFigures, HeldPosition } from '../account/account.ts';
import type { Prices } from '../account/conversion.ts';
import type { Desk } from './desk.ts';

/** Of the account's money, what rounding to cents may hide for each position. */
const ROUNDING = 0.02;

/**
 * Tells at little cost that a tick can't have led to a stop-out, so that the account need not be worked out at each one:
 * from its distance to the stop-out follows how far all prices may move, relative to where they were, before it can be
 * reached.
 */
export class MarginWatch {
  private readonly desk: Desk;
  private positions: readonly HeldPosition[] | undefined;
  private deals = 0;
  private allowed = 0;
  private readonly origins = new Map<string, Prices>();

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Whether everything is as it was when the account was looked at, but for prices that moved less than they may. */
  isSafe(symbol: string, before: Prices | undefined, now: Prices): boolean {
    const { book } = this.desk;
    if (book.positions !== this.positions || book.deals.length !== this.deals) return false;
    const origin = this.origins.get(symbol) ?? before;
    if (origin === undefined) return false;
    this.origins.set(symbol, origin);
    return moved(origin.bid, now.bid) < this.allowed && moved(origin.ask, now.ask) < this.allowed;
  }

  /** The account was looked at, and is so much (in its currency) above its stop-out. */
  reset(figures: AccountFigures, distance: number): void {
    const { book } = this.desk;
    this.positions = book.positions;
    this.deals = book.deals.length;
    this.origins.clear();
    const atStake = this.exposure() + figures.margin;
    const sure = distance - ROUNDING * (book.positions.length + 1);
    // Prices and the rates that convert them both move: by d, each position gains or loses less than 2d / (1 - d) of it.
    this.allowed = sure / (sure + 2 * atStake);
  }

  /** All positions at their prices, and what they have won or lost, in account currency. */
  private exposure(): number {
    const { account } = this.desk;
    let total = 0;
    for (const { symbol, volume, price_current, price_open } of account.positions()) {
      const info = this.desk.spec(symbol)?.info;
      if (info === undefined) continue;
      const rate = account.rateOf(info.currency_profit, 'buy')?.toNumber() ?? 0;
      const worth = price_current + Math.abs(price_current - price_open);
      total += worth * volume * info.trade_contract_size * rate;
    }
    return total;
  }
}

const moved = (from: number, to: number): number => Math.abs(to / from - 1);
