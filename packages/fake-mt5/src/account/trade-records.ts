import type { Deal, HistoryOrder, PositionReason, PositionType } from '@mt5-bridge/protocol';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';
import type { HeldPosition, PlacedOrder } from './account.ts';

/** One way into or out of a position; the commission in account currency. */
export interface Fill {
  readonly time: number;
  readonly price: number;
  readonly commission: number;
}

/** A position's life, before its orders and deals have numbers. Money in account currency, to the cent. */
export interface Trade {
  readonly spec: SymbolSpec;
  readonly type: PositionType;
  readonly volume: number;
  readonly opened: Fill;
  readonly closed?: Fill & { readonly profit: number; readonly reason: PositionReason | 'sl' | 'tp' };
  readonly sl: number | null;
  readonly tp: number | null;
  /** Up to the close, or up to now. */
  readonly swap: number;
  readonly magic: bigint;
  readonly reason: PositionReason;
  readonly comment: string;
}

/** Money paid in. */
export interface Transfer {
  readonly time: number;
  readonly amount: number;
  readonly comment: string;
}

/** A pending order: in force, or cancelled or expired at `done`. */
export interface Pending {
  readonly order: Omit<
    PlacedOrder,
    'ticket' | 'state' | 'volume_current' | 'position_id' | 'position_by_id' | 'external_id'
  >;
  readonly done?: { readonly time: number; readonly state: 'canceled' | 'expired' };
}

export interface Records {
  readonly positions: HeldPosition[];
  readonly orders: PlacedOrder[];
  readonly historyOrders: HistoryOrder[];
  readonly deals: Deal[];
}

/**
 * Orders, deals and positions as the terminal keeps them: a position's identifier is the ticket of the order that opened
 * it, every filled order has its deal, and both are numbered by their times.
 */
export function recordsOf(
  trades: readonly Trade[],
  pendings: readonly Pending[],
  transfers: readonly Transfer[],
  first: { readonly order: bigint; readonly deal: bigint },
): Records {
  const fills = trades.flatMap(({ opened, closed }) => (closed === undefined ? [opened] : [opened, closed]));
  const orderOf = numbers([...fills, ...pendings], timeOf, first.order);
  const dealOf = numbers([...transfers, ...fills], timeOf, first.deal);
  const deals = transfers.map((transfer): Deal => ({ ...transferDeal(transfer), ticket: dealOf(transfer) }));
  const historyOrders: HistoryOrder[] = [];
  const positions: HeldPosition[] = [];
  for (const trade of trades) {
    const { opened, closed } = trade;
    const id = orderOf(opened);
    const entry = { ticket: dealOf(opened), order: id, position_id: id };
    historyOrders.push(filledOrder(trade, opened, 'in', id, id));
    deals.push({ ...fillDeal(trade, opened, 'in'), ...entry });
    if (closed === undefined) {
      positions.push(heldPosition(trade, id));
    } else {
      const exit = { ticket: dealOf(closed), order: orderOf(closed), position_id: id };
      historyOrders.push(filledOrder(trade, closed, 'out', exit.order, id));
      deals.push({ ...fillDeal(trade, closed, 'out'), ...exit, profit: closed.profit, swap: trade.swap });
    }
  }
  const orders: PlacedOrder[] = [];
  for (const pending of pendings) {
    const order: PlacedOrder = {
      ...pending.order,
      ticket: orderOf(pending),
      state: 'placed',
      volume_current: pending.order.volume_initial,
      position_id: 0n,
      position_by_id: 0n,
      external_id: '',
    };
    if (pending.done === undefined) orders.push(order);
    else historyOrders.push({ ...order, state: pending.done.state, time_done_msc: pending.done.time });
  }
  return {
    positions: positions.sort(byTicket),
    orders: orders.sort(byTicket),
    historyOrders: historyOrders.sort(byTicket),
    deals: deals.sort(byTicket),
  };
}

const timeOf = (item: Fill | Transfer | Pending): number => ('order' in item ? item.order.time_setup_msc : item.time);
const byTicket = (a: { ticket: bigint }, b: { ticket: bigint }): number => (a.ticket < b.ticket ? -1 : 1);
const opposite = (type: PositionType): PositionType => (type === 'buy' ? 'sell' : 'buy');

/** Numbers things by their times, starting at `first`. */
function numbers<T extends object>(items: T[], time: (item: T) => number, first: bigint): (item: T) => bigint {
  const sorted = [...items].sort((a, b) => time(a) - time(b));
  const given = new Map(sorted.map((item, i) => [item, first + BigInt(i)]));
  return (item) => given.get(item) as bigint;
}

/** Who acted, and under which comment, at either end of a trade: the server itself at a stop loss or take profit. */
function actor(trade: Trade, entry: 'in' | 'out') {
  const reason = entry === 'in' || trade.closed === undefined ? trade.reason : trade.closed.reason;
  if (reason !== 'sl' && reason !== 'tp') return { reason, comment: entry === 'in' ? trade.comment : '' };
  const level = (reason === 'sl' ? trade.sl : trade.tp) ?? 0;
  return { reason, comment: `[${reason} ${level.toFixed(trade.spec.info.digits)}]` } as const;
}

function filledOrder(trade: Trade, fill: Fill, entry: 'in' | 'out', ticket: bigint, position: bigint): HistoryOrder {
  return {
    ticket,
    symbol: trade.spec.info.name,
    type: entry === 'in' ? trade.type : opposite(trade.type),
    state: 'filled',
    volume_initial: trade.volume,
    volume_current: 0,
    price_open: fill.price,
    price_stoplimit: null,
    sl: entry === 'in' ? trade.sl : null,
    tp: entry === 'in' ? trade.tp : null,
    type_filling: 'fok',
    type_time: 'gtc',
    time_setup_msc: fill.time,
    time_done_msc: fill.time,
    time_expiration: null,
    magic: trade.magic,
    position_id: position,
    position_by_id: 0n,
    external_id: '',
    ...actor(trade, entry),
  };
}

function fillDeal(trade: Trade, fill: Fill, entry: 'in' | 'out'): Omit<Deal, 'ticket' | 'order' | 'position_id'> {
  return {
    symbol: trade.spec.info.name,
    type: entry === 'in' ? trade.type : opposite(trade.type),
    entry,
    volume: trade.volume,
    price: fill.price,
    sl: trade.sl,
    tp: trade.tp,
    profit: 0,
    swap: 0,
    commission: fill.commission,
    fee: 0,
    time_msc: fill.time,
    magic: trade.magic,
    external_id: '',
    ...actor(trade, entry),
  };
}

/** The deal of a balance operation. */
export function transferDeal({ time, amount, comment }: Transfer): Omit<Deal, 'ticket'> {
  return {
    order: 0n,
    position_id: 0n,
    symbol: '',
    type: 'balance',
    entry: 'in',
    volume: 0,
    price: 0,
    sl: null,
    tp: null,
    profit: amount,
    swap: 0,
    commission: 0,
    fee: 0,
    time_msc: time,
    magic: 0n,
    reason: 'client',
    comment,
    external_id: '',
  };
}

function heldPosition(trade: Trade, id: bigint): HeldPosition {
  return {
    ticket: id,
    identifier: id,
    symbol: trade.spec.info.name,
    type: trade.type,
    volume: trade.volume,
    price_open: trade.opened.price,
    sl: trade.sl,
    tp: trade.tp,
    swap: trade.swap,
    time_msc: trade.opened.time,
    time_update_msc: trade.opened.time,
    magic: trade.magic,
    reason: trade.reason,
    comment: trade.comment,
    external_id: '',
  };
}
