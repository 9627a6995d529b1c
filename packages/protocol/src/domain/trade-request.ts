import { orderFilling, orderTime, orderType, tradeAction } from '../enums/index.ts';
import {
  asked,
  type Infer,
  instant,
  int,
  lots,
  optional,
  price,
  record,
  symbolName,
  text,
  ticket,
} from '../schema/index.ts';

/** MqlTradeRequest; absent fields are 0 there. The comment is at most 31 characters on the server. */
export const tradeRequest = record({
  action: asked(tradeAction),
  symbol: optional(symbolName()),
  type: optional(asked(orderType)),
  volume: optional(lots()),
  price: optional(price()),
  stoplimit: optional(price()),
  sl: optional(price()),
  tp: optional(price()),
  deviation: optional(int({ min: 0, max: 1_000_000 })),
  type_filling: optional(asked(orderFilling)),
  type_time: optional(asked(orderTime)),
  expiration: optional(instant()),
  magic: optional(ticket()),
  comment: optional(text(31)),
  order: optional(ticket()),
  position: optional(ticket()),
  position_by: optional(ticket()),
});
export type TradeRequest = Infer<typeof tradeRequest>;
