import { type PlacedOrder, sideOf } from '../account/account.ts';
import { divide, increased } from '../account/holdings.ts';
import type { Desk } from './desk.ts';
import { closeLots, openPosition, positionOf, type Settlement } from './positions.ts';

/**
 * A fill on a netting account, where a symbol has one position: it is opened, enlarged at the average price, reduced, or
 * turned round by one deal. What enlarges or turns it brings its own stops, none included; a reversed position has the
 * ticket of the order that turned it, and keeps its identifier.
 */
export function settleNetting(desk: Desk, order: PlacedOrder, lots: number, price: number): Settlement {
  const { book, now } = desk;
  const position = book.positions.find(({ symbol }) => symbol === order.symbol);
  if (position === undefined) return openPosition(desk, order, lots, price);
  const { sl, tp } = order;
  const { out, in: rest } = divide(position, sideOf(order.type), lots);
  if (out === 0) {
    book.replacePosition(position, { ...increased(position, lots, price), sl, tp, time_update_msc: now });
    return { entry: 'in', position_id: position.identifier, profit: 0, swap: 0, sl, tp };
  }
  if (rest === 0) return closeLots(desk, position, out, price);
  const { identifier, swap } = position;
  const profit = desk.account.profit(position, price, out);
  book.replacePosition(position, { ...positionOf(desk, order, rest, price), identifier });
  return { entry: 'inout', position_id: identifier, profit, swap, sl, tp };
}
