import type { PositionType, SymbolInfo } from '@mt5-bridge/protocol';
import type { RateOf } from './conversion.ts';
import { isCalculated } from './margin.ts';
import { type Exact, exact } from './money.ts';

/** The part of a contract specification that profit depends on. */
export type ProfitTerms = Pick<SymbolInfo, 'trade_calc_mode' | 'trade_contract_size' | 'currency_profit'>;

/**
 * Profit in account currency, not rounded: price difference x volume x contract size, converted at the rates given
 * (OrderCalcProfit; of futures as well, since tick value / tick size is the contract size with this broker). Undefined for
 * calculation modes that are not known, or where the profit currency can't be converted.
 */
export function profitOf(
  terms: ProfitTerms,
  type: PositionType,
  volume: number,
  open: number,
  close: number,
  rateOf: RateOf,
): Exact | undefined {
  if (!isCalculated(terms.trade_calc_mode)) return undefined;
  const gain = type === 'buy' ? exact(close).minus(open) : exact(open).minus(close);
  const amount = gain.times(volume).times(terms.trade_contract_size);
  const rate = rateOf(terms.currency_profit, amount.isNegative() ? 'buy' : 'sell');
  return rate?.times(amount);
}

/** SYMBOL_TRADE_TICK_VALUE_PROFIT and _LOSS: what one tick of one lot is worth, by the sign of the result. */
export function tickValues(
  terms: ProfitTerms & Pick<SymbolInfo, 'trade_tick_size'>,
  rateOf: RateOf,
): { profit: Exact; loss: Exact } | undefined {
  const tick = exact(terms.trade_tick_size).times(terms.trade_contract_size);
  const [sell, buy] = [rateOf(terms.currency_profit, 'sell'), rateOf(terms.currency_profit, 'buy')];
  return sell && buy && { profit: sell.times(tick), loss: buy.times(tick) };
}
