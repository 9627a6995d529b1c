import type { Handler } from '../handler.ts';
import { historyPage } from '../history-page.ts';

export const historyOrders: Handler<'history_orders'> = ({ account, limits }, params) => {
  const past = account.book.historyOrders;
  const { total, page } = historyPage(past, (order) => order.time_setup_msc, params, limits.max_records);
  return { total, orders: page };
};
