import type { Order, OrderTime, OrderType, Position, TradeCommand } from '@mt5-bridge/protocol';
import { Mt5Error } from '@mt5-bridge/protocol';
import {
  type CommandDefaults,
  closingPrice,
  type IntentFacts,
  type IntentOf,
  infoOf,
  quoteOf,
  sideOf,
  unknownTicket,
} from './facts.ts';
import { type Lifetime, lifetimeOf } from './lifetime.ts';
import { invalid, onGrid } from './numbers.ts';
import { checkPending, checkStops, type Stops, stopOf } from './prices.ts';

type Intent = IntentOf<'modify_order'>;

/** Of a position or a pending order, whichever has the ticket; whatever is not named stays and is therefore repeated. */
export function modifyOrder(intent: Intent, facts: IntentFacts, defaults: CommandDefaults): TradeCommand {
  const position = facts.positions.find(({ ticket }) => ticket === intent.ticket);
  if (position !== undefined) return modifyPosition(intent, position, facts, defaults);
  const order = facts.orders.find(({ ticket }) => ticket === intent.ticket);
  if (order !== undefined) return modifyPending(intent, order, facts, defaults);
  throw unknownTicket(intent.ticket, 'is neither an open position nor a pending order');
}

function modifyPosition(
  intent: Intent,
  position: Position,
  facts: IntentFacts,
  defaults: CommandDefaults,
): TradeCommand {
  for (const argument of ['price', 'stop_limit_price', 'expiration', 'time_in_force'] as const) {
    if (intent[argument] !== undefined)
      throw invalid(argument, 'can be changed of a pending order only; this is a position');
  }
  const { symbol, ticket, type } = position;
  const info = infoOf(facts, symbol);
  const sl = stopOf(intent.sl, 'sl', position.sl, info);
  const tp = stopOf(intent.tp, 'tp', position.tp, info);
  if (sl === position.sl && tp === position.tp) throw nothingToChange(ticket);
  const side = sideOf(type);
  const from = { name: side === 'buy' ? 'bid' : 'ask', price: closingPrice(side, quoteOf(facts, symbol)) };
  checkStops(side, changed({ sl, tp }, position), from, info);
  return { operation: 'position_modify', params: { request_id: defaults.request_id, position: ticket, sl, tp } };
}

function modifyPending(intent: Intent, order: Order, facts: IntentFacts, defaults: CommandDefaults): TradeCommand {
  const type = knownType(order);
  const info = infoOf(facts, order.symbol);
  const isStopLimit = type.endsWith('stop_limit');
  if (!isStopLimit && intent.stop_limit_price !== undefined) {
    throw invalid('stop_limit_price', `does not go with a ${type}`);
  }
  const price = intent.price === undefined ? order.price_open : onGrid(intent.price, 'price', info, 'INVALID_PRICE');
  const stoplimit =
    intent.stop_limit_price === undefined
      ? order.price_stoplimit
      : onGrid(intent.stop_limit_price, 'stop_limit_price', info, 'INVALID_PRICE');
  const sl = stopOf(intent.sl, 'sl', order.sl, info);
  const tp = stopOf(intent.tp, 'tp', order.tp, info);
  const lifetime = changedLifetime(intent, order, facts);
  const moves = price !== order.price_open || stoplimit !== order.price_stoplimit;
  const lives = lifetime.type_time !== order.type_time || lifetime.expiration !== order.time_expiration;
  if (!moves && !lives && sl === order.sl && tp === order.tp) throw nothingToChange(order.ticket);
  if (moves) checkPending(type, { price, stoplimit }, info, quoteOf(facts, order.symbol));
  const from = stoplimit === null ? { name: 'price', price } : { name: 'stop_limit_price', price: stoplimit };
  checkStops(sideOf(type), moves ? { sl, tp } : changed({ sl, tp }, order), from, info);
  const { request_id } = defaults;
  return {
    operation: 'order_modify',
    params: { request_id, order: order.ticket, price, stoplimit, sl, tp, ...lifetime },
  };
}

/** A stop that stays is not judged again: the market may have come nearer to it since. */
const changed = (stops: Stops, before: Stops): Stops => ({
  sl: stops.sl === before.sl ? null : stops.sl,
  tp: stops.tp === before.tp ? null : stops.tp,
});

function changedLifetime({ time_in_force, expiration }: Intent, order: Order, facts: IntentFacts): Lifetime {
  const before = { type_time: knownTime(order), expiration: order.time_expiration };
  if (time_in_force === undefined && expiration === undefined) return before;
  const info = infoOf(facts, order.symbol);
  const isDated = before.type_time === 'specified' || before.type_time === 'specified_day';
  const asked = { time_in_force: time_in_force ?? (isDated && expiration ? before.type_time : undefined), expiration };
  const staysDated = expiration === undefined && (time_in_force === 'specified' || time_in_force === 'specified_day');
  return lifetimeOf(staysDated ? { ...asked, expiration: before.expiration } : asked, info, facts.terminal_time);
}

function knownType({ type, ticket }: Order): OrderType {
  if (type !== 'unknown') return type;
  throw new Mt5Error('DATA_MISSING', `The type of order ${ticket} is not one that this version knows.`);
}

function knownTime({ type_time, ticket }: Order): OrderTime {
  if (type_time !== 'unknown') return type_time;
  throw new Mt5Error('DATA_MISSING', `How long order ${ticket} waits is not told in a way that this version knows.`);
}

const nothingToChange = (ticket: bigint): Mt5Error =>
  new Mt5Error('INVALID_PARAMS', `Nothing would change: ${ticket} has these values already, or none was given.`, {
    details: { ticket: String(ticket) },
  });
