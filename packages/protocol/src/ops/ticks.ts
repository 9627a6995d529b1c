import { copyTicks } from '../enums/index.ts';
import { asked, instant, int, optional, record, symbolName } from '../schema/index.ts';
import { defineOperation } from './define.ts';

/** One of: `start` and `count`; `from` and `count`; `from` and `to`. Anything else is INVALID_PARAMS. */
export const ticks = defineOperation({
  name: 'ticks',
  number: 11,
  kind: 'read',
  since: 1,
  summary: 'Ticks by position and count, from a time on, or by range; oldest first in frame 1.',
  source: ['CopyTicks', 'CopyTicksRange'],
  params: record({
    symbol: symbolName(),
    flags: asked(copyTicks),
    /** Ticks back from the newest, which is 0. */
    start: optional(int({ min: 0 })),
    count: optional(int({ min: 1 })),
    /** Both inclusive, to the millisecond. */
    from: optional(instant()),
    to: optional(instant()),
  }),
  result: record({ count: int({ min: 0 }), digits: int({ min: 0, max: 16 }) }),
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'NOT_CONNECTED', 'TOO_MUCH_DATA', 'PENDING'],
  bulk: 'ticks',
});
