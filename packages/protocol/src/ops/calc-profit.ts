import { orderType } from '../enums/index.ts';
import { asked, lots, money, price, record, symbolName, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const calcProfit = defineOperation({
  name: 'calc_profit',
  number: 17,
  kind: 'read',
  since: 1,
  summary: 'Profit of a trade between two prices, in the account currency.',
  source: ['OrderCalcProfit'],
  params: record({
    type: asked(orderType),
    symbol: symbolName(),
    volume: lots(),
    price_open: price(),
    price_close: price(),
  }),
  result: record({ profit: money(), currency: text(16) }),
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'CALC_FAILED'],
});
