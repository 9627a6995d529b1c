import type { OrderType, PositionType } from '@mt5-bridge/protocol';
import { closingPrice, openingPrice, sideOf } from '../account.ts';
import { exact, isWholeSteps, sum } from '../money.ts';
import { type Ask, type CheckRetcode, RETCODE, type Rule } from './context.ts';

const signOf = (type: PositionType): 1 | -1 => (type === 'buy' ? 1 : -1);
/** The terminal writes 0 for "none". */
const given = (price: number | null | undefined): number | undefined => price || undefined;
const kindOf = (type: OrderType): string => type.slice(type.indexOf('_') + 1);

export const isMarketType = (type: OrderType | undefined): type is PositionType => type === 'buy' || type === 'sell';
export const isPendingType = (type: OrderType | undefined): type is Exclude<OrderType, PositionType | 'close_by'> =>
  type !== undefined && !isMarketType(type) && type !== 'close_by';

export const terminalMayTrade: Rule = ({ context }) => {
  if (!context.connected) return RETCODE.CONNECTION;
  return context.algoTrading ? undefined : RETCODE.CLIENT_DISABLES_AT;
};

/** SYMBOL_TRADE_MODE, for requests that would open something. */
export const tradeMode: Rule = ({ spec, request, position }) => {
  const mode = spec.info.trade_mode;
  if (mode === 'disabled') return RETCODE.TRADE_DISABLED;
  if (position !== undefined || request.type === undefined) return undefined;
  if (mode === 'closeonly') return RETCODE.CLOSE_ONLY;
  const side = sideOf(request.type);
  if (mode === 'longonly' && side === 'sell') return RETCODE.LONG_ONLY;
  return mode === 'shortonly' && side === 'buy' ? RETCODE.SHORT_ONLY : undefined;
};

export const marketOpen: Rule = ({ context, spec }) =>
  context.isOpen(spec.info.name) ? undefined : RETCODE.MARKET_CLOSED;

export const marketType: Rule = ({ request }) => {
  if (request.type === undefined) return RETCODE.INVALID;
  return isMarketType(request.type) ? undefined : RETCODE.INVALID_ORDER;
};

export const pendingType: Rule = ({ request, spec }) => {
  if (request.type === undefined) return RETCODE.INVALID;
  if (!isPendingType(request.type)) return RETCODE.INVALID_ORDER;
  const mode = kindOf(request.type) as 'limit' | 'stop' | 'stop_limit';
  return spec.info.order_mode.includes(mode) ? undefined : RETCODE.INVALID_ORDER;
};

export const volume: Rule = ({ request, spec }) => {
  const { volume_min, volume_max, volume_step } = spec.info;
  const asked = request.volume ?? 0;
  const fits = asked >= volume_min && asked <= volume_max && isWholeSteps(asked, volume_step);
  return fits ? undefined : RETCODE.INVALID_VOLUME;
};

/** SYMBOL_VOLUME_LIMIT: positions and orders of one side together. */
export const volumeLimit: Rule = ({ request, spec, context, position }) => {
  const { name, volume_limit } = spec.info;
  if (volume_limit === 0 || position !== undefined || request.type === undefined) return undefined;
  const side = sideOf(request.type);
  const { positions, orders } = context.account.book;
  const held = positions.filter((one) => one.symbol === name && one.type === side).map((one) => one.volume);
  const waiting = orders
    .filter((one) => one.symbol === name && sideOf(one.type) === side)
    .map((one) => one.volume_current);
  return sum([...held, ...waiting, request.volume ?? 0]).gt(volume_limit) ? RETCODE.LIMIT_VOLUME : undefined;
};

/** ACCOUNT_LIMIT_ORDERS. */
export const orderLimit: Rule = ({ context }) => {
  const { terms, orders } = context.account.book;
  return terms.limit_orders > 0 && orders.length >= terms.limit_orders ? RETCODE.LIMIT_ORDERS : undefined;
};

/** Fill or kill and the like against SYMBOL_FILLING_MODE; RETURN, the rest stays, has no flag: never at the market. */
export const filling: Rule = ({ request, spec }) => {
  const asked = request.type_filling ?? 'fok';
  const pending = isPendingType(request.type);
  const allowed =
    asked === 'return'
      ? pending || spec.info.trade_exemode !== 'market'
      : spec.info.filling_mode.includes(asked) && (asked !== 'boc' || pending);
  return allowed ? undefined : RETCODE.INVALID_FILL;
};

export const expiration: Rule = ({ request, spec, context }) => {
  const kind = request.type_time ?? 'gtc';
  if (!spec.info.expiration_mode.includes(kind)) return RETCODE.INVALID_EXPIRATION;
  if (kind !== 'specified' && kind !== 'specified_day') return undefined;
  return (request.expiration ?? 0) > context.now ? undefined : RETCODE.INVALID_EXPIRATION;
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

/** Stops of a market order or position are measured from the price that would close it. */
export const marketStops: Rule = (ask) => {
  const type = ask.position?.type ?? (ask.request.type && sideOf(ask.request.type));
  return type && stops(ask, type, closingPrice(type, ask.prices));
};

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
    [given(request.sl), -sign],
    [given(request.tp), sign],
  ] as const;
  for (const [stop, direction] of distances) {
    if (stop === undefined) continue;
    const distance = exact(stop).minus(from).times(direction).toNumber();
    if (!onGrid(stop, spec.info.trade_tick_size) || !isBeyond(distance, spec.info)) return RETCODE.INVALID_STOPS;
  }
  return undefined;
}

export const positionExists: Rule = ({ position }) => (position === undefined ? RETCODE.POSITION_CLOSED : undefined);
export const orderExists: Rule = ({ order }) => (order === undefined ? RETCODE.INVALID : undefined);

/** A deal that names a position closes it, or a part of it, with the opposite type. */
export const closing: Rule = ({ request, position }) => {
  if (!request.position) return undefined;
  if (position === undefined) return RETCODE.POSITION_CLOSED;
  if (request.type === position.type) return RETCODE.INVALID;
  return (request.volume ?? 0) > position.volume ? RETCODE.INVALID_CLOSE_VOLUME : undefined;
};

export const closableBy: Rule = ({ position, positionBy }) => {
  if (position === undefined || positionBy === undefined) return RETCODE.POSITION_CLOSED;
  return position.symbol === positionBy.symbol && position.type !== positionBy.type ? undefined : RETCODE.INVALID;
};

export const changesPosition: Rule = ({ request, position }) => {
  const same = given(request.sl) === given(position?.sl) && given(request.tp) === given(position?.tp);
  return same ? RETCODE.NO_CHANGES : undefined;
};

export const changesOrder: Rule = ({ request, order }) => {
  if (order === undefined) return RETCODE.INVALID;
  const same =
    request.price === order.price_open &&
    given(request.stoplimit) === given(order.price_stoplimit) &&
    given(request.sl) === given(order.sl) &&
    given(request.tp) === given(order.tp) &&
    (request.type_time ?? 'gtc') === order.type_time &&
    given(request.expiration) === given(order.time_expiration);
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
