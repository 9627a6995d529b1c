import { tradeResult } from '../domain/index.ts';
import { priceOrNone, record, requestId, ticket } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { tradeErrors } from './trade-errors.ts';

/** Both stops are stated: one that should stay is repeated, none takes it away. */
export const positionModify = defineOperation({
  name: 'position_modify',
  number: 23,
  kind: 'write',
  since: 1,
  summary: 'Sets stop loss and take profit of a position.',
  source: ['OrderSend', 'TRADE_ACTION_SLTP'],
  params: record({ request_id: requestId(), position: ticket(), sl: priceOrNone(), tp: priceOrNone() }),
  result: tradeResult,
  errors: ['TICKET_NOT_FOUND', ...tradeErrors],
});
