import { z } from 'zod';
import { symbolArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { presentAll, quoteView } from '../present/records.ts';

const MOST_SYMBOLS = 100;

export const getQuotes = defineTool({
  name: 'get_quotes',
  title: 'Quotes of several symbols',
  toolset: 'market',
  description:
    'Newest bid and ask of several symbols at one moment. Use to compare symbols; those without a quote are listed in missing with the reason. Not for finding names: get_symbols.',
  annotations: LOOKS_ONLY,
  input: z.object({ symbols: z.array(symbolArg).min(1).max(MOST_SYMBOLS) }),
  output: () =>
    z.object({
      quotes: z.array(quoteView.output()),
      missing: z.array(z.object({ symbol: z.string(), code: z.string() })),
    }),
  async run({ symbols }, { reads, scales }) {
    const { quotes, missing } = await reads.quotes(symbols);
    return { quotes: await presentAll(quoteView, quotes, scales), missing };
  },
});
