import { quote as result } from '../domain/index.ts';
import { record, symbolName } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const quoteOp = defineOperation({
  name: 'quote',
  number: 7,
  kind: 'read',
  since: 1,
  summary: 'The last tick of a symbol; selects it in Market Watch if needed.',
  source: ['SymbolSelect', 'SymbolInfoTick', 'SymbolInfoDouble'],
  params: record({ symbol: symbolName() }),
  result,
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'NO_QUOTE'],
});
