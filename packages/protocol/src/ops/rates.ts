import { timeframe } from '../enums/index.ts';
import { asked, instant, int, optional, record, symbolName } from '../schema/index.ts';
import { defineOperation } from './define.ts';

/** Either `start` and `count`, or `from` and `to`; anything else is INVALID_PARAMS. */
export const rates = defineOperation({
  name: 'rates',
  number: 10,
  kind: 'read',
  since: 1,
  summary: 'Bars by position and count, or by range of opening times; oldest first in frame 1.',
  source: ['CopyRates'],
  params: record({
    symbol: symbolName(),
    timeframe: asked(timeframe),
    /** Bars back from the current one, which is 0 and still forming. */
    start: optional(int({ min: 0 })),
    count: optional(int({ min: 1 })),
    /** Opening times, both inclusive. */
    from: optional(instant()),
    to: optional(instant()),
  }),
  result: record({ count: int({ min: 0 }), digits: int({ min: 0, max: 16 }) }),
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'NOT_CONNECTED', 'TOO_MUCH_DATA', 'PENDING'],
  bulk: 'rates',
});
