import { closingPrice, type HeldPosition, openingPrice } from '../account.ts';
import { divide, increased, reduced, replaced, swapShare } from '../holdings.ts';
import { type Exact, exact } from '../money.ts';
import type { Ask } from './context.ts';

/** Holdings and balance once a request were carried out, costs aside. */
export interface Aftermath {
  readonly positions: readonly HeldPosition[];
  readonly balance: Exact;
}

export function unchanged({ context: { account } }: Ask): Aftermath {
  return { positions: account.book.positions, balance: account.balance };
}

/** A market order filled at the prices of the moment: it closes what it meets, and opens the rest. */
export function dealt(ask: Ask): Aftermath {
  const { request, prices, position } = ask;
  const type = request.type === 'sell' ? 'sell' : 'buy';
  const { out, in: opened } = divide(position, type, request.volume ?? 0);
  const before = position !== undefined && out > 0 ? closed(ask, position, out) : unchanged(ask);
  if (opened === 0) return before;
  const price = openingPrice(type, prices);
  const positions =
    position !== undefined && out === 0
      ? replaced(before.positions, position, increased(position, opened, price))
      : [...before.positions, newPosition(ask, type, opened, price)];
  return { ...before, positions };
}

/** Both positions lose what the smaller one has; the first closes at the other's opening price, the other at no profit. */
export function closedBy(ask: Ask): Aftermath {
  const { account } = ask.context;
  const { position, positionBy } = ask;
  if (position === undefined || positionBy === undefined) return unchanged(ask);
  const money = (value: Exact): number => account.money(value);
  const lots = Math.min(position.volume, positionBy.volume);
  const gained = proceeds(ask, position, lots, positionBy.price_open).plus(swapShare(positionBy, lots, money));
  const rest = replaced(account.book.positions, position, reduced(position, lots, money));
  return {
    positions: replaced(rest, positionBy, reduced(positionBy, lots, money)),
    balance: account.balance.plus(gained),
  };
}

function closed(ask: Ask, position: HeldPosition, lots: number): Aftermath {
  const { account } = ask.context;
  const price = closingPrice(position.type, ask.prices);
  return {
    positions: replaced(
      account.book.positions,
      position,
      reduced(position, lots, (value) => account.money(value)),
    ),
    balance: account.balance.plus(proceeds(ask, position, lots, price)),
  };
}

function proceeds({ context: { account } }: Ask, position: HeldPosition, lots: number, price: number): Exact {
  const share = swapShare(position, lots, (value) => account.money(value));
  return exact(account.profit(position, price, lots)).plus(share);
}

function newPosition(
  { request, spec, context }: Ask,
  type: 'buy' | 'sell',
  volume: number,
  price: number,
): HeldPosition {
  return {
    ticket: 0n,
    identifier: 0n,
    symbol: spec.info.name,
    type,
    volume,
    price_open: price,
    sl: null,
    tp: null,
    swap: 0,
    time_msc: context.now,
    time_update_msc: context.now,
    magic: request.magic ?? 0n,
    reason: 'expert',
    comment: request.comment ?? '',
    external_id: '',
  };
}
