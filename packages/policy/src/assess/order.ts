import type { OrderType } from '@mt5-bridge/protocol';
import type { OrderFacts, Situation, Snapshot } from '../api.ts';
import { type Decimal, known, largest, positive, product } from '../decimal.ts';
import { type Assessed, nothingKnown, type ParamsOf } from './assessed.ts';
import { entryPrices, sideOfType, worstLoss } from './order-send.ts';
import { isNoLooser } from './position.ts';
import { unitValue } from './value.ts';

type CommandOf<N> = Extract<Assessed['command'], { operation: N }>;
type Lifetime = Pick<ParamsOf<'order_modify'>, 'type_time' | 'expiration'>;

/** What a pending order would open, at the dearer of its prices; a market order on its way has the current one. */
export function orderedNotional({ market }: Snapshot, order: OrderFacts): Decimal | undefined {
  const { symbol, volume_current, price_open, price_stoplimit, price_current } = order;
  const prices = [price_open, price_stoplimit, price_current].map(positive);
  const own = prices.slice(0, 2).filter((price) => price !== undefined);
  const price = own.length === 0 ? prices[2] : largest(own);
  return product(positive(volume_current), price, unitValue(market.get(symbol)));
}

/**
 * A change of a pending order only reduces risk where its prices stay, its life is not longer, and its stops hold a loss
 * at least as well as they did.
 */
export function assessOrderModify(command: CommandOf<'order_modify'>, { snapshot }: Situation): Assessed {
  const { params } = command;
  const order = snapshot.orders.find(({ ticket }) => ticket === params.order);
  if (order === undefined) return { command, ...nothingKnown };
  const facts = snapshot.market.get(order.symbol);
  const type = knownType(order);
  const side = type && sideOfType(type);
  const value = unitValue(facts);
  const lots = positive(order.volume_current);
  const entries = type === undefined ? [undefined] : entryPrices({ ...params, type }, undefined);
  const stop = known(params.sl);
  const staysPut = isSame(params.price, order.price_open) && isSame(params.stoplimit, order.price_stoplimit);
  return {
    ...nothingKnown,
    command,
    risk: staysPut && isNoLonger(order, params) && isNoLooser(side, order, params) ? 'reduces' : 'adds',
    symbol: order.symbol,
    facts,
    touched: [order],
    price: largest(entries),
    notional: product(lots, largest(entries), value),
    stop: params.sl,
    moneyAtRisk: stop && side && worstLoss(entries, stop, side, lots, value),
  };
}

/** Type of a pending order; undefined for one that this version does not know. */
export function knownType({ type }: OrderFacts): OrderType | undefined {
  return type === 'unknown' ? undefined : type;
}

function isSame(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  const price = known(a);
  const other = known(b);
  return price !== undefined && other !== undefined && price.eq(other);
}

/** Anything ends before "good till cancelled"; otherwise only the same kind of end can be compared. */
function isNoLonger(before: OrderFacts, after: Lifetime): boolean {
  if (before.type_time === 'gtc') return true;
  if (before.type_time !== after.type_time) return false;
  if (before.time_expiration === null || after.expiration === null) return before.time_expiration === after.expiration;
  return after.expiration <= before.time_expiration;
}

export function assessOrderCancel(command: CommandOf<'order_cancel'>, { snapshot }: Situation): Assessed {
  const order = snapshot.orders.find(({ ticket }) => ticket === command.params.order);
  if (order === undefined) return { command, ...nothingKnown, risk: 'reduces' };
  return {
    ...nothingKnown,
    command,
    risk: 'reduces',
    symbol: order.symbol,
    facts: snapshot.market.get(order.symbol),
    touched: [order],
    price: positive(order.price_open),
    notional: orderedNotional(snapshot, order),
  };
}
