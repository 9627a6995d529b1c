import { positionReason, positionType } from '../enums/index.ts';
import {
  type Infer,
  instant,
  lots,
  money,
  price,
  priceOrNone,
  record,
  reported,
  symbolName,
  text,
  ticket,
} from '../schema/index.ts';

/** An open position: PositionGetInteger, PositionGetDouble, PositionGetString. */
export const position = record({
  ticket: ticket(),
  /** POSITION_IDENTIFIER: stays over the position's life and links its orders and deals. */
  identifier: ticket(),
  symbol: symbolName(),
  type: reported(positionType),
  volume: lots(),
  price_open: price(),
  price_current: price(),
  sl: priceOrNone(),
  tp: priceOrNone(),
  profit: money(),
  swap: money(),
  time_msc: instant(),
  time_update_msc: instant(),
  magic: ticket(),
  reason: reported(positionReason),
  comment: text(),
  external_id: text(),
});
export type Position = Infer<typeof position>;
