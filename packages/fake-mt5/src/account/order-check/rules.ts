import type { OrderType, PositionType } from '@mt5-bridge/protocol';
import { closingPrice, type HeldPosition, openingPrice, sideOf } from '../account.ts';
import { divide } from '../holdings.ts';
import { expiresAt, isDated } from '../lifetime.ts';
import { isCalculated, orderMargin } from '../margin.ts';
import { exact, isWholeSteps, sum } from '../money.ts';
import { type Ask, type CheckRetcode, isHedging, RETCODE, type Rule } from './context.ts';

const signOf = (type: PositionType): 1 | -1 => (type === 'buy' ? 1 : -1);
/** The terminal writes 0 for "none". */
const given = (price: number | null | undefined): number | undefined => price || undefined;
const kindOf = (type: OrderType): string => type.slice(type.indexOf('_') + 1);

export const isMarketType = (type: OrderType | undefined): type is PositionType => type === 'buy' || type === 'sell';
export const isPendingType = (type: OrderType | undefined): type is Exclude<OrderType, PositionType | 'close_by'> =>
  type !== undefined && !isMarketType(type) && type !== 'close_by';

/** Lots by which a request would open or enlarge a position; of a pending order, all that it may fill. */
export function opening({ request, position }: Ask): number {
  const volume = request.volume ?? 0;
  return request.type === undefined ? 0 : divide(position, sideOf(request.type), volume).in;
}

/** The connection, and the permissions of terminal, program and account. */
export const mayTrade: Rule = ({ context }) => {
  if (!context.connected) return RETCODE.CONNECTION;
  if (!context.algoTrading) return RETCODE.CLIENT_DISABLES_AT;
  const { trade_allowed, trade_expert } = context.account.book.terms;
  if (!trade_allowed) return RETCODE.TRADE_DISABLED;
  return trade_expert ? undefined : RETCODE.SERVER_DISABLES_AT;
};

/** SYMBOL_TRADE_MODE, for requests that would open something. */
export const tradeMode: Rule = (ask) => {
  const { type } = ask.request;
  const mode = ask.spec.info.trade_mode;
  if (mode === 'disabled') return RETCODE.TRADE_DISABLED;
  if (type === undefined || opening(ask) === 0) return undefined;
  if (mode === 'closeonly') return RETCODE.CLOSE_ONLY;
  const side = sideOf(type);
  if (mode === 'longonly' && side === 'sell') return RETCODE.LONG_ONLY;
  return mode === 'shortonly' && side === 'buy' ? RETCODE.SHORT_ONLY : undefined;
};

export const marketOpen: Rule = ({ context, spec }) =>
  context.isOpen(spec.info.name) ? undefined : RETCODE.MARKET_CLOSED;

export const marketType: Rule = ({ request, spec }) => {
  if (request.type === undefined) return RETCODE.INVALID;
  return isMarketType(request.type) && spec.info.order_mode.includes('market') ? undefined : RETCODE.INVALID_ORDER;
};

export const pendingType: Rule = ({ request, spec }) => {
  if (request.type === undefined) return RETCODE.INVALID;
  if (!isPendingType(request.type)) return RETCODE.INVALID_ORDER;
  const mode = kindOf(request.type) as 'limit' | 'stop' | 'stop_limit';
  return spec.info.order_mode.includes(mode) ? undefined : RETCODE.INVALID_ORDER;
};

/** Within the symbol's bounds, on its steps; what a position has left can always be closed. */
export const volume: Rule = ({ request, spec, position }) => {
  const { volume_min, volume_max, volume_step } = spec.info;
  const asked = request.volume ?? 0;
  if (position !== undefined && asked === position.volume && request.type !== position.type) return undefined;
  const fits = asked >= volume_min && asked <= volume_max && isWholeSteps(asked, volume_step);
  return fits ? undefined : RETCODE.INVALID_VOLUME;
};

/** SYMBOL_VOLUME_LIMIT: positions and orders of one side together. */
export const volumeLimit: Rule = (ask) => {
  const { request, spec, context } = ask;
  const { name, volume_limit } = spec.info;
  const opened = opening(ask);
  if (volume_limit === 0 || opened === 0 || request.type === undefined) return undefined;
  const side = sideOf(request.type);
  const { positions, orders } = context.account.book;
  const held = positions.filter((one) => one.symbol === name && one.type === side).map((one) => one.volume);
  const waiting = orders
    .filter((one) => one.symbol === name && sideOf(one.type) === side)
    .map((one) => one.volume_current);
  return sum([...held, ...waiting, opened]).gt(volume_limit) ? RETCODE.LIMIT_VOLUME : undefined;
};

/** ACCOUNT_LIMIT_ORDERS: of pending orders; what a market order has left is none. */
export const orderLimit: Rule = ({ context }) => {
  const { terms, orders } = context.account.book;
  if (terms.limit_orders === 0) return undefined;
  const waiting = orders.filter(({ type }) => isPendingType(type)).length;
  return waiting >= terms.limit_orders ? RETCODE.LIMIT_ORDERS : undefined;
};

/**
 * Fill or kill and the like against SYMBOL_FILLING_MODE; RETURN, the rest stays, has no flag: never in market execution,
 * but for pending orders. Book or cancel is for orders that wait at a limit.
 */
export const filling: Rule = ({ request, spec }) => {
  const asked = request.type_filling ?? 'fok';
  const pending = isPendingType(request.type);
  const passive = request.type !== undefined && pending && kindOf(request.type) !== 'stop';
  const allowed =
    asked === 'return'
      ? pending || spec.info.trade_exemode !== 'market'
      : spec.info.filling_mode.includes(asked) && (asked !== 'boc' || passive);
  return allowed ? undefined : RETCODE.INVALID_FILL;
};

export const expiration: Rule = ({ request, spec, context }) => {
  const kind = request.type_time ?? 'gtc';
  if (!spec.info.expiration_mode.includes(kind)) return RETCODE.INVALID_EXPIRATION;
  if (!isDated(kind)) return undefined;
  return (expiresAt(kind, request.expiration, context.now) ?? 0) > context.now ? undefined : RETCODE.INVALID_EXPIRATION;
};

/** A pending order waits on its side of the market, at least the stops level away, on the grid of the price. */
export const pendingPrice: Rule = ({ request, order, spec, prices }) => {
  const type = order?.type ?? request.type;
  const price = given(request.price);
  if (type === undefined || price === undefined || !onGrid(price, spec.info.trade_tick_size)) {
    return RETCODE.INVALID_PRICE;
  }
  const sign = signOf(sideOf(type));
  const market = openingPrice(sideOf(type), prices);
  const better = kindOf(type) === 'limit' ? exact(market).minus(price) : exact(price).minus(market);
  if (!isBeyond(better.times(sign).toNumber(), spec.info)) return RETCODE.INVALID_PRICE;
  if (kindOf(type) !== 'stop_limit') return undefined;
  const limit = given(request.stoplimit);
  if (limit === undefined || !onGrid(limit, spec.info.trade_tick_size)) return RETCODE.INVALID_PRICE;
  return (price - limit) * sign > 0 ? undefined : RETCODE.INVALID_PRICE;
};

/** Stops of a market order are measured from the price that would close it; an order that only closes has none. */
export const marketStops: Rule = (ask) => {
  const { type } = ask.request;
  if (!isMarketType(type) || opening(ask) === 0) return undefined;
  return stops(ask, type, closingPrice(type, ask.prices));
};

export const positionStops: Rule = (ask) =>
  ask.position && stops(ask, ask.position.type, closingPrice(ask.position.type, ask.prices));

/** Stops of a pending order are measured from the price at which it would open. */
export const pendingStops: Rule = (ask) => {
  const type = ask.order?.type ?? ask.request.type;
  if (type === undefined) return RETCODE.INVALID;
  const from = kindOf(type) === 'stop_limit' ? ask.request.stoplimit : ask.request.price;
  return stops(ask, sideOf(type), from ?? 0);
};

function stops({ request, spec }: Ask, type: PositionType, from: number): CheckRetcode | undefined {
  const sign = signOf(type);
  const distances = [
    ['sl', given(request.sl), -sign],
    ['tp', given(request.tp), sign],
  ] as const;
  for (const [kind, stop, direction] of distances) {
    if (stop === undefined) continue;
    if (!spec.info.order_mode.includes(kind)) return RETCODE.INVALID_STOPS;
    const distance = exact(stop).minus(from).times(direction).toNumber();
    if (!onGrid(stop, spec.info.trade_tick_size) || !isBeyond(distance, spec.info)) return RETCODE.INVALID_STOPS;
  }
  return undefined;
}

export const positionExists: Rule = ({ position }) => (position === undefined ? RETCODE.POSITION_CLOSED : undefined);
export const orderExists: Rule = ({ order }) => (order === undefined ? RETCODE.INVALID : undefined);

/** A deal that names a position closes it, or a part of it, with the opposite type. */
export const closing: Rule = ({ request, position, context }) => {
  if (!request.position) return undefined;
  if (position?.ticket !== request.position) return RETCODE.POSITION_CLOSED;
  if (request.type === position.type) return RETCODE.INVALID;
  if ((request.volume ?? 0) > position.volume) return RETCODE.INVALID_CLOSE_VOLUME;
  const asked = sum([request.volume ?? 0, ...beingClosed(context.account, position)]);
  return asked.gt(position.volume) ? RETCODE.CLOSE_ORDER_EXIST : undefined;
};

export const closableBy: Rule = ({ position, positionBy, context: { account }, spec }) => {
  if (!isHedging(account) || !spec.info.order_mode.includes('close_by')) return RETCODE.INVALID_ORDER;
  if (position === undefined || positionBy === undefined) return RETCODE.POSITION_CLOSED;
  if (position.symbol !== positionBy.symbol || position.type === positionBy.type) return RETCODE.INVALID;
  const busy = [position, positionBy].some((one) => beingClosed(account, one).length > 0);
  return busy ? RETCODE.CLOSE_ORDER_EXIST : undefined;
};

/** Lots of the orders that wait to close the rest of a position. */
function beingClosed({ book }: Ask['context']['account'], { identifier, type }: HeldPosition): number[] {
  return book.orders
    .filter((order) => order.position_id === identifier && order.type !== type)
    .map((order) => order.volume_current);
}

/** ACCOUNT_FIFO_CLOSE: of a symbol, the oldest position is closed first; by each other, the oldest of each side. */
export const fifo: Rule = ({ context: { account }, request, position, positionBy }) => {
  if (!account.book.terms.fifo_close || !isHedging(account)) return undefined;
  const isOldest = (one: HeldPosition): boolean =>
    !account.book.positions.some(
      (other) =>
        other.symbol === one.symbol &&
        (request.action !== 'close_by' || other.type === one.type) &&
        (other.time_msc < one.time_msc || (other.time_msc === one.time_msc && other.ticket < one.ticket)),
    );
  const named = [position, positionBy].filter((one) => one !== undefined);
  return named.every(isOldest) ? undefined : RETCODE.FIFO_CLOSE;
};

/** ACCOUNT_HEDGE_ALLOWED: without it, nothing is opened or waits against an open position. */
export const hedging: Rule = (ask) => {
  const { account } = ask.context;
  const { type } = ask.request;
  if (account.book.terms.hedge_allowed || !isHedging(account) || type === undefined || opening(ask) === 0) {
    return undefined;
  }
  const against = account.book.positions.some(
    (held) => held.symbol === ask.spec.info.name && held.type !== sideOf(type),
  );
  return against ? RETCODE.HEDGE_PROHIBITED : undefined;
};

/** The price that a market order names: where the execution goes by it, the market may be no further away than allowed. */
export const deviation: Rule = ({ request, spec, prices }) => {
  const price = given(request.price);
  const mode = spec.info.trade_exemode;
  if (price === undefined || !isMarketType(request.type) || mode === 'market' || mode === 'exchange') return undefined;
  if (!onGrid(price, spec.info.trade_tick_size)) return RETCODE.INVALID_PRICE;
  const slipped = exact(openingPrice(request.type, prices)).minus(price).abs();
  if (slipped.lte(exact(spec.info.point).times(request.deviation ?? 0))) return undefined;
  return mode === 'instant' ? RETCODE.REQUOTE : RETCODE.PRICE_CHANGED;
};

/** What is opened must have a margin: a calculation mode that is known, and a rate for its currency. */
export const computable: Rule = (ask) => {
  const { spec, request, prices, context } = ask;
  if (!isMarketType(request.type) || opening(ask) === 0) return undefined;
  if (!isCalculated(spec.info.trade_calc_mode)) return RETCODE.TRADE_DISABLED;
  const { account } = context;
  const leg = { type: request.type, volume: opening(ask), price: openingPrice(request.type, prices) };
  const { leverage } = account.book.terms;
  const known =
    orderMargin(spec.info, leg, leverage, spec.margin_rate.initial, account.rateOf) !== undefined &&
    account.rateOf(spec.info.currency_profit, 'buy') !== undefined;
  return known ? undefined : RETCODE.PRICE_OFF;
};

export const changesPosition: Rule = ({ request, position }) => {
  const same = given(request.sl) === given(position?.sl) && given(request.tp) === given(position?.tp);
  return same ? RETCODE.NO_CHANGES : undefined;
};

export const changesOrder: Rule = ({ request, order, context: { now } }) => {
  if (order === undefined) return RETCODE.INVALID;
  if (!isPendingType(order.type)) return RETCODE.INVALID_ORDER;
  const kind = request.type_time ?? 'gtc';
  const same =
    request.price === order.price_open &&
    given(request.stoplimit) === given(order.price_stoplimit) &&
    given(request.sl) === given(order.sl) &&
    given(request.tp) === given(order.tp) &&
    kind === order.type_time &&
    (!isDated(kind) || expiresAt(kind, request.expiration, now) === order.time_expiration);
  return same ? RETCODE.NO_CHANGES : undefined;
};

/** SYMBOL_TRADE_FREEZE_LEVEL: nothing near its activation can be changed. */
export const notFrozen: Rule = ({ spec, prices, position, order }) => {
  const frozen = exact(spec.info.point).times(spec.info.trade_freeze_level).toNumber();
  if (frozen === 0) return undefined;
  const market = position ? closingPrice(position.type, prices) : order && openingPrice(sideOf(order.type), prices);
  const triggers = position ? [position.sl, position.tp] : [order?.price_open];
  const near = triggers.some((price) => price && market && Math.abs(price - market) <= frozen);
  return near ? RETCODE.FROZEN : undefined;
};

const onGrid = (price: number, step: number): boolean => price > 0 && isWholeSteps(price, step);

/** On the right side, and at least the stops level away. */
function isBeyond(distance: number, info: Ask['spec']['info']): boolean {
  return distance > 0 && distance >= exact(info.point).times(info.trade_stops_level).toNumber();
}
