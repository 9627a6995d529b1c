import type { Handler } from '../handler.ts';
import { historyPage } from '../history-page.ts';

export const historyDeals: Handler<'history_deals'> = ({ account, limits }, params) => {
  const { total, page } = historyPage(account.book.deals, (deal) => deal.time_msc, params, limits.max_records);
  return { total, deals: page };
};
