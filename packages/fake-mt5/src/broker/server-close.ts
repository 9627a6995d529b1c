import type { OrderReason } from '@mt5-bridge/protocol';
import { closingPrice, type HeldPosition } from '../account/account.ts';
import type { Prices } from '../account/conversion.ts';
import type { Desk } from './desk.ts';
import { fill } from './fills.ts';
import { finish, newOrder } from './orders.ts';
import { orderTransaction } from './transactions.ts';

/** The trade server itself closes a position at the market, whole. */
export function closeByServer(
  desk: Desk,
  position: HeldPosition,
  prices: Prices,
  { reason, comment }: { readonly reason: OrderReason; readonly comment: string },
): void {
  const price = closingPrice(position.type, prices);
  const order = newOrder(desk, {
    symbol: position.symbol,
    type: position.type === 'buy' ? 'sell' : 'buy',
    volume: position.volume,
    price_open: price,
    position_id: position.identifier,
    magic: position.magic,
    reason,
    comment,
  });
  desk.say(orderTransaction('order_add', order));
  const { after } = fill(desk, order, position.volume, price);
  finish(desk, after, 'filled');
}
