import { Mt5Error, type Result, type TradeAction, type TradeRequest } from '@mt5-bridge/protocol';
import { closingPrice, type HeldPosition, openingPrice } from '../account.ts';
import { type Exact, exact } from '../money.ts';
import { profitOf } from '../profit.ts';
import {
  type Aftermath,
  type Ask,
  type CheckContext,
  type CheckRetcode,
  comments,
  RETCODE,
  type Rule,
} from './context.ts';
import * as rules from './rules.ts';

type CheckResult = Result<'order_check'>;

interface Action {
  /** In the order in which the first objection is reported. */
  readonly rules: readonly Rule[];
  readonly after: (ask: Ask) => Aftermath;
}

const { terminalMayTrade, tradeMode, marketOpen, volume, filling, expiration } = rules;

const actions: Readonly<Record<TradeAction, Action>> = {
  deal: {
    rules: [
      rules.marketType,
      terminalMayTrade,
      volume,
      rules.closing,
      tradeMode,
      filling,
      marketOpen,
      rules.volumeLimit,
      rules.marketStops,
    ],
    after: (ask) => (ask.position === undefined ? opened(ask) : closed(ask, ask.position, ask.request.volume ?? 0)),
  },
  pending: {
    rules: [
      rules.pendingType,
      terminalMayTrade,
      volume,
      tradeMode,
      filling,
      expiration,
      marketOpen,
      rules.orderLimit,
      rules.volumeLimit,
      rules.pendingPrice,
      rules.pendingStops,
    ],
    after: unchanged,
  },
  sltp: {
    rules: [
      rules.positionExists,
      terminalMayTrade,
      rules.changesPosition,
      marketOpen,
      rules.notFrozen,
      rules.marketStops,
    ],
    after: unchanged,
  },
  modify: {
    rules: [
      rules.orderExists,
      terminalMayTrade,
      rules.changesOrder,
      expiration,
      marketOpen,
      rules.notFrozen,
      rules.pendingPrice,
      rules.pendingStops,
    ],
    after: unchanged,
  },
  remove: { rules: [rules.orderExists, terminalMayTrade, marketOpen, rules.notFrozen], after: unchanged },
  close_by: { rules: [rules.closableBy, terminalMayTrade, marketOpen], after: closedBy },
};

/**
 * OrderCheck: retcode 0 with the figures as they would be afterwards (costs aside), or the terminal's return code with
 * its words; figures are 0 then, but for a lack of money.
 * @throws Mt5Error SYMBOL_NOT_FOUND, NO_QUOTE
 */
export function checkOrder(request: TradeRequest, context: CheckContext): CheckResult {
  const named = request.symbol;
  if (named !== undefined && context.specOf(named) === undefined) {
    throw new Mt5Error('SYMBOL_NOT_FOUND', `the broker has no symbol ${named}`);
  }
  const { positions, orders } = context.account.book;
  const speaksOfPosition = request.action !== 'pending';
  const position = speaksOfPosition ? positions.find(({ ticket }) => ticket === request.position) : undefined;
  const positionBy = positions.find(({ ticket }) => ticket === request.position_by);
  const order = orders.find(({ ticket }) => ticket === request.order);
  const target = targetOf(request.action, { position, order });
  const symbol = named ?? target?.symbol;
  if (symbol === undefined) return refused(missing(request.action));
  if (target !== undefined && target.symbol !== symbol) return refused(RETCODE.INVALID);

  const spec = context.specOf(symbol);
  const prices = context.pricesOf(symbol);
  if (spec === undefined || prices === undefined) throw new Mt5Error('NO_QUOTE', `${symbol} has no quote yet`);
  const ask: Ask = { request, context, spec, prices, position, positionBy, order };
  const action = actions[request.action];
  for (const rule of action.rules) {
    const objection = rule(ask);
    if (objection !== undefined) return refused(objection);
  }
  const { positions: held, balance } = action.after(ask);
  const figures = context.account.figures(held, balance);
  const opens = request.action === 'deal' && position === undefined;
  if (opens && figures.margin_free < 0)
    return { retcode: RETCODE.NO_MONEY, ...figures, comment: comments[RETCODE.NO_MONEY] };
  return { retcode: 0, ...figures, comment: 'Done' };
}

/** The existing thing that a request speaks of. */
function targetOf(action: TradeAction, found: Pick<Ask, 'position' | 'order'>): { symbol: string } | undefined {
  return action === 'modify' || action === 'remove' ? found.order : found.position;
}

const missing = (action: TradeAction): CheckRetcode =>
  action === 'sltp' || action === 'close_by' ? RETCODE.POSITION_CLOSED : RETCODE.INVALID;

function refused(retcode: CheckRetcode): CheckResult {
  const figures = { balance: 0, equity: 0, profit: 0, margin: 0, margin_free: 0, margin_level: 0 };
  return { retcode, ...figures, comment: comments[retcode] };
}

function unchanged({ context: { account } }: Ask): Aftermath {
  return { positions: account.book.positions, balance: account.balance };
}

function opened({ request, spec, prices, context: { account, now } }: Ask): Aftermath {
  const type = request.type === 'sell' ? 'sell' : 'buy';
  const added: HeldPosition = {
    ticket: 0n,
    identifier: 0n,
    symbol: spec.info.name,
    type,
    volume: request.volume ?? 0,
    price_open: openingPrice(type, prices),
    sl: null,
    tp: null,
    swap: 0,
    time_msc: now,
    time_update_msc: now,
    magic: request.magic ?? 0n,
    reason: 'expert',
    comment: request.comment ?? '',
    external_id: '',
  };
  return { positions: [...account.book.positions, added], balance: account.balance };
}

function closed(ask: Ask, position: HeldPosition, lots: number): Aftermath {
  const { account } = ask.context;
  const price = closingPrice(position.type, ask.prices);
  return {
    positions: without(account.book.positions, position, lots),
    balance: account.balance.plus(proceeds(ask, position, lots, price)),
  };
}

/** Both positions lose what the smaller one has; the first closes at the other's opening price, the other at no profit. */
function closedBy(ask: Ask): Aftermath {
  const { account } = ask.context;
  const { position, positionBy } = ask;
  if (position === undefined || positionBy === undefined) return unchanged(ask);
  const lots = Math.min(position.volume, positionBy.volume);
  const gained = proceeds(ask, position, lots, positionBy.price_open).plus(share(positionBy, lots));
  return {
    positions: without(without(account.book.positions, position, lots), positionBy, lots),
    balance: account.balance.plus(gained),
  };
}

function proceeds({ spec, context: { account } }: Ask, position: HeldPosition, lots: number, price: number): Exact {
  const profit = profitOf(spec.info, position.type, lots, position.price_open, price, account.rateOf);
  return exact(account.money(profit ?? 0)).plus(share(position, lots));
}

/** The part of a position's swap that goes with a part of its volume. */
const share = (position: HeldPosition, lots: number): Exact => exact(position.swap).times(lots).div(position.volume);

function without(positions: readonly HeldPosition[], position: HeldPosition, lots: number): HeldPosition[] {
  const rest = exact(position.volume).minus(lots).toNumber();
  const others = positions.filter(({ ticket }) => ticket !== position.ticket);
  if (rest === 0) return others;
  const left = rest / position.volume;
  return [...others, { ...position, volume: rest, swap: position.swap * left }];
}
