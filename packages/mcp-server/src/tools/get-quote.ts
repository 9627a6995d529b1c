import { z } from 'zod';
import { symbolArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { quoteView } from '../present/records.ts';

export const getQuote = defineTool({
  name: 'get_quote',
  title: 'Quote',
  toolset: 'market',
  description:
    'Newest bid and ask of one symbol, its spread in points and the time of that tick. Use for a price now. Not for several symbols (get_quotes) or for the past (get_rates, get_ticks); an old time means that the market rests.',
  annotations: LOOKS_ONLY,
  input: z.object({ symbol: symbolArg }),
  output: quoteView.output,
  async run({ symbol }, { reads, scales }) {
    const quote = await reads.quote(symbol);
    return quoteView.present(quote, await scales.of(symbol));
  },
});
