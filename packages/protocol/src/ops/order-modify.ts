import { tradeResult } from '../domain/index.ts';
import { orderTime } from '../enums/index.ts';
import { asked, instantOrNone, price, priceOrNone, record, requestId, ticket } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { tradeErrors } from './trade-errors.ts';

/** Every property that can change is stated: what should stay is repeated. */
export const orderModify = defineOperation({
  name: 'order_modify',
  number: 26,
  kind: 'write',
  since: 1,
  summary: 'Sets prices, stops and expiry of a pending order.',
  source: ['OrderSend', 'TRADE_ACTION_MODIFY'],
  params: record({
    request_id: requestId(),
    order: ticket(),
    price: price(),
    stoplimit: priceOrNone(),
    sl: priceOrNone(),
    tp: priceOrNone(),
    type_time: asked(orderTime),
    expiration: instantOrNone(),
  }),
  result: tradeResult,
  errors: ['TICKET_NOT_FOUND', ...tradeErrors],
});
