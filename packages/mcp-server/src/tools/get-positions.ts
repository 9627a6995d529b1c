import { z } from 'zod';
import { given } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { openTradesArgs } from '../open-trades.ts';
import { pageOf, pageOutput, presentPage } from '../paging.ts';
import { positionView, presentAll } from '../present/records.ts';

export const getPositions = defineTool({
  name: 'get_positions',
  title: 'Open positions',
  toolset: 'account',
  description:
    'Open positions with volume, prices, stops, swap and floating profit, now. Use to see what is at risk. Not for pending orders (get_orders) or closed trades (get_history).',
  annotations: LOOKS_ONLY,
  input: z.object(openTradesArgs),
  output: () => pageOutput({ positions: z.array(positionView.output()) }),
  outsideKeys: positionView.outsideKeys,
  view: 'positions',
  async run({ offset, limit, ...filter }, { reads, scales }) {
    const page = pageOf(await reads.positions(given(filter)), offset, limit);
    return { ...presentPage(page), positions: await presentAll(positionView, page.items, scales) };
  },
});
