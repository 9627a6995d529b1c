import { z } from 'zod';
import { given } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { openTradesArgs } from '../open-trades.ts';
import { pageOf, pageOutput, presentPage } from '../paging.ts';
import { orderView, presentAll } from '../present/records.ts';

export const getOrders = defineTool({
  name: 'get_orders',
  title: 'Pending orders',
  toolset: 'account',
  description:
    'Pending orders in force with type, prices, stops and expiration. Use to see what may still execute. Not for open positions (get_positions) or orders that are done (get_history_orders).',
  annotations: LOOKS_ONLY,
  input: z.object(openTradesArgs),
  output: () => pageOutput({ orders: z.array(orderView.output()) }),
  outsideKeys: orderView.outsideKeys,
  async run({ offset, limit, ...filter }, { reads, scales }) {
    const page = pageOf(await reads.orders(given(filter)), offset, limit);
    return { ...presentPage(page), orders: await presentAll(orderView, page.items, scales) };
  },
});
