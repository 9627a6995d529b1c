import type { OperationName } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';
import { accountInfo } from './account-info.ts';
import { book } from './book.ts';
import { calcMargin } from './calc-margin.ts';
import { calcProfit } from './calc-profit.ts';
import { calendar } from './calendar.ts';
import { charts } from './charts.ts';
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
import { quote } from './quote.ts';
import { quotes } from './quotes.ts';
import { rates } from './rates.ts';
import { screenshot } from './screenshot.ts';
import { sessions } from './sessions.ts';
import { symbolInfo } from './symbol-info.ts';
import { symbols } from './symbols.ts';
import { terminalInfo } from './terminal-info.ts';
import { ticks } from './ticks.ts';
import { unwatch } from './unwatch.ts';
import { watch } from './watch.ts';

/** Who carries out which operation. */
export const handlers: { readonly [N in OperationName]: Handler<N> } = {
  hello,
  ping,
  terminal_info: terminalInfo,
  account_info: accountInfo,
  symbols,
  symbol_info: symbolInfo,
  quote,
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
};
