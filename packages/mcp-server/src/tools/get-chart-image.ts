import { z } from 'zod';
import { symbolArg, timeframeArg } from '../arguments.ts';
import { defineTool, Illustrated, LOOKS_ONLY } from '../define-tool.ts';

/** Larger pictures cost more than they show. */
const MOST = { width: 1_920, height: 1_080 };

export const getChartImage = defineTool({
  name: 'get_chart_image',
  title: 'Picture of a chart',
  toolset: 'analysis',
  description:
    'A picture (PNG) of a chart of one symbol as the terminal draws it. Use to show the user a chart, or to look at its shape. Not for figures: get_rates and get_indicator are exact and cheaper.',
  annotations: LOOKS_ONLY,
  input: z.object({
    symbol: symbolArg,
    timeframe: timeframeArg,
    width: z.int().min(160).max(MOST.width).default(800).describe('Pixels'),
    height: z.int().min(120).max(MOST.height).default(450).describe('Pixels'),
  }),
  output: () =>
    z.object({
      symbol: z.string(),
      timeframe: z.string(),
      width: z.int(),
      height: z.int(),
      bytes: z.int().describe('Of the PNG that stands beside this as image content'),
    }),
  async run(asked, { reads }) {
    const png = await reads.screenshot(asked);
    return new Illustrated({ ...asked, bytes: png.byteLength }, png);
  },
});
