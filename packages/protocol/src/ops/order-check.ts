import { tradeRequest } from '../domain/index.ts';
import { int, money, real, record, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

/** MqlTradeCheckResult: retcode 0 means that the request would be accepted as far as the terminal can tell. */
export const orderCheck = defineOperation({
  name: 'order_check',
  number: 18,
  kind: 'read',
  since: 1,
  summary: 'What a trade request would do to the account; sends nothing.',
  source: ['OrderCheck'],
  params: tradeRequest,
  result: record({
    retcode: int({ min: 0 }),
    balance: money(),
    equity: money(),
    profit: money(),
    margin: money(),
    margin_free: money(),
    margin_level: real('percent'),
    comment: text(),
  }),
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'NO_QUOTE'],
});
