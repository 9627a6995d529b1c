import { z } from 'zod';
import { given, offsetArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { limitArg, pageOutput, presentPage } from '../paging.ts';
import { symbolBriefView } from '../present/records.ts';

export const getSymbols = defineTool({
  name: 'get_symbols',
  title: 'Find symbols',
  toolset: 'market',
  description:
    "The broker's symbols with digits, contract size and volume limits, in pages. Use to find how the broker spells a name. Not for swaps, margin or levels of one symbol: get_symbol_info.",
  annotations: LOOKS_ONLY,
  input: z.object({
    search: z.string().trim().min(1).max(64).optional().describe('Part of the name or description, case ignored'),
    category: z.string().trim().min(1).max(512).optional().describe("Start of the broker's path, e.g. 'Forex'"),
    selected: z.boolean().optional().describe('Only symbols in Market Watch'),
    offset: offsetArg,
    limit: limitArg,
  }),
  output: () => pageOutput({ symbols: z.array(symbolBriefView.output()) }),
  outsideKeys: symbolBriefView.outsideKeys,
  async run({ search, category, selected, offset, limit }, { reads }) {
    const page = await reads.symbols({
      ...given({ search, path: category, selected }),
      offset,
      count: limit,
    });
    return { ...presentPage(page), symbols: page.items.map((item) => symbolBriefView.present(item)) };
  },
});
