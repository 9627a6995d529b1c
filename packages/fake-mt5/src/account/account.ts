import type { AccountInfo, Deal, HistoryOrder, Order, OrderType, Position, PositionType } from '@mt5-bridge/protocol';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';
import { type PricesOf, type RateOf, ratesInto } from './conversion.ts';
import { heldMargin, type Leg } from './margin.ts';
import { type Exact, exact, rounded, sum, ZERO } from './money.ts';
import { profitOf } from './profit.ts';

/** A position as the broker keeps it; price and profit of the moment are added when it is shown. */
export type HeldPosition = Omit<Position, 'price_current' | 'profit' | 'type'> & { readonly type: PositionType };
/** A pending order as the broker keeps it. */
export type PlacedOrder = Omit<Order, 'price_current' | 'type'> & { readonly type: OrderType };

/** What does not follow the market: who owns the account, on which terms, and with what permissions. */
export type AccountTerms = Omit<
  AccountInfo,
  'balance' | 'credit' | 'profit' | 'equity' | 'margin' | 'margin_free' | 'margin_level'
>;

/** The account's records: everything that stays when the market stands still. */
export interface AccountBook {
  readonly terms: AccountTerms;
  readonly positions: readonly HeldPosition[];
  readonly orders: readonly PlacedOrder[];
  /** Oldest first, as are deals; both only grow. */
  readonly historyOrders: readonly HistoryOrder[];
  readonly deals: readonly Deal[];
}

/** Balance, equity and margin at one moment, to the cent. */
export interface AccountFigures {
  readonly balance: number;
  readonly profit: number;
  readonly equity: number;
  readonly margin: number;
  readonly margin_free: number;
  /** Percent; 0 without margin. */
  readonly margin_level: number;
}

const LEVEL_DIGITS = 2;

/** The side of a buying or selling order of any kind. */
export const sideOf = (type: OrderType): PositionType => (type.startsWith('buy') ? 'buy' : 'sell');

/** What the position would be closed at: the bid when bought, the ask when sold. */
export const closingPrice = (type: PositionType, prices: { bid: number; ask: number }): number =>
  type === 'buy' ? prices.bid : prices.ask;

/** What the position would be opened at. */
export const openingPrice = (type: PositionType, prices: { bid: number; ask: number }): number =>
  type === 'buy' ? prices.ask : prices.bid;

/** The account in the market's light: floating profit, equity and margin at the prices of the moment. */
export class Account {
  readonly book: AccountBook;
  readonly rateOf: RateOf;
  private readonly specs: ReadonlyMap<string, SymbolSpec>;
  private readonly pricesOf: PricesOf;
  /** Sum of the deals that were counted so far, so that a read costs as much as is new. */
  private counted = { deals: 0, total: ZERO };

  constructor(book: AccountBook, specs: ReadonlyMap<string, SymbolSpec>, pricesOf: PricesOf) {
    this.book = book;
    this.specs = specs;
    this.pricesOf = pricesOf;
    this.rateOf = ratesInto(
      book.terms.currency,
      [...specs.values()].map(({ info }) => info),
    )(pricesOf);
  }

  /** The sum of all deals, always. */
  get balance(): Exact {
    const { deals } = this.book;
    if (this.counted.deals < deals.length) {
      const news = deals
        .slice(this.counted.deals)
        .flatMap((deal) => [deal.profit, deal.swap, deal.commission, deal.fee]);
      this.counted = { deals: deals.length, total: this.counted.total.plus(sum(news)) };
    }
    return this.counted.total;
  }

  info(): AccountInfo {
    return { ...this.book.terms, credit: 0, ...this.figures() };
  }

  positions(): Position[] {
    return this.book.positions.map((held) => {
      const prices = this.pricesOf(held.symbol);
      const price_current = prices === undefined ? held.price_open : closingPrice(held.type, prices);
      return { ...held, price_current, profit: this.profit(held, price_current) };
    });
  }

  orders(): Order[] {
    return this.book.orders.map((placed) => {
      const prices = this.pricesOf(placed.symbol);
      const price_current = prices === undefined ? placed.price_open : openingPrice(sideOf(placed.type), prices);
      return { ...placed, price_current };
    });
  }

  /** The figures with what is held now, or as they would be with other holdings and another balance. */
  figures(positions: readonly HeldPosition[] = this.book.positions, balance: Exact = this.balance): AccountFigures {
    const floating = sum(
      positions.map((held) => {
        const prices = this.pricesOf(held.symbol);
        if (prices === undefined) return held.swap;
        return exact(this.profit(held, closingPrice(held.type, prices))).plus(held.swap);
      }),
    );
    const equity = balance.plus(floating);
    const margin = this.marginOf(positions);
    return {
      balance: this.money(balance),
      profit: this.money(floating),
      equity: this.money(equity),
      margin: this.money(margin),
      margin_free: this.money(equity.minus(margin)),
      margin_level: margin.isZero() ? 0 : rounded(equity.div(margin).times(100), LEVEL_DIGITS),
    };
  }

  /** Rounded to the account currency's digits. */
  money(value: number | Exact): number {
    return rounded(value, this.book.terms.currency_digits);
  }

  /** Profit of a position, or of a part of it, closed at a price; 0 where it can't be converted. */
  profit(held: HeldPosition, price: number, lots = held.volume): number {
    const spec = this.specs.get(held.symbol);
    const profit = spec && profitOf(spec.info, held.type, lots, held.price_open, price, this.rateOf);
    return this.money(profit ?? ZERO);
  }

  /** Margin of all positions, each symbol rounded to the cent. */
  private marginOf(positions: readonly HeldPosition[]): Exact {
    const legs = new Map<string, Leg[]>();
    for (const { symbol, type, volume, price_open } of positions) {
      const leg: Leg = { type, volume, price: price_open };
      legs.set(symbol, [...(legs.get(symbol) ?? []), leg]);
    }
    const { leverage } = this.book.terms;
    return sum(
      [...legs].map(([symbol, held]) => {
        const spec = this.specs.get(symbol);
        const margin = spec && heldMargin(spec.info, held, leverage, spec.margin_rate.maintenance, this.rateOf);
        return this.money(margin ?? 0);
      }),
    );
  }
}
