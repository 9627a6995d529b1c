import { quote } from '../domain/index.ts';
import { list, record, symbolName, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const quotes = defineOperation({
  name: 'quotes',
  number: 8,
  kind: 'read',
  since: 1,
  summary: 'The last ticks of several symbols at one moment; what has none is listed with its reason.',
  source: ['SymbolSelect', 'SymbolInfoTick', 'SymbolInfoDouble'],
  params: record({ symbols: list(symbolName(), 500) }),
  result: record({
    quotes: list(quote, 500),
    missing: list(record({ symbol: symbolName(), code: text(64) }), 500),
  }),
  errors: [],
});
