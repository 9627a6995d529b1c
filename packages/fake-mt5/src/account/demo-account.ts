import type { AccountMarginMode } from '@mt5-bridge/protocol';
import type { Market } from '../market/index.ts';
import { RandomStream } from '../market/random.ts';
import { DAY } from '../market/time.ts';
import { PROGRAM } from '../program.ts';
import type { AccountBook, AccountTerms } from './account.ts';
import { ratesInto } from './conversion.ts';
import { demoPendings } from './demo-pendings.ts';
import { apart, closedTrades, openTrades, type Past } from './demo-trades.ts';
import { pastPrices } from './past-prices.ts';
import { recordsOf, type Transfer } from './trade-records.ts';

/** Days before the start at which the account was funded. */
const AGE_DAYS = 45;
const FIRST_TICKETS = { order: 1_730_482_911n, deal: 1_204_877_360n };

export interface DemoOptions {
  readonly seed: number;
  readonly market: Market;
  /** Whether positions of one symbol are kept apart or netted; `retail_hedging` if not given. */
  readonly marginMode?: AccountMarginMode | undefined;
}

/** Who owns the account, and on which terms, unless it is a netting one. */
export const demoTerms = {
  login: 5_012_345n,
  name: 'Demo Trader',
  server: 'FakeMT5-Demo',
  company: PROGRAM.company,
  currency: 'USD',
  currency_digits: 2,
  trade_mode: 'demo',
  margin_mode: 'retail_hedging',
  leverage: 100,
  limit_orders: 200,
  trade_allowed: true,
  trade_expert: true,
  fifo_close: false,
  hedge_allowed: true,
  margin_so_mode: 'percent',
  margin_so_call: 100,
  margin_so_so: 50,
} satisfies AccountTerms;

/**
 * A demo account with a past: deposits, closed trades, open positions and pending orders, drawn from the seed and priced
 * by the market up to its start, so that every figure can be derived from the others. The same seed and market give the
 * same account, whenever it is made; one that nets never held two positions of a symbol at a time.
 */
export function demoAccount({ seed, market, marginMode = demoTerms.margin_mode }: DemoOptions): AccountBook {
  const now = market.start_time;
  const specs = new Map(market.symbols.map(({ name, spec }) => [name, spec]));
  const pricesAt = pastPrices(market, seed);
  const rates = ratesInto(
    demoTerms.currency,
    market.symbols.map(({ spec }) => spec.info),
  );
  const past: Past = {
    now,
    specs,
    pricesAt,
    ratesAt: (time) => rates((symbol) => pricesAt(symbol, time)),
    random: new RandomStream(seed, 'account').at(0),
  };
  const funded = now - AGE_DAYS * DAY;
  const transfers: Transfer[] = [
    { time: funded, amount: 10_000, comment: 'Deposit' },
    { time: funded + 20 * DAY, amount: 2_500, comment: 'Deposit' },
  ];
  const closed = closedTrades(past, funded + DAY);
  const open = openTrades(past);
  const hedges = marginMode === 'retail_hedging';
  const trades = hedges ? [...closed, ...open] : apart([...open, ...closed]);
  const terms = { ...demoTerms, margin_mode: marginMode, hedge_allowed: hedges };
  return { terms, ...recordsOf(trades, demoPendings(past), transfers, FIRST_TICKETS) };
}
