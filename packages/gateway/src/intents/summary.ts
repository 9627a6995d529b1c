import type { Params, SymbolInfo, TradeCommand } from '@mt5-bridge/protocol';
import type { IntentFacts } from './facts.ts';
import { decimalsOf, plain } from './numbers.ts';

/** The symbol that a command is about: its own, or that of the position or order it names; null if that is gone. */
export function symbolOf(
  command: TradeCommand,
  { positions, orders }: Pick<IntentFacts, 'positions' | 'orders'>,
): string | null {
  const { params } = command;
  if ('symbol' in params) return params.symbol;
  const held = 'position' in params ? positions.find(({ ticket }) => ticket === params.position) : undefined;
  const waiting = 'order' in params ? orders.find(({ ticket }) => ticket === params.order) : undefined;
  return (held ?? waiting)?.symbol ?? null;
}

/** One sentence of what a command would do, for the person who is to say yes to it. */
export function summaryOf(command: TradeCommand, facts: Omit<IntentFacts, 'account' | 'terminal_time'>): string {
  const symbol = symbolOf(command, facts);
  const info = symbol === null ? undefined : facts.market.get(symbol)?.info;
  const text = wording(info);
  switch (command.operation) {
    case 'order_send':
      return placed(command.params, text);
    case 'position_modify': {
      const { position: ticket, sl, tp } = command.params;
      const before = facts.positions.find((one) => one.ticket === ticket);
      return `${capital(position(ticket, facts, text))}: ${stop('stop loss', sl, before?.sl, text)}, ${stop('take profit', tp, before?.tp, text)}`;
    }
    case 'order_modify':
      return modified(command.params, facts, text);
    case 'position_close': {
      const { position: ticket, volume } = command.params;
      const held = facts.positions.find((one) => one.ticket === ticket);
      const part = held?.volume === volume ? '' : `${text.volume(volume)} of `;
      return `Close ${part}${position(ticket, facts, text)} at market`;
    }
    case 'position_close_by': {
      const { position: ticket, position_by } = command.params;
      return `Close ${position(ticket, facts, text)} by ${position(position_by, facts, text)}`;
    }
    case 'order_cancel':
      return `Cancel ${order(command.params.order, facts, text)}`;
  }
}

interface Wording {
  price(value: number | null): string;
  volume(value: number): string;
}

function wording(info: SymbolInfo | undefined): Wording {
  const digits = info?.digits ?? 0;
  const decimals = info === undefined ? 2 : decimalsOf(info.volume_step);
  return {
    price: (value) => (value === null ? 'none' : padded(value, digits)),
    volume: (value) => padded(value, decimals),
  };
}

/** With at least so many decimals, and never fewer than the number has. */
const padded = (value: number, decimals: number): string => {
  const missing = decimals - decimalsOf(value);
  if (missing <= 0) return plain(value);
  return `${plain(value)}${decimalsOf(value) === 0 ? '.' : ''}${'0'.repeat(missing)}`;
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const words = (type: string): string => type.replaceAll('_', ' ');

function placed(params: Params<'order_send'>, text: Wording): string {
  const { type, symbol, volume, price, stoplimit, sl, tp } = params;
  const isMarket = type === 'buy' || type === 'sell';
  const where = isMarket
    ? `at market (${type === 'buy' ? 'ask' : 'bid'} ${text.price(price)})`
    : stoplimit === null
      ? `at ${text.price(price)}`
      : `at ${text.price(stoplimit)} once ${text.price(price)} is reached`;
  const lives = isMarket ? '' : `, ${lifetime(params)}`;
  return `${capital(words(type))} ${text.volume(volume)} ${symbol} ${where}, stop loss ${text.price(sl)}, take profit ${text.price(tp)}${lives}`;
}

function modified(params: Params<'order_modify'>, facts: Pick<IntentFacts, 'orders'>, text: Wording): string {
  const before = facts.orders.find(({ ticket }) => ticket === params.order);
  const parts = [
    stop('price', params.price, before?.price_open, text),
    ...(params.stoplimit === null ? [] : [stop('limit', params.stoplimit, before?.price_stoplimit, text)]),
    stop('stop loss', params.sl, before?.sl, text),
    stop('take profit', params.tp, before?.tp, text),
    lifetime(params),
  ];
  return `${capital(order(params.order, facts, text))}: ${parts.join(', ')}`;
}

function stop(name: string, value: number | null, before: number | null | undefined, text: Wording): string {
  if (before === undefined) return `${name} ${text.price(value)}`;
  return before === value
    ? `${name} ${text.price(value)} (unchanged)`
    : `${name} from ${text.price(before)} to ${text.price(value)}`;
}

function lifetime({ type_time, expiration }: Pick<Params<'order_modify'>, 'type_time' | 'expiration'>): string {
  if (type_time === 'gtc') return 'until cancelled';
  if (type_time === 'day') return 'for the day';
  const time = expiration === null ? 'none' : new Date(expiration).toISOString().replace('.000Z', 'Z');
  return type_time === 'specified' ? `until ${time}` : `until the end of the day of ${time}`;
}

function position(ticket: bigint, { positions }: Pick<IntentFacts, 'positions'>, text: Wording): string {
  const held = positions.find((one) => one.ticket === ticket);
  if (held === undefined) return `position ${ticket}`;
  return `position ${ticket} (${held.type} ${text.volume(held.volume)} ${held.symbol} from ${text.price(held.price_open)})`;
}

function order(ticket: bigint, { orders }: Pick<IntentFacts, 'orders'>, text: Wording): string {
  const one = orders.find((other) => other.ticket === ticket);
  if (one === undefined) return `order ${ticket}`;
  return `order ${ticket} (${words(one.type)} ${text.volume(one.volume_current)} ${one.symbol} at ${text.price(one.price_open)})`;
}
