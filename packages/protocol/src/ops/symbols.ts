import { symbolBrief } from '../domain/index.ts';
import { bool, int, list, optional, record, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const symbols = defineOperation({
  name: 'symbols',
  number: 5,
  kind: 'read',
  since: 1,
  summary: "The broker's symbols, in pages, by the terminal's order.",
  source: ['SymbolsTotal', 'SymbolName', 'SymbolInfoString', 'SymbolInfoDouble', 'SymbolInfoInteger'],
  params: record({
    /** Only those in Market Watch. */
    selected: optional(bool()),
    /** Only paths that start so, as in "Forex\\". */
    path: optional(text(512)),
    offset: int({ min: 0 }),
    count: int({ min: 1, max: 1_000 }),
  }),
  result: record({
    /** How many fit the filter, all pages together. */
    total: int({ min: 0 }),
    symbols: list(symbolBrief, 1_000),
  }),
  errors: [],
});
