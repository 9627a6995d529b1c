import { orderFilling, orderReason, orderState, orderTime, orderType } from '../enums/index.ts';
import {
  type Infer,
  instant,
  instantOrNone,
  lots,
  price,
  priceOrNone,
  record,
  reported,
  symbolName,
  text,
  ticket,
} from '../schema/index.ts';

const common = {
  ticket: ticket(),
  symbol: symbolName(),
  type: reported(orderType),
  state: reported(orderState),
  volume_initial: lots(),
  volume_current: lots(),
  price_open: price(),
  price_stoplimit: priceOrNone(),
  sl: priceOrNone(),
  tp: priceOrNone(),
  type_filling: reported(orderFilling),
  type_time: reported(orderTime),
  time_setup_msc: instant(),
  time_expiration: instantOrNone(),
  magic: ticket(),
  reason: reported(orderReason),
  /** 0 until the order has opened or changed a position. */
  position_id: ticket(),
  position_by_id: ticket(),
  comment: text(),
  external_id: text(),
};

/** A pending order in force: OrderGetInteger, OrderGetDouble, OrderGetString. */
export const order = record({ ...common, price_current: price() });
export type Order = Infer<typeof order>;

/** An order of the past: HistoryOrderGet*. */
export const historyOrder = record({ ...common, time_done_msc: instantOrNone() });
export type HistoryOrder = Infer<typeof historyOrder>;
