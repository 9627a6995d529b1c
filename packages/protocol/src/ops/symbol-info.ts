import { symbolInfo } from '../domain/index.ts';
import { record, symbolName } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const symbolInfoOp = defineOperation({
  name: 'symbol_info',
  number: 6,
  kind: 'read',
  since: 1,
  summary: 'The contract specification of a symbol.',
  source: ['SymbolInfoInteger', 'SymbolInfoDouble', 'SymbolInfoString'],
  params: record({ symbol: symbolName() }),
  result: symbolInfo,
  errors: ['SYMBOL_NOT_FOUND'],
});
