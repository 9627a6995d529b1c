import { accountInfoOp } from './account-info.ts';
import { book } from './book.ts';
import { calcMargin } from './calc-margin.ts';
import { calcProfit } from './calc-profit.ts';
import { calendar } from './calendar.ts';
import { charts } from './charts.ts';
import type { ParamsOf, ResultOf } from './define.ts';
import { globals } from './globals.ts';
import { hello } from './hello.ts';
import { historyDeals } from './history-deals.ts';
import { historyOrders } from './history-orders.ts';
import { indicator } from './indicator.ts';
import { orderCancel } from './order-cancel.ts';
import { orderCheck } from './order-check.ts';
import { orderLookup } from './order-lookup.ts';
import { orderModify } from './order-modify.ts';
import { orderSend } from './order-send.ts';
import { orders } from './orders.ts';
import { ping } from './ping.ts';
import { positionClose } from './position-close.ts';
import { positionCloseBy } from './position-close-by.ts';
import { positionModify } from './position-modify.ts';
import { positions } from './positions.ts';
import { quoteOp } from './quote.ts';
import { quotes } from './quotes.ts';
import { rates } from './rates.ts';
import { screenshot } from './screenshot.ts';
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
  order_send: orderSend,
  position_modify: positionModify,
  position_close: positionClose,
  position_close_by: positionCloseBy,
  order_modify: orderModify,
  order_cancel: orderCancel,
  order_lookup: orderLookup,
  indicator,
  calendar,
  screenshot,
  globals,
  charts,
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

export { commonErrors, type Operation, type OperationKind } from './define.ts';
export * from './trade.ts';
