import { tradeResult } from '../domain/index.ts';
import { record, requestId, text, ticket } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { tradeErrors } from './trade-errors.ts';

export const positionCloseBy = defineOperation({
  name: 'position_close_by',
  number: 25,
  kind: 'write',
  since: 1,
  summary: 'Closes two opposite positions of one symbol by each other, on hedging accounts.',
  source: ['OrderSend', 'TRADE_ACTION_CLOSE_BY'],
  params: record({
    request_id: requestId(),
    position: ticket(),
    position_by: ticket(),
    magic: ticket(),
    comment: text(31),
  }),
  result: tradeResult,
  errors: ['TICKET_NOT_FOUND', ...tradeErrors],
});
