import type { Deal, PositionType } from '@mt5-bridge/protocol';
import { openingPrice, type PlacedOrder, sideOf } from '../account/account.ts';
import { commissionOf } from '../account/commission.ts';
import { exact } from '../account/money.ts';
import { isHedging } from '../account/order-check/context.ts';
import type { Desk } from './desk.ts';
import { settleHedging } from './hedging.ts';
import { settleNetting } from './netting.ts';
import { cancelOrdersOf, finish, keep } from './orders.ts';
import type { Settlement } from './positions.ts';
import { dealTransaction } from './transactions.ts';

/** What became of an order that was taken to the market. */
export interface Attempt {
  /** Lots of the deal; 0 without one. */
  readonly filled: number;
  readonly deal: Deal | undefined;
  /** The rest waits in the book. */
  readonly waits: boolean;
}

/** Fills as much of an order as there is at the market, and ends it or keeps its rest by its filling mode. */
export function takeToMarket(desk: Desk, order: PlacedOrder): Attempt {
  const prices = desk.quote(order.symbol);
  const filled = prices === undefined ? 0 : fillable(desk, order);
  const rests = order.type_filling === 'return' || order.type_filling === 'boc';
  if (prices === undefined || filled === 0) {
    if (!rests) finish(desk, order, order.state === 'partial' ? 'partial' : 'rejected');
    else if (order.state === 'started') keep(desk, { ...order, state: 'placed' });
    return { filled, deal: undefined, waits: rests };
  }
  const { after, deal } = fill(desk, order, filled, openingPrice(sideOf(order.type), prices));
  const waits = rests && after.volume_current > 0;
  if (waits) keep(desk, { ...after, state: 'partial' });
  else finish(desk, after, after.volume_current > 0 ? 'partial' : 'filled');
  return { filled, deal, waits };
}

/** One deal of an order. */
export function fill(
  desk: Desk,
  order: PlacedOrder,
  lots: number,
  price: number,
): { readonly after: PlacedOrder; readonly deal: Deal } {
  const settle = isHedging(desk.account) ? settleHedging : settleNetting;
  const settlement = settle(desk, order, lots, price);
  const deal = addDeal(desk, order, { type: sideOf(order.type), lots, price }, settlement);
  const { position_id } = settlement;
  const gone = !desk.book.positions.some(({ identifier }) => identifier === position_id);
  if (gone) cancelOrdersOf(desk, position_id, order.ticket);
  const volume_current = exact(order.volume_current).minus(lots).toNumber();
  return { after: { ...order, volume_current, position_id }, deal };
}

export function addDeal(
  desk: Desk,
  order: PlacedOrder,
  { type, lots, price }: { readonly type: PositionType; readonly lots: number; readonly price: number },
  settlement: Settlement,
): Deal {
  const spec = desk.spec(order.symbol);
  const { ticket, symbol, magic, reason, comment } = order;
  const deal: Deal = {
    ticket: desk.book.takeDealTicket(),
    order: ticket,
    symbol,
    type,
    volume: lots,
    price,
    commission: spec === undefined ? 0 : commissionOf(spec, lots),
    fee: 0,
    time_msc: desk.now,
    magic,
    reason,
    comment,
    external_id: '',
    ...settlement,
  };
  desk.book.addDeal(deal);
  desk.say(dealTransaction(deal));
  return deal;
}

/** Lots of the order that can be filled now, in whole steps: all or nothing for fill or kill. */
function fillable(desk: Desk, { symbol, type_filling, volume_current: wanted }: PlacedOrder): number {
  const there = desk.terms.liquidity?.(symbol);
  if (there === undefined || there >= wanted) return wanted;
  const step = desk.spec(symbol)?.info.volume_step;
  if (type_filling === 'fok' || step === undefined) return 0;
  return exact(Math.max(0, there)).div(step).floor().times(step).toNumber();
}
