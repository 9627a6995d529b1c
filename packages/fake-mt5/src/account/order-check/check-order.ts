import { Mt5Error, type Result, type TradeAction, type TradeRequest } from '@mt5-bridge/protocol';
import { type Aftermath, closedBy, dealt, unchanged } from './aftermath.ts';
import { type Ask, type CheckContext, type CheckRetcode, comments, isHedging, RETCODE, type Rule } from './context.ts';
import * as rules from './rules.ts';

type CheckResult = Result<'order_check'>;

interface Action {
  /** In the order in which the first objection is reported. */
  readonly rules: readonly Rule[];
  readonly after: (ask: Ask) => Aftermath;
}

const { mayTrade, tradeMode, marketOpen, volume, filling, expiration } = rules;

/** Whether the account can carry what a market order opens. */
const money: Rule = (ask) => {
  if (rules.opening(ask) === 0) return undefined;
  const { positions, balance } = dealt(ask);
  return ask.context.account.figures(positions, balance).margin_free < 0 ? RETCODE.NO_MONEY : undefined;
};

const actions: Readonly<Record<TradeAction, Action>> = {
  deal: {
    rules: [
      rules.marketType,
      mayTrade,
      volume,
      rules.closing,
      rules.fifo,
      tradeMode,
      rules.hedging,
      filling,
      marketOpen,
      rules.notFrozen,
      rules.volumeLimit,
      rules.deviation,
      rules.marketStops,
      rules.computable,
      money,
    ],
    after: dealt,
  },
  pending: {
    rules: [
      rules.pendingType,
      mayTrade,
      volume,
      tradeMode,
      rules.hedging,
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
    rules: [rules.positionExists, mayTrade, rules.changesPosition, marketOpen, rules.notFrozen, rules.positionStops],
    after: unchanged,
  },
  modify: {
    rules: [
      rules.orderExists,
      mayTrade,
      rules.changesOrder,
      expiration,
      marketOpen,
      rules.notFrozen,
      rules.pendingPrice,
      rules.pendingStops,
    ],
    after: unchanged,
  },
  remove: { rules: [rules.orderExists, mayTrade, marketOpen, rules.notFrozen], after: unchanged },
  close_by: { rules: [rules.closableBy, mayTrade, rules.fifo, marketOpen, rules.notFrozen], after: closedBy },
};

/** What a waiting order must still satisfy when the market reaches it. */
const activation: readonly Rule[] = [tradeMode, rules.hedging, rules.computable, money];

/** A request that nothing objects to, with what it speaks of; or the objection. */
export type Judgement =
  | { readonly retcode: 0; readonly ask: Ask }
  | { readonly retcode: CheckRetcode; readonly ask?: Ask };

/** Whether the terminal and the trade server would accept a request: the one place that decides it. */
export function judge(request: TradeRequest, context: CheckContext): Judgement {
  const { positions, orders } = context.account.book;
  const order = orders.find(({ ticket }) => ticket === request.order);
  const position = positionOf(request, context);
  const target = request.action === 'modify' || request.action === 'remove' ? order : position;
  const symbol = request.symbol ?? target?.symbol;
  if (symbol === undefined) return { retcode: missing(request.action) };
  if (target !== undefined && target.symbol !== symbol) return { retcode: RETCODE.INVALID };
  const spec = context.specOf(symbol);
  if (spec === undefined) return { retcode: RETCODE.INVALID };
  const prices = context.pricesOf(symbol);
  if (prices === undefined) return { retcode: RETCODE.PRICE_OFF };
  const positionBy = positions.find(({ ticket }) => ticket === request.position_by);
  const ask: Ask = { request, context, spec, prices, position, positionBy, order };
  const retcode = objection(actions[request.action].rules, ask);
  return retcode === 0 ? { retcode, ask } : { retcode, ask };
}

/** Whether a market order that stands for a waiting one may be filled now. */
export function judgeActivation(ask: Ask): CheckRetcode | 0 {
  return objection(activation, ask);
}

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
  const { retcode, ask } = judge(request, context);
  if (retcode === RETCODE.PRICE_OFF && ask === undefined) {
    throw new Mt5Error('NO_QUOTE', `${named ?? 'the symbol'} has no quote yet`);
  }
  const comment = retcode === 0 ? 'Done' : comments[retcode];
  if (ask === undefined || (retcode !== 0 && retcode !== RETCODE.NO_MONEY)) {
    const figures = { balance: 0, equity: 0, profit: 0, margin: 0, margin_free: 0, margin_level: 0 };
    return { retcode, ...figures, comment };
  }
  const { positions, balance } = actions[request.action].after(ask);
  return { retcode, ...context.account.figures(positions, balance), comment };
}

function objection(all: readonly Rule[], ask: Ask): CheckRetcode | 0 {
  for (const rule of all) {
    const found = rule(ask);
    if (found !== undefined) return found;
  }
  return 0;
}

/** The position that a request speaks of: by its ticket; with netting, where it names none, the symbol's own. */
function positionOf(request: TradeRequest, { account }: CheckContext): Ask['position'] {
  const { positions } = account.book;
  if (request.action === 'pending') return undefined;
  if (request.position) return positions.find(({ ticket }) => ticket === request.position);
  const implied = request.action === 'deal' || request.action === 'sltp';
  return implied && !isHedging(account) ? positions.find(({ symbol }) => symbol === request.symbol) : undefined;
}

const missing = (action: TradeAction): CheckRetcode =>
  action === 'sltp' || action === 'close_by' ? RETCODE.POSITION_CLOSED : RETCODE.INVALID;
