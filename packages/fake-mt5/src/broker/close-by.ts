import type { Deal } from '@mt5-bridge/protocol';
import type { HeldPosition } from '../account/account.ts';
import type { Ask } from '../account/order-check/context.ts';
import type { Desk } from './desk.ts';
import { addDeal } from './fills.ts';
import { cancelOrdersOf, finish, newOrder } from './orders.ts';
import { closeLots } from './positions.ts';
import { orderTransaction } from './transactions.ts';

const opposite = ({ type }: HeldPosition) => (type === 'buy' ? 'sell' : 'buy');

/**
 * Closes two opposite positions by each other, as far as the smaller one goes: one order, and a deal for each position at
 * the opening price of the second one, so that all profit is the first one's. Returns the first deal.
 */
export function closeBy(desk: Desk, { request, position, positionBy }: Ask): Deal {
  if (position === undefined || positionBy === undefined) throw new Error('close-by was judged without positions');
  const lots = Math.min(position.volume, positionBy.volume);
  const price = positionBy.price_open;
  const order = newOrder(desk, {
    symbol: position.symbol,
    type: 'close_by',
    volume: lots,
    price_open: price,
    position_id: position.identifier,
    position_by_id: positionBy.identifier,
    magic: request.magic ?? 0n,
    comment: request.comment || `close #${position.ticket} by #${positionBy.ticket}`,
    reason: 'expert',
  });
  desk.say(orderTransaction('order_add', order));
  const out = (one: HeldPosition): Deal => {
    const settlement = { ...closeLots(desk, one, lots, price), entry: 'out_by' } as const;
    return addDeal(desk, order, { type: opposite(one), lots, price }, settlement);
  };
  const first = out(position);
  out(positionBy);
  finish(desk, { ...order, volume_current: 0 }, 'filled');
  for (const { identifier, volume } of [position, positionBy]) {
    if (volume === lots) cancelOrdersOf(desk, identifier, order.ticket);
  }
  return first;
}
