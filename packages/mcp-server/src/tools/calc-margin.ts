import { z } from 'zod';
import { priceArg, symbolArg, volumeArg, wordArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { MOST_DECIMALS, rounded } from '../present/numbers.ts';

export const calcMargin = defineTool({
  name: 'calc_margin',
  title: 'Margin of a trade',
  toolset: 'analysis',
  description:
    "Margin that a trade of this volume would need, in account currency, by the broker's own rules. Use for sizing. Not counting what is open already: check_order does.",
  annotations: LOOKS_ONLY,
  input: z.object({
    symbol: symbolArg,
    side: wordArg(['buy', 'sell']),
    volume: volumeArg,
    price: priceArg.optional().describe('Default: the current ask or bid'),
  }),
  output: () =>
    z.object({
      symbol: z.string(),
      side: z.enum(['buy', 'sell']),
      volume: z.number(),
      price: z.number(),
      margin: z.number(),
      currency: z.string(),
    }),
  async run({ symbol, side, volume, price }, { reads, scales }) {
    const result = await reads.calcMargin(side, symbol, volume, price);
    const scale = await scales.of(symbol);
    return {
      symbol,
      side,
      volume,
      price: rounded(result.price, scale.price),
      margin: rounded(result.margin, MOST_DECIMALS),
      currency: result.currency,
    };
  },
});
