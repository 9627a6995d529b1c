import { type PlacedOrder, sideOf } from '../account/account.ts';
import { increased } from '../account/holdings.ts';
import type { Desk } from './desk.ts';
import { closeLots, openPosition, type Settlement } from './positions.ts';

/**
 * A fill on a hedging account: the order's own position is opened, or enlarged by its later parts; an order that names a
 * position closes it.
 */
export function settleHedging(desk: Desk, order: PlacedOrder, lots: number, price: number): Settlement {
  const position = desk.book.positions.find(({ identifier }) => identifier === order.position_id);
  if (position === undefined) return openPosition(desk, order, lots, price);
  if (position.type !== sideOf(order.type)) return closeLots(desk, position, lots, price);
  desk.book.replacePosition(position, { ...increased(position, lots, price), time_update_msc: desk.now });
  const { sl, tp } = order;
  return { entry: 'in', position_id: position.identifier, profit: 0, swap: 0, sl, tp };
}
