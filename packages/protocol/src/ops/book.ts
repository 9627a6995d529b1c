import { bookEntry } from '../domain/index.ts';
import { list, record, symbolName } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const book = defineOperation({
  name: 'book',
  number: 19,
  kind: 'read',
  since: 1,
  summary: 'Depth of market, best prices first on each side.',
  source: ['MarketBookAdd', 'MarketBookGet'],
  params: record({ symbol: symbolName() }),
  result: record({ symbol: symbolName(), entries: list(bookEntry, 1_024) }),
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'NOT_CONNECTED', 'BOOK_UNAVAILABLE', 'PENDING'],
});
