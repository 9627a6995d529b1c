import { z } from 'zod';
import { symbolArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { isoTime, isoTimeOrNull, timeOutput } from '../present/times.ts';

export const getMarketHours = defineTool({
  name: 'get_market_hours',
  title: 'Market hours',
  toolset: 'market',
  description:
    'Whether a symbol can be traded now, when its market closes and opens next, and its trade sessions of the coming seven days (UTC). Use when a quote is old or before timing an order. Not a calendar of holidays: they show only if the broker enters them.',
  annotations: LOOKS_ONLY,
  input: z.object({ symbol: symbolArg }),
  output: () =>
    z.object({
      symbol: z.string(),
      is_open: z.boolean(),
      trade_mode: z.string().describe('ENUM_SYMBOL_TRADE_MODE, lower case; what the broker permits'),
      next_close: timeOutput().nullable().describe('End of the running session; null while closed'),
      next_open: timeOutput().nullable().describe('Start of the next session; null if none within two weeks'),
      sessions: z.array(z.object({ from: timeOutput(), to: timeOutput() })),
    }),
  async run({ symbol }, { reads }) {
    const { is_open, trade_mode, next_close, next_open, sessions } = await reads.marketHours(symbol);
    return {
      symbol,
      is_open,
      trade_mode,
      next_close: isoTimeOrNull(next_close),
      next_open: isoTimeOrNull(next_open),
      sessions: sessions.map(({ from, to }) => ({ from: isoTime(from), to: isoTime(to) })),
    };
  },
});
