import { z } from 'zod';
import { symbolArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { bookEntryView } from '../present/records.ts';

export const getBook = defineTool({
  name: 'get_book',
  title: 'Depth of market',
  toolset: 'market',
  description:
    'Depth of market of one symbol: price levels with volume, best first on each side (type sell: offers, buy: bids). Use to judge liquidity where the broker sends a book; many send none. Not for the price alone: get_quote.',
  annotations: LOOKS_ONLY,
  input: z.object({ symbol: symbolArg }),
  output: () => z.object({ symbol: z.string(), entries: z.array(bookEntryView.output()) }),
  async run({ symbol }, { reads, scales }) {
    const entries = await reads.book(symbol);
    const scale = await scales.of(symbol);
    return { symbol, entries: entries.map((entry) => bookEntryView.present(entry, scale)) };
  },
});
