import type { OrderType, TradeRequest } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import type { AccountBook } from '../account/account.ts';
import type { Prices } from '../account/conversion.ts';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';
import type { TradingOptions } from './trading.ts';

/** Something that happens to a trade server, drawn before it is known what it meets: numbers that are looked up then. */
export type Draw = readonly [kind: number, a: number, b: number, c: number];

export const draws = (count: number): fc.Arbitrary<Draw[]> =>
  fc.array(fc.tuple(fc.nat(99), fc.nat(0xffff), fc.nat(0xffff), fc.nat(0xffff)), {
    minLength: count,
    maxLength: count,
    size: 'max',
  });

/** The account and EURUSD as a broker may offer them. */
export const brokers: fc.Arbitrary<TradingOptions & { readonly lots: number | undefined }> = fc.record({
  terms: fc.record({
    margin_mode: fc.constantFrom('retail_hedging' as const, 'retail_hedging' as const, 'retail_netting' as const),
    hedge_allowed: fc.constantFrom(true, true, true, false),
    fifo_close: fc.constantFrom(true, false, false, false),
    leverage: fc.constantFrom(30, 100, 500),
    limit_orders: fc.constantFrom(3, 12, 200),
    margin_so_mode: fc.constantFrom('percent' as const, 'money' as const),
    margin_so_so: fc.constantFrom(20, 50, 100),
  }),
  info: fc.record({
    trade_exemode: fc.constantFrom('market' as const, 'instant' as const, 'request' as const),
    trade_stops_level: fc.constantFrom(0, 0, 20),
    trade_freeze_level: fc.constantFrom(0, 0, 15),
    volume_limit: fc.constantFrom(0, 0, 5),
    volume_min: fc.constantFrom(0.01, 0.05),
    order_gtc_mode: fc.constantFrom('gtc' as const, 'daily' as const, 'daily_excluding_stops' as const),
    swap_mode: fc.constantFrom('points' as const, 'interest_open' as const, 'currency_deposit' as const),
    margin_hedged: fc.constantFrom(0, 50_000, 100_000),
  }),
  deposit: fc.constantFrom(500, 10_000, 1_000_000),
  lots: fc.constantFrom(undefined, undefined, 0, 0.13, 1),
});

const symbols = ['EURUSD', 'EURUSD', 'XAUUSD', 'USDJPY'] as const;
const pendingTypes: readonly OrderType[] = [
  'buy_limit',
  'sell_limit',
  'buy_stop',
  'sell_stop',
  'buy_stop_limit',
  'sell_stop_limit',
];
const odd = [0, -0.1, 0.015, 1e9, Number.NaN, Number.POSITIVE_INFINITY, 0.001];

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % items.length];
const snap = (price: number, { info }: SymbolSpec): number => Number(price.toFixed(info.digits));

/** A symbol's next prices: mostly a small step, now and then a gap. */
export function nextPrices([, a, b]: Draw, before: Prices, spec: SymbolSpec): Prices {
  const span = a % 29 === 0 ? 0.03 : 0.0004;
  const bid = snap(before.bid * (1 + span * ((b % 2_001) / 1_000 - 1)), spec);
  return { bid, ask: snap(bid + spec.info.point * (1 + (a % 17)), spec) };
}

export const symbolOf = (n: number): string => symbols[n % symbols.length] ?? 'EURUSD';

/** One in so many prices lies on the wrong side, and one in so many volumes is none. */
const WRONG = 12;

/** What a drawn request is made from. */
class Asking {
  private readonly draw: Draw;
  private readonly book: AccountBook;
  private readonly quoteOf: (symbol: string) => Prices;
  private readonly now: number;

  constructor(draw: Draw, book: AccountBook, quoteOf: (symbol: string) => Prices, now: number) {
    this.draw = draw;
    this.book = book;
    this.quoteOf = quoteOf;
    this.now = now;
  }

  request(): TradeRequest {
    const makers = [
      this.market,
      this.market,
      this.close,
      this.pending,
      this.pending,
      this.stops,
      this.order,
      this.closeBy,
    ];
    return (makers[this.draw[0] % makers.length] ?? this.market).call(this);
  }

  private market(): TradeRequest {
    const [, a, b, c] = this.draw;
    const symbol = symbolOf(c);
    const type = a % 2 === 0 ? 'buy' : 'sell';
    const { bid, ask } = this.quoteOf(symbol);
    const price = b % 4 === 0 ? this.away(symbol, c, 1) : type === 'buy' ? ask : bid;
    const base = { action: 'deal', symbol, type, volume: this.lots(), price, deviation: b % 30 } as const;
    return { ...base, type_filling: filling(b), ...this.protection(symbol, type, bid), ...this.author() };
  }

  private close(): TradeRequest {
    const [, a, b, c] = this.draw;
    const position = pick(this.book.positions, a);
    if (position === undefined) return { ...this.market(), position: BigInt(a) };
    const part = Math.max(0.01, Math.floor(position.volume * 50) / 100);
    const volume = c % WRONG === 0 ? this.lots() : b % 2 === 0 ? position.volume : part;
    const type = position.type === 'buy' ? 'sell' : 'buy';
    const { symbol, ticket } = position;
    return { action: 'deal', symbol, type, volume, position: ticket, type_filling: filling(b), ...this.author() };
  }

  private pending(): TradeRequest {
    const [, a, b, c] = this.draw;
    const symbol = symbolOf(c);
    const type = pick(pendingTypes, a) ?? 'buy_limit';
    const above = type === 'sell_limit' || type === 'buy_stop' || type === 'buy_stop_limit' ? 1 : -1;
    const price = this.away(symbol, b, above);
    const volume = this.lots();
    const type_time = (['gtc', 'day', 'specified', 'specified_day'] as const)[c % 4] ?? 'gtc';
    const side = type.startsWith('buy') ? 'buy' : 'sell';
    const stoplimit = type.endsWith('stop_limit') ? { stoplimit: this.away(symbol, c, -above, price) } : {};
    const base = { action: 'pending', symbol, type, volume, price, type_time, type_filling: 'return' } as const;
    const stops = this.protection(symbol, side, stoplimit.stoplimit ?? price);
    return { ...base, expiration: this.now + c * 5_000, ...stoplimit, ...stops, ...this.author() };
  }

  private stops(): TradeRequest {
    const [, a] = this.draw;
    const position = pick(this.book.positions, a);
    if (position === undefined) return { action: 'sltp', position: BigInt(a), sl: 1 };
    const { symbol, ticket, type } = position;
    return { action: 'sltp', position: ticket, ...this.protection(symbol, type, this.quoteOf(symbol).bid) };
  }

  private order(): TradeRequest {
    const [, a, b, c] = this.draw;
    const order = pick(this.book.orders, a);
    if (order === undefined || c % 3 === 0) return { action: 'remove', order: order?.ticket ?? BigInt(a) };
    const moved = order.price_open * (1 + ((b % 21) - 10) / 50_000);
    const price = Number(moved.toFixed(digitsOf(order.symbol)));
    const stoplimit = order.price_stoplimit === null ? {} : { stoplimit: order.price_stoplimit };
    return { action: 'modify', order: order.ticket, price, ...stoplimit, ...(order.sl && { sl: order.sl }) };
  }

  private closeBy(): TradeRequest {
    const [, a, b] = this.draw;
    const position = pick(this.book.positions, a);
    const other = this.book.positions.find((one) => one.symbol === position?.symbol && one.type !== position.type);
    return { action: 'close_by', position: position?.ticket ?? 1n, position_by: other?.ticket ?? BigInt(b) };
  }

  private lots(): number {
    const [, , b] = this.draw;
    return b % WRONG === 7 ? (pick(odd, b) ?? 0) : (1 + (b % 60)) / 100;
  }

  private author() {
    const [, a] = this.draw;
    return { magic: BigInt(a % 5), comment: `#${a}` };
  }

  private protection(symbol: string, type: 'buy' | 'sell', from: number): { sl?: number; tp?: number } {
    const [, a, b, c] = this.draw;
    if (c % 3 === 0) return {};
    const sign = type === 'buy' ? 1 : -1;
    return { sl: this.away(symbol, a, -sign, from), tp: this.away(symbol, b, sign, from) };
  }

  /** A price up to 0.4 percent away, on the side asked for or, seldom, on the other. */
  private away(symbol: string, n: number, side: number, from = this.quoteOf(symbol).bid): number {
    const wrong = n % WRONG === 5 ? -1 : 1;
    return Number((from * (1 + (side * wrong * (2 + (n % 200))) / 50_000)).toFixed(digitsOf(symbol)));
  }
}

const filling = (n: number) => (['fok', 'ioc', 'fok', 'ioc', 'return'] as const)[n % 5] ?? 'fok';
const digitsOf = (symbol: string): number => (symbol === 'EURUSD' ? 5 : symbol === 'USDJPY' ? 3 : 2);

/** A request that may make sense or not, about what there is on the account or not. */
export function requestOf(
  draw: Draw,
  book: AccountBook,
  quoteOf: (symbol: string) => Prices,
  now: number,
): TradeRequest {
  return new Asking(draw, book, quoteOf, now).request();
}
