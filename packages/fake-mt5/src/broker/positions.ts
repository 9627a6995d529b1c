import type { DealEntry } from '@mt5-bridge/protocol';
import { type HeldPosition, type PlacedOrder, sideOf } from '../account/account.ts';
import { reduced, swapShare } from '../account/holdings.ts';
import type { Exact } from '../account/money.ts';
import type { Desk } from './desk.ts';

/** What a fill did to the holdings, as its deal tells it. Money in account currency. */
export interface Settlement {
  readonly entry: DealEntry;
  readonly position_id: bigint;
  readonly profit: number;
  readonly swap: number;
  readonly sl: number | null;
  readonly tp: number | null;
}

/** A position as an order makes it. */
export function positionOf(desk: Desk, order: PlacedOrder, lots: number, price: number): HeldPosition {
  const { reason } = order;
  return {
    ticket: order.ticket,
    identifier: order.ticket,
    symbol: order.symbol,
    type: sideOf(order.type),
    volume: lots,
    price_open: price,
    sl: order.sl,
    tp: order.tp,
    swap: 0,
    time_msc: desk.now,
    time_update_msc: desk.now,
    magic: order.magic,
    reason: reason === 'client' || reason === 'mobile' || reason === 'web' ? reason : 'expert',
    comment: order.comment,
    external_id: '',
  };
}

export function openPosition(desk: Desk, order: PlacedOrder, lots: number, price: number): Settlement {
  desk.book.addPosition(positionOf(desk, order, lots, price));
  return { entry: 'in', position_id: order.ticket, profit: 0, swap: 0, sl: order.sl, tp: order.tp };
}

/** Takes lots out of a position at a price, with their share of the swap. */
export function closeLots(desk: Desk, position: HeldPosition, lots: number, price: number): Settlement {
  const money = (value: Exact): number => desk.account.money(value);
  const { sl, tp, identifier } = position;
  const settlement = {
    entry: 'out',
    position_id: identifier,
    profit: desk.account.profit(position, price, lots),
    swap: swapShare(position, lots, money),
    sl,
    tp,
  } as const;
  const rest = reduced(position, lots, money);
  desk.book.replacePosition(position, rest && { ...rest, time_update_msc: desk.now });
  return settlement;
}
