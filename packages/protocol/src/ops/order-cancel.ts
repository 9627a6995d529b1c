import { tradeResult } from '../domain/index.ts';
import { record, requestId, ticket } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { tradeErrors } from './trade-errors.ts';

export const orderCancel = defineOperation({
  name: 'order_cancel',
  number: 27,
  kind: 'write',
  since: 1,
  summary: 'Removes a pending order.',
  source: ['OrderSend', 'TRADE_ACTION_REMOVE'],
  params: record({ request_id: requestId(), order: ticket() }),
  result: tradeResult,
  errors: ['TICKET_NOT_FOUND', ...tradeErrors],
});
