import type { Deal, HistoryOrder } from '@mt5-bridge/protocol';
import type { HeldPosition, PlacedOrder } from '../account/account.ts';
import type { Transaction } from './api.ts';

/** What fields of MqlTradeTransaction hold that a kind of transaction does not use. */
const empty: Omit<Transaction, 'type'> = {
  deal: 0n,
  order: 0n,
  symbol: '',
  order_type: 'buy',
  order_state: 'started',
  deal_type: 'buy',
  time_type: 'gtc',
  time_expiration: null,
  price: 0,
  price_trigger: 0,
  price_sl: 0,
  price_tp: 0,
  volume: 0,
  position: 0n,
  position_by: 0n,
};

export function orderTransaction(
  type: 'order_add' | 'order_update' | 'order_delete' | 'history_add',
  order: PlacedOrder | HistoryOrder,
): Transaction {
  const isStopLimit = order.price_stoplimit !== null;
  return {
    ...empty,
    type,
    order: order.ticket,
    symbol: order.symbol,
    order_type: order.type,
    order_state: order.state,
    time_type: order.type_time,
    time_expiration: order.time_expiration,
    price: order.price_stoplimit ?? order.price_open,
    price_trigger: isStopLimit ? order.price_open : 0,
    price_sl: order.sl ?? 0,
    price_tp: order.tp ?? 0,
    volume: order.volume_current,
    position: order.position_id,
    position_by: order.position_by_id,
  };
}

export function dealTransaction(deal: Deal): Transaction {
  return {
    ...empty,
    type: 'deal_add',
    deal: deal.ticket,
    order: deal.order,
    symbol: deal.symbol,
    deal_type: deal.type,
    price: deal.price,
    price_sl: deal.sl ?? 0,
    price_tp: deal.tp ?? 0,
    volume: deal.volume,
    position: deal.position_id,
  };
}

/** A position changed by something else than a deal. */
export function positionTransaction(position: HeldPosition): Transaction {
  return {
    ...empty,
    type: 'position',
    symbol: position.symbol,
    deal_type: position.type,
    price: position.price_open,
    price_sl: position.sl ?? 0,
    price_tp: position.tp ?? 0,
    volume: position.volume,
    position: position.ticket,
  };
}

/** The server has answered a request; what it was, the request and its result tell. */
export const requestTransaction: Transaction = { ...empty, type: 'request' };
