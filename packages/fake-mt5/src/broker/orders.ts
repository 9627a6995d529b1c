import type { OrderReason, OrderState } from '@mt5-bridge/protocol';
import type { PlacedOrder } from '../account/account.ts';
import type { Desk } from './desk.ts';
import { orderTransaction } from './transactions.ts';

type Facts = Pick<PlacedOrder, 'symbol' | 'type' | 'price_open' | 'magic' | 'comment'> & {
  readonly volume: number;
  readonly reason: OrderReason;
} & Partial<
    Pick<
      PlacedOrder,
      | 'state'
      | 'price_stoplimit'
      | 'sl'
      | 'tp'
      | 'type_filling'
      | 'type_time'
      | 'time_expiration'
      | 'position_id'
      | 'position_by_id'
    >
  >;

/** A new order with the next ticket; it is not in the book yet. */
export function newOrder(desk: Desk, { volume, ...facts }: Facts): PlacedOrder {
  return {
    ticket: desk.book.takeOrderTicket(),
    state: 'started',
    volume_initial: volume,
    volume_current: volume,
    price_stoplimit: null,
    sl: null,
    tp: null,
    type_filling: 'fok',
    type_time: 'gtc',
    time_setup_msc: desk.now,
    time_expiration: null,
    position_id: 0n,
    position_by_id: 0n,
    external_id: '',
    ...facts,
  };
}

/** The order leaves the book, if it was in it, for the history. */
export function finish(desk: Desk, order: PlacedOrder, state: OrderState, time = desk.now): void {
  const { book } = desk;
  const done = { ...order, state, time_done_msc: time };
  const waiting = book.orders.find(({ ticket }) => ticket === order.ticket);
  if (waiting !== undefined) book.replaceOrder(waiting, undefined);
  desk.say(orderTransaction('order_delete', done));
  book.addHistoryOrder(done);
  desk.say(orderTransaction('history_add', done));
}

/** The order stays in the book as it is now. */
export function keep(desk: Desk, order: PlacedOrder): void {
  const { book } = desk;
  const waiting = book.orders.find(({ ticket }) => ticket === order.ticket);
  if (waiting === undefined) book.addOrder(order);
  else book.replaceOrder(waiting, order);
  desk.say(orderTransaction('order_update', order));
}

/** The orders that wait to open more of a position, or to close the rest of it, go when it goes. */
export function cancelOrdersOf(desk: Desk, position: bigint, but: bigint): void {
  for (const order of desk.book.orders) {
    if (order.position_id === position && order.ticket !== but) finish(desk, order, 'canceled');
  }
}
