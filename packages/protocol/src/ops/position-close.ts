import { tradeResult } from '../domain/index.ts';
import { orderFilling } from '../enums/index.ts';
import { asked, int, lots, record, requestId, text, ticket } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { tradeErrors } from './trade-errors.ts';

export const positionClose = defineOperation({
  name: 'position_close',
  number: 24,
  kind: 'write',
  since: 1,
  summary: 'Closes a position at the market, or a part of it; never opens the opposite.',
  source: ['OrderSend', 'TRADE_ACTION_DEAL'],
  params: record({
    request_id: requestId(),
    position: ticket(),
    /** At most the position's volume when the request is carried out; more is refused. */
    volume: lots(),
    deviation: int({ min: 0, max: 1_000_000 }),
    type_filling: asked(orderFilling),
    magic: ticket(),
    comment: text(31),
  }),
  result: tradeResult,
  errors: ['TICKET_NOT_FOUND', 'NO_QUOTE', ...tradeErrors],
});
