import { tradeResult } from '../domain/index.ts';
import { orderFilling, orderTime, orderType } from '../enums/index.ts';
import {
  asked,
  instantOrNone,
  int,
  lots,
  priceOrNone,
  record,
  requestId,
  symbolName,
  text,
  ticket,
} from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { tradeErrors } from './trade-errors.ts';

/** Every field is stated, so that what was approved is what is sent. */
export const orderSend = defineOperation({
  name: 'order_send',
  number: 22,
  kind: 'write',
  since: 1,
  summary: 'Opens a position at the market, or places a pending order.',
  source: ['OrderSend', 'TRADE_ACTION_DEAL', 'TRADE_ACTION_PENDING'],
  params: record({
    request_id: requestId(),
    symbol: symbolName(),
    /** `close_by` is refused. */
    type: asked(orderType),
    volume: lots(),
    /** Of a pending order; of a market order the price that the deviation is measured from, none = the current one. */
    price: priceOrNone(),
    /** Of a stop-limit order: the limit that is placed once the price is reached. */
    stoplimit: priceOrNone(),
    sl: priceOrNone(),
    tp: priceOrNone(),
    /** Largest slippage of a market order, in points. */
    deviation: int({ min: 0, max: 1_000_000 }),
    type_filling: asked(orderFilling),
    type_time: asked(orderTime),
    expiration: instantOrNone(),
    magic: ticket(),
    comment: text(31),
  }),
  result: tradeResult,
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'NO_QUOTE', ...tradeErrors],
});
