import { operations, SchemaError, serverZone, type TradeCommand } from '@mt5-bridge/protocol';
import type { Assessed } from '../assess/index.ts';
import { isMarket, isStopLimit, sideOfType } from '../assess/order-send.ts';
import { isBeyond, pricesOf, type Side, sideOf } from '../assess/value.ts';
import { type Decimal, known, positive } from '../decimal.ts';
import { type Rule, refuse } from './rule.ts';

/** What the protocol itself would refuse to send. */
export const encodable: Rule = ({ command }) => {
  try {
    encode(command);
    return undefined;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return refuse({ code: 'INVALID_PARAMS', limit: error.path, message: `${error.message}.` });
  }
};

function encode({ operation, params }: TradeCommand): void {
  operations[operation].params.encode(params as never, operation, serverZone);
}

export const knownTicket: Rule = ({ command, symbol }) => {
  if (symbol !== undefined) return undefined;
  const tickets = ticketsOf(command).join(' and ');
  return refuse({
    code: 'TICKET_NOT_FOUND',
    limit: 'ticket',
    attempted: tickets,
    message: `No open position or order is known by ${tickets}.`,
  });
};

function ticketsOf({ operation, params }: TradeCommand): readonly bigint[] {
  if (operation === 'order_send') return [];
  if (operation === 'position_close_by') return [params.position, params.position_by];
  return ['position' in params ? params.position : params.order];
}

export const kindOfOrder: Rule = ({ command: { operation, params } }) =>
  operation === 'order_send' && params.type === 'close_by'
    ? refuse({
        code: 'INVALID_PARAMS',
        limit: 'type',
        attempted: params.type,
        message: 'Positions are closed by each other with close_by, not with a new order.',
      })
    : undefined;

export const volume: Rule = ({ command: { operation, params }, touched }) => {
  if (operation !== 'order_send' && operation !== 'position_close') return undefined;
  const lots = positive(params.volume);
  const invalid = { code: 'INVALID_VOLUME', limit: 'volume', attempted: params.volume } as const;
  if (lots === undefined) return refuse({ ...invalid, message: `${params.volume} lots is no volume.` });
  const [position] = touched;
  if (operation === 'order_send' || position === undefined || !('volume' in position)) return undefined;
  if (lots.lte(position.volume)) return undefined;
  return refuse({
    ...invalid,
    configured: position.volume,
    message: `Position ${position.ticket} holds ${position.volume} lots; ${params.volume} can't be closed.`,
  });
};

export const closesOpposite: Rule = ({ command: { operation }, touched: [position, other] }) => {
  if (operation !== 'position_close_by' || position === undefined || other === undefined) return undefined;
  if (position.symbol === other.symbol && isPair(position.type, other.type)) return undefined;
  return refuse({
    code: 'INVALID_PARAMS',
    limit: 'position_by',
    attempted: String(other.ticket),
    message: `Positions ${position.ticket} and ${other.ticket} are not opposite positions of one symbol.`,
  });
};

function isPair(a: string, b: string): boolean {
  return (a === 'buy' && b === 'sell') || (a === 'sell' && b === 'buy');
}

/** Prices that are there where the type of order needs them, and are prices. */
export const prices: Rule = (assessed) => {
  const { operation, params } = assessed.command;
  if (operation !== 'order_send' && operation !== 'order_modify') return undefined;
  const type = orderTypeOf(assessed);
  if (type === undefined) return undefined;
  const needed = { price: !isMarket(type), stoplimit: isStopLimit(type) };
  for (const key of ['price', 'stoplimit'] as const) {
    const value = params[key];
    const isRight = value === null ? !needed[key] : positive(value) !== undefined;
    if (isRight) continue;
    const problem = value === null ? `${type} needs a ${key}` : `${value} is no price`;
    return refuse({ code: 'INVALID_PRICE', limit: key, attempted: value, message: `${problem}.` });
  }
  return undefined;
};

function orderTypeOf({ command: { operation, params }, touched: [order] }: Assessed) {
  if (operation === 'order_send') return params.type;
  return order !== undefined && 'price_stoplimit' in order && order.type !== 'unknown' ? order.type : undefined;
}

/** Stops that are prices, and on their sides of where the order or the position stands. */
export const stops: Rule = (assessed) => {
  const { params } = assessed.command;
  if (!('sl' in params)) return undefined;
  const place = standing(assessed);
  for (const key of ['sl', 'tp'] as const) {
    const value = params[key];
    if (value === null) continue;
    const invalid = { code: 'INVALID_STOPS', limit: key, attempted: value } as const;
    const stop = positive(value);
    if (stop === undefined) return refuse({ ...invalid, message: `${value} is no price for ${key}.` });
    if (place === undefined) continue;
    const { side, price } = place;
    const losing = side === 'buy' ? 'sell' : 'buy';
    if (isBeyond(key === 'sl' ? losing : side, stop, price)) continue;
    const where = (key === 'sl') === (side === 'buy') ? 'below' : 'above';
    const message = `A ${side} at ${price} has its ${key} ${where} that; ${value} is not.`;
    return refuse({ ...invalid, configured: price.toNumber(), message });
  }
  return undefined;
};

/** The price that stops are measured from; undefined where it isn't known. */
function standing(assessed: Assessed): { readonly side: Side; readonly price: Decimal } | undefined {
  const { command, facts, touched } = assessed;
  const market = pricesOf(facts);
  const at = (side: Side, price: Decimal | undefined) => price && { side, price };
  if (command.operation === 'position_modify') {
    const [position] = touched;
    const side = position !== undefined && 'volume' in position ? sideOf(position) : undefined;
    return side && at(side, side === 'buy' ? market?.bid : market?.ask);
  }
  const type = orderTypeOf(assessed);
  if (type === undefined || !('stoplimit' in command.params)) return undefined;
  const side = sideOfType(type);
  if (isMarket(type)) return at(side, side === 'buy' ? market?.ask : market?.bid);
  return at(side, known(isStopLimit(type) ? command.params.stoplimit : command.params.price));
}
