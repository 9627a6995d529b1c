import { session } from '../domain/index.ts';
import { list, record, symbolName } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const sessions = defineOperation({
  name: 'sessions',
  number: 9,
  kind: 'read',
  since: 1,
  summary: 'Weekly quote and trade sessions of a symbol, in broker server time.',
  source: ['SymbolInfoSessionQuote', 'SymbolInfoSessionTrade'],
  params: record({ symbol: symbolName() }),
  result: record({ quote: list(session, 128), trade: list(session, 128) }),
  errors: ['SYMBOL_NOT_FOUND'],
});
