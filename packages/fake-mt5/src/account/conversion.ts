import { type Exact, exact } from './money.ts';

export interface Prices {
  readonly bid: number;
  readonly ask: number;
}

/** Prices of a symbol at the moment in question; undefined without a quote. */
export type PricesOf = (symbol: string) => Prices | undefined;

/**
 * What one unit of `currency` is worth in the account currency. Side `sell`: the currency is given away for the account
 * currency, as a profit is; `buy`: it has to be bought, as a loss has. Undefined without a symbol or quote for it.
 */
export type RateOf = (currency: string, side: 'buy' | 'sell') => Exact | undefined;

interface Pair {
  readonly name: string;
  readonly currency_base: string;
  readonly currency_profit: string;
}

const ONE = exact(1);

/**
 * Rates into `target` by the broker's own symbols, the first one that joins the two currencies: GBPUSD at bid (sell) or
 * ask (buy); where only the inverse exists, 1 / USDJPY at ask (sell) or bid (buy). So both ways cost the spread, as in
 * SYMBOL_TRADE_TICK_VALUE_PROFIT and _LOSS, and a profit in yen is divided by the ask.
 */
export function ratesInto(target: string, pairs: Iterable<Pair>): (prices: PricesOf) => RateOf {
  const routes = new Map<string, { symbol: string; inverse: boolean }>();
  for (const { name, currency_base: base, currency_profit: profit } of pairs) {
    if (profit === target && !routes.has(base)) routes.set(base, { symbol: name, inverse: false });
    if (base === target && !routes.has(profit)) routes.set(profit, { symbol: name, inverse: true });
  }
  return (pricesOf) => (currency, side) => {
    if (currency === target) return ONE;
    const route = routes.get(currency);
    const prices = route === undefined ? undefined : pricesOf(route.symbol);
    if (route === undefined || prices === undefined) return undefined;
    if (route.inverse) return ONE.div(side === 'sell' ? prices.ask : prices.bid);
    return exact(side === 'sell' ? prices.bid : prices.ask);
  };
}
