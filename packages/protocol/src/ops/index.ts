import { accountInfoOp } from './account-info.ts';
import { book } from './book.ts';
import { calcMargin } from './calc-margin.ts';
import { calcProfit } from './calc-profit.ts';
import type { ParamsOf, ResultOf } from './define.ts';
import { hello } from './hello.ts';
import { historyDeals } from './history-deals.ts';
import { historyOrders } from './history-orders.ts';
import { orderCheck } from './order-check.ts';
import { orders } from './orders.ts';
import { ping } from './ping.ts';
import { positions } from './positions.ts';
import { quoteOp } from './quote.ts';
import { quotes } from './quotes.ts';
import { rates } from './rates.ts';
import { sessions } from './sessions.ts';
import { symbolInfoOp } from './symbol-info.ts';
import { symbols } from './symbols.ts';
import { terminalInfoOp } from './terminal-info.ts';
import { ticks } from './ticks.ts';
import { unwatch } from './unwatch.ts';
import { watch } from './watch.ts';

/** Every operation by its name; the one registry that both sides, the documents and the tests read. */
export const operations = {
  hello,
  ping,
  terminal_info: terminalInfoOp,
  account_info: accountInfoOp,
  symbols,
  symbol_info: symbolInfoOp,
  quote: quoteOp,
  quotes,
  sessions,
  rates,
  ticks,
  positions,
  orders,
  history_deals: historyDeals,
  history_orders: historyOrders,
  calc_margin: calcMargin,
  calc_profit: calcProfit,
  order_check: orderCheck,
  book,
  watch,
  unwatch,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type Params<N extends OperationName> = ParamsOf<Operations[N]>;
export type Result<N extends OperationName> = ResultOf<Operations[N]>;

const byNumber = new Map<number, OperationName>(
  (Object.keys(operations) as OperationName[]).map((name) => [operations[name].number, name]),
);

export function operationByNumber(number: number): OperationName | undefined {
  return byNumber.get(number);
}

export { commonErrors, type Operation } from './define.ts';
