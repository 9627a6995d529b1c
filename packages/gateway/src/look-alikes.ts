import type { Deal, HistoryOrder, Order, OrderType, Position, TradeCommand } from '@mt5-bridge/protocol';
import { requestIdIn } from './intents/index.ts';

/**
 * So long before a request was made its look-alikes begin, ms: the records' clock is the one that the request's time was
 * read from, but for what it stood still or was set in between.
 */
export const MARGIN_MS = 300_000;

/** What the broker shows of the account, as far as it can have to do with one request; orders and positions first read. */
export interface Records {
  readonly orders: readonly Order[];
  readonly positions: readonly Position[];
  /** Of the request's symbol since it was made; of a close all of its positions. */
  readonly history_orders: readonly HistoryOrder[];
  readonly deals: readonly Deal[];
}

/** A record that may be what came of a request, with its comment lost on the way. */
export interface LookAlike {
  readonly kind: 'order' | 'deal' | 'position';
  readonly ticket: bigint;
}

export interface Sought {
  readonly command: TradeCommand;
  /** The trade server's clock when the request was made, ms UTC. */
  readonly made_at: number;
  /** The order is known to have come of another request. */
  readonly isOthers: (order: bigint) => boolean;
}

/**
 * Records since the request was made that carry no request's tag, belong to no other request and agree with this one in
 * symbol, side, volume and magic: brokers keep, cut or replace comments as they like. Deals and positions are judged by
 * their order where it is shown, else by themselves, and then a part of the volume is enough.
 */
export function lookAlikes({ command, made_at, isOthers }: Sought, records: Records): LookAlike[] {
  const { isOrder, isDeal, isPosition } = likenessOf(
    command,
    closedBy(command).map((ticket) => identifierOf(records.positions, ticket)),
  );
  const since = made_at - MARGIN_MS;
  const isTagged = ({ comment }: { readonly comment: string }): boolean => requestIdIn(comment) !== undefined;
  const named = new Set(records.deals.filter(isTagged).map(({ order }) => order));
  const isNobodys = (order: bigint, record: Pick<Order | Deal | Position, 'comment' | 'reason'>): boolean =>
    !isTagged(record) && !SERVERS_OWN.has(record.reason) && !named.has(order) && !isOthers(order);

  const orders = [...records.orders, ...records.history_orders];
  const shown = new Set(orders.map(({ ticket }) => ticket));
  const alikes = orders.filter((order) => {
    return order.time_setup_msc >= since && isOrder(order) && isNobodys(order.ticket, order);
  });
  const deals = records.deals.filter((deal) => {
    return deal.time_msc >= since && !shown.has(deal.order) && isDeal(deal) && isNobodys(deal.order, deal);
  });
  const known = new Set([...shown, ...records.deals.map(({ position_id }) => position_id)]);
  const positions = records.positions.filter((position) => {
    const { identifier, time_msc } = position;
    return time_msc >= since && !known.has(identifier) && isPosition(position) && isNobodys(identifier, position);
  });
  return [...listed('order', alikes), ...listed('deal', deals), ...listed('position', positions)];
}

const listed = (kind: LookAlike['kind'], records: readonly { readonly ticket: bigint }[]): LookAlike[] =>
  [...new Set(records.map(({ ticket }) => ticket))].map((ticket) => ({ kind, ticket }));

/** What the trade server does by itself never came of a request. */
const SERVERS_OWN: ReadonlySet<Order['reason'] | Deal['reason']> = new Set([
  ...(['sl', 'tp', 'so', 'rollover', 'vmargin', 'split'] as const),
]);

interface Likeness {
  readonly isOrder: (order: Order | HistoryOrder) => boolean;
  readonly isDeal: (deal: Deal) => boolean;
  readonly isPosition: (position: Position) => boolean;
}

const NONE: Likeness = { isOrder: () => false, isDeal: () => false, isPosition: () => false };

function likenessOf({ operation, params }: TradeCommand, closes: readonly bigint[]): Likeness {
  switch (operation) {
    case 'order_send': {
      const { symbol, type, volume, magic } = params;
      const side = type.startsWith('buy') ? 'buy' : 'sell';
      const types: readonly Order['type'][] = [type, ...(AFTER_TRIGGER[type] ?? [])];
      const isSame = (one: { readonly symbol: string; readonly magic: bigint }): boolean =>
        one.symbol === symbol && one.magic === magic;
      return {
        isOrder: (order) =>
          isSame(order) && types.includes(order.type) && isEqual(order.volume_initial, volume) && mayCount(order),
        isDeal: (deal) =>
          isSame(deal) && deal.type === side && deal.entry !== 'out_by' && isAtMost(deal.volume, volume),
        isPosition: (position) => isSame(position) && position.type === side && isAtMost(position.volume, volume),
      };
    }
    case 'position_close': {
      const { volume, magic } = params;
      return {
        ...NONE,
        isOrder: (order) =>
          closes.includes(order.position_id) &&
          order.magic === magic &&
          isMarket(order.type) &&
          isEqual(order.volume_initial, volume) &&
          mayCount(order),
        isDeal: (deal) =>
          closes.includes(deal.position_id) &&
          deal.magic === magic &&
          (deal.entry === 'out' || deal.entry === 'inout') &&
          isAtMost(deal.volume, volume),
      };
    }
    case 'position_close_by': {
      return {
        ...NONE,
        isOrder: (order) =>
          order.type === 'close_by' &&
          closes.includes(order.position_id) &&
          closes.includes(order.position_by_id) &&
          order.magic === params.magic &&
          mayCount(order),
        isDeal: (deal) => deal.entry === 'out_by' && closes.includes(deal.position_id) && deal.magic === params.magic,
      };
    }
    default:
      return NONE;
  }
}

/** A stop-limit order whose stop was reached is a limit order. */
const AFTER_TRIGGER: { readonly [T in OrderType]?: readonly Order['type'][] } = {
  buy_stop_limit: ['buy_limit'],
  sell_stop_limit: ['sell_limit'],
};

const isMarket = (type: Order['type']): boolean => type === 'buy' || type === 'sell';

/** Not one that the broker turned down, or that ended at the market without any of it filled. */
function mayCount({ state, type, volume_initial, volume_current }: Order | HistoryOrder): boolean {
  if (state === 'rejected') return false;
  const isOver = state === 'canceled' || state === 'expired';
  return !(isOver && (isMarket(type) || type === 'close_by') && isEqual(volume_current, volume_initial));
}

/** Lots have at most eight decimals. */
const HALF_A_LOT_DIGIT = 5e-9;

const isEqual = (a: number, b: number): boolean => Math.abs(a - b) < HALF_A_LOT_DIGIT;
/** Beyond the noise of decimals. */
export const isAtMost = (part: number, whole: number): boolean => part < whole + HALF_A_LOT_DIGIT;

/** Tickets of the positions that a command closes, or a part of. */
export function closedBy({ operation, params }: TradeCommand): bigint[] {
  if (operation === 'position_close_by') return [params.position, params.position_by];
  return operation === 'position_close' ? [params.position] : [];
}

/** What a position's records name it by: its ticket may be another. */
export const identifierOf = (positions: Records['positions'], ticket: bigint): bigint =>
  positions.find((one) => one.ticket === ticket)?.identifier ?? ticket;

/**
 * Whether the deals of each position that a command closes add up to what is held of it now: only then do they tell all
 * that happened to it.
 */
export function areAccountedFor(command: TradeCommand, { positions, deals }: Records): boolean {
  return closedBy(command).every((ticket) => {
    const id = identifierOf(positions, ticket);
    const held = positions.find(({ identifier }) => identifier === id);
    const own = deals.filter(({ position_id }) => position_id === id);
    const left = own.reduce((total, { type, volume }) => total + signed(type, volume), 0);
    return own.length > 0 && isEqual(left, held === undefined ? 0 : signed(held.type, held.volume));
  });
}

function signed(type: Deal['type'] | Position['type'], volume: number): number {
  if (type === 'buy') return volume;
  return type === 'sell' ? -volume : 0;
}
