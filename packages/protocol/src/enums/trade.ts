import { enumeration, type NameOf } from '../schema/index.ts';

export const tradeAction = enumeration('ENUM_TRADE_REQUEST_ACTIONS', {
  deal: 1,
  pending: 5,
  sltp: 6,
  modify: 7,
  remove: 8,
  close_by: 10,
});
export type TradeAction = NameOf<typeof tradeAction>;

export const orderType = enumeration('ENUM_ORDER_TYPE', {
  buy: 0,
  sell: 1,
  buy_limit: 2,
  sell_limit: 3,
  buy_stop: 4,
  sell_stop: 5,
  buy_stop_limit: 6,
  sell_stop_limit: 7,
  close_by: 8,
});
export type OrderType = NameOf<typeof orderType>;

export const orderState = enumeration('ENUM_ORDER_STATE', {
  started: 0,
  placed: 1,
  canceled: 2,
  partial: 3,
  filled: 4,
  rejected: 5,
  expired: 6,
  request_add: 7,
  request_modify: 8,
  request_cancel: 9,
});
export type OrderState = NameOf<typeof orderState>;

export const orderFilling = enumeration('ENUM_ORDER_TYPE_FILLING', { fok: 0, ioc: 1, return: 2, boc: 3 });
export type OrderFilling = NameOf<typeof orderFilling>;

export const orderTime = enumeration('ENUM_ORDER_TYPE_TIME', { gtc: 0, day: 1, specified: 2, specified_day: 3 });
export type OrderTime = NameOf<typeof orderTime>;

export const orderReason = enumeration('ENUM_ORDER_REASON', {
  client: 0,
  mobile: 1,
  web: 2,
  expert: 3,
  sl: 4,
  tp: 5,
  so: 6,
});
export type OrderReason = NameOf<typeof orderReason>;

export const positionType = enumeration('ENUM_POSITION_TYPE', { buy: 0, sell: 1 });
export type PositionType = NameOf<typeof positionType>;

export const positionReason = enumeration('ENUM_POSITION_REASON', { client: 0, mobile: 1, web: 2, expert: 3 });
export type PositionReason = NameOf<typeof positionReason>;

export const dealType = enumeration('ENUM_DEAL_TYPE', {
  buy: 0,
  sell: 1,
  balance: 2,
  credit: 3,
  charge: 4,
  correction: 5,
  bonus: 6,
  commission: 7,
  commission_daily: 8,
  commission_monthly: 9,
  commission_agent_daily: 10,
  commission_agent_monthly: 11,
  interest: 12,
  buy_canceled: 13,
  sell_canceled: 14,
  dividend: 15,
  dividend_franked: 16,
  tax: 17,
});
export type DealType = NameOf<typeof dealType>;

export const dealEntry = enumeration('ENUM_DEAL_ENTRY', { in: 0, out: 1, inout: 2, out_by: 3 });
export type DealEntry = NameOf<typeof dealEntry>;

export const dealReason = enumeration('ENUM_DEAL_REASON', {
  client: 0,
  mobile: 1,
  web: 2,
  expert: 3,
  sl: 4,
  tp: 5,
  so: 6,
  rollover: 7,
  vmargin: 8,
  split: 9,
  corporate_action: 10,
});
export type DealReason = NameOf<typeof dealReason>;

export const tradeTransactionType = enumeration('ENUM_TRADE_TRANSACTION_TYPE', {
  order_add: 0,
  order_update: 1,
  order_delete: 2,
  history_add: 3,
  history_update: 4,
  history_delete: 5,
  deal_add: 6,
  deal_update: 7,
  deal_delete: 8,
  position: 9,
  request: 10,
});
export type TradeTransactionType = NameOf<typeof tradeTransactionType>;
