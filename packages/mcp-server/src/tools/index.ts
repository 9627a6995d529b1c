import type { Tool } from '../define-tool.ts';
import { calcMargin } from './calc-margin.ts';
import { calcProfit } from './calc-profit.ts';
import { cancelOrder } from './cancel-order.ts';
import { checkOrder } from './check-order.ts';
import { claimAlert } from './claim-alert.ts';
import { closeAll } from './close-all.ts';
import { closeBy } from './close-by.ts';
import { closePosition } from './close-position.ts';
import { getAccountInfo } from './get-account-info.ts';
import { getApproval } from './get-approval.ts';
import { getAudit } from './get-audit.ts';
import { getBook } from './get-book.ts';
import { getCalendar } from './get-calendar.ts';
import { getChartImage } from './get-chart-image.ts';
import { getCharts } from './get-charts.ts';
import { getHistory } from './get-history.ts';
import { getHistoryOrders } from './get-history-orders.ts';
import { getIndicator } from './get-indicator.ts';
import { getMarketContext } from './get-market-context.ts';
import { getMarketHours } from './get-market-hours.ts';
import { getOrderOutcome } from './get-order-outcome.ts';
import { getOrders } from './get-orders.ts';
import { getPolicy } from './get-policy.ts';
import { getPositions } from './get-positions.ts';
import { getQuote } from './get-quote.ts';
import { getQuotes } from './get-quotes.ts';
import { getRates } from './get-rates.ts';
import { getRecentAlerts } from './get-recent-alerts.ts';
import { getSymbolInfo } from './get-symbol-info.ts';
import { getSymbols } from './get-symbols.ts';
import { getTerminalInfo } from './get-terminal-info.ts';
import { getTicks } from './get-ticks.ts';
import { killSwitchOn } from './kill-switch-on.ts';
import { listApprovals } from './list-approvals.ts';
import { modifyOrder } from './modify-order.ts';
import { ping } from './ping.ts';
import { placeOrder } from './place-order.ts';
import { resolveAlert } from './resolve-alert.ts';

/** Every tool, in the order in which clients list them. */
export const tools: readonly Tool[] = [
  ping,
  getTerminalInfo,
  getAccountInfo,
  getQuote,
  getQuotes,
  getSymbols,
  getSymbolInfo,
  getMarketHours,
  getMarketContext,
  getPositions,
  getOrders,
  getHistory,
  getHistoryOrders,
  getRates,
  getTicks,
  getBook,
  getIndicator,
  getCalendar,
  getChartImage,
  getCharts,
  calcMargin,
  calcProfit,
  checkOrder,
  placeOrder,
  modifyOrder,
  closePosition,
  cancelOrder,
  closeBy,
  closeAll,
  getApproval,
  listApprovals,
  getOrderOutcome,
  getPolicy,
  getAudit,
  killSwitchOn,
  getRecentAlerts,
  claimAlert,
  resolveAlert,
];
