import { orderType } from '../enums/index.ts';
import { asked, lots, money, optional, price, record, symbolName, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const calcMargin = defineOperation({
  name: 'calc_margin',
  number: 16,
  kind: 'read',
  since: 1,
  summary: 'Margin that an order would need, without regard to what is open.',
  source: ['OrderCalcMargin'],
  params: record({
    type: asked(orderType),
    symbol: symbolName(),
    volume: lots(),
    /** Absent: the current ask for buying, bid for selling. */
    price: optional(price()),
  }),
  result: record({ margin: money(), price: price(), currency: text(16) }),
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'NO_QUOTE', 'CALC_FAILED'],
});
