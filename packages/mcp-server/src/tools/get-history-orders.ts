import { z } from 'zod';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { historyArgs, historySelection } from '../history.ts';
import { pageOutput, presentPage } from '../paging.ts';
import { historyOrderView, presentAll } from '../present/records.ts';

export const getHistoryOrders = defineTool({
  name: 'get_history_orders',
  title: 'Order history',
  toolset: 'account',
  description:
    'Orders of the past with their final state (filled, canceled, rejected, expired), oldest first, in pages: by time range, by position or by ticket. Use to see what was asked for. Not for executions and profit: get_history.',
  annotations: LOOKS_ONLY,
  input: z.object(historyArgs),
  output: () => pageOutput({ orders: z.array(historyOrderView.output()) }),
  outsideKeys: historyOrderView.outsideKeys,
  async run({ offset, limit, ...selection }, { reads, clock, scales }) {
    const page = await reads.historyOrders(historySelection(selection, clock), { offset, count: limit });
    return { ...presentPage(page), orders: await presentAll(historyOrderView, page.items, scales) };
  },
});
