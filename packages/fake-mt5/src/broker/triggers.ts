import { openingPrice, type PlacedOrder, sideOf } from '../account/account.ts';
import type { Prices } from '../account/conversion.ts';
import { judgeActivation } from '../account/order-check/check-order.ts';
import { isHedging } from '../account/order-check/context.ts';
import { isMarketType } from '../account/order-check/rules.ts';
import type { Desk } from './desk.ts';
import { takeToMarket } from './fills.ts';
import { finish, keep } from './orders.ts';

/**
 * Takes the orders of a symbol to the market that it has reached, oldest first: stops at the price of the moment, gapped
 * or not, limits at their price or better; a stop-limit becomes its limit. What the account may not open any more is
 * rejected. Returns whether anything happened.
 */
export function triggerOrders(desk: Desk, symbol: string, prices: Prices): boolean {
  let happened = false;
  for (const listed of desk.book.orders) {
    if (listed.symbol !== symbol || !isReached(listed, prices)) continue;
    // An earlier one may have taken it along.
    const order = desk.book.orders.find(({ ticket }) => ticket === listed.ticket);
    if (order === undefined) continue;
    happened = true;
    if (order.price_stoplimit !== null) keep(desk, asLimit(order, order.price_stoplimit));
    else activate(desk, order, prices);
  }
  return happened;
}

function isReached({ type, state, price_open }: PlacedOrder, prices: Prices): boolean {
  // What a stop or market order has left goes on at any price.
  if (isMarketType(type) || (state === 'partial' && type.endsWith('_stop'))) return true;
  const side = sideOf(type);
  const beyond = (openingPrice(side, prices) - price_open) * (side === 'buy' ? 1 : -1);
  return type.endsWith('_limit') && !type.endsWith('_stop_limit') ? beyond <= 0 : beyond >= 0;
}

function asLimit(order: PlacedOrder, price: number): PlacedOrder {
  const type = sideOf(order.type) === 'buy' ? 'buy_limit' : 'sell_limit';
  return { ...order, type, price_open: price, price_stoplimit: null };
}

function activate(desk: Desk, order: PlacedOrder, prices: Prices): void {
  const spec = desk.spec(order.symbol);
  if (spec === undefined) return;
  const { positions } = desk.book;
  const retcode = judgeActivation({
    request: { action: 'deal', symbol: order.symbol, type: sideOf(order.type), volume: order.volume_current },
    context: desk.checkContext(),
    spec,
    prices,
    position: isHedging(desk.account)
      ? positions.find(({ identifier }) => identifier === order.position_id)
      : positions.find(({ symbol }) => symbol === order.symbol),
  });
  if (retcode === 0) takeToMarket(desk, order);
  else finish(desk, order, order.state === 'partial' ? 'partial' : 'rejected');
}
