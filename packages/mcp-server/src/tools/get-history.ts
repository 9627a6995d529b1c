import { z } from 'zod';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { historyArgs, historySelection } from '../history.ts';
import { pageOutput, presentPage } from '../paging.ts';
import { dealView, presentAll } from '../present/records.ts';

export const getHistory = defineTool({
  name: 'get_history',
  title: 'Deal history',
  toolset: 'account',
  description:
    'Executed deals with price, profit, commission, fee and swap, oldest first, in pages: by time range, by position or by ticket. Deposits and withdrawals are deals too (type balance). Use for realised results. Not for orders that never filled: get_history_orders.',
  annotations: LOOKS_ONLY,
  input: z.object(historyArgs),
  output: () => pageOutput({ deals: z.array(dealView.output()) }),
  outsideKeys: dealView.outsideKeys,
  async run({ offset, limit, ...selection }, { reads, clock, scales }) {
    const page = await reads.deals(historySelection(selection, clock), { offset, count: limit });
    return { ...presentPage(page), deals: await presentAll(dealView, page.items, scales) };
  },
});
