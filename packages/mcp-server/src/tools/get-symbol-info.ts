import { z } from 'zod';
import { symbolArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { symbolInfoView } from '../present/records.ts';
import { scaleOf } from '../present/scales.ts';

export const getSymbolInfo = defineTool({
  name: 'get_symbol_info',
  title: 'Contract specification',
  toolset: 'market',
  description:
    "One symbol's contract: digits, tick value, volume limits, filling and order modes, stops level, swaps, margin rates. Use before sizing or placing stops. Not for prices (get_quote) or trading hours (get_market_hours).",
  annotations: LOOKS_ONLY,
  input: z.object({ symbol: symbolArg }),
  output: symbolInfoView.output,
  outsideKeys: symbolInfoView.outsideKeys,
  async run({ symbol }, { reads }) {
    const info = await reads.symbolInfo(symbol);
    return symbolInfoView.present(info, scaleOf(info));
  },
});
