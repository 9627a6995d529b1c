import { z } from 'zod';
import { priceArg, symbolArg, volumeArg, wordArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { MOST_DECIMALS, rounded } from '../present/numbers.ts';

export const calcProfit = defineTool({
  name: 'calc_profit',
  title: 'Profit between two prices',
  toolset: 'analysis',
  description:
    'Profit or loss of a trade from one price to another, in account currency, without commission and swap. Use for the money at risk at a stop or to gain at a target. Not for open positions: get_positions has their profit.',
  annotations: LOOKS_ONLY,
  input: z.object({
    symbol: symbolArg,
    side: wordArg(['buy', 'sell']),
    volume: volumeArg,
    price_open: priceArg,
    price_close: priceArg,
  }),
  output: () =>
    z.object({
      symbol: z.string(),
      side: z.enum(['buy', 'sell']),
      volume: z.number(),
      price_open: z.number(),
      price_close: z.number(),
      profit: z.number(),
      currency: z.string(),
    }),
  async run(args, { reads }) {
    const { symbol, side, volume, price_open, price_close } = args;
    const { profit, currency } = await reads.calcProfit(side, symbol, volume, price_open, price_close);
    return { ...args, profit: rounded(profit, MOST_DECIMALS), currency };
  },
});
