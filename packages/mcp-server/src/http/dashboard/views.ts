import type { AuditRecord, EquityDay, KillSwitch, PolicyView, ProfileView } from '@mt5-bridge/gateway/api';
import { errorRecord, type TerminalReads } from '@mt5-bridge/gateway/read';
import type { AccountInfo, Order, Position, Quote } from '@mt5-bridge/protocol';
import { MOST_DECIMALS, rounded, roundedOrNull } from '../../present/numbers.ts';
import { cleaned, outsideText, outsideTextOrNull } from '../../present/outside-text.ts';
import type { Scale } from '../../present/scales.ts';
import type {
  AccountView,
  EquityCurve,
  LimitView,
  LinkView,
  OrderView,
  PolicyJson,
  PositionView,
  QuoteView,
} from './contract.ts';

// What pages see: numbers rounded to what they mean, texts of others without marks that could hide something.

export function linkView({ link, identity }: Pick<TerminalReads, 'link' | 'identity'>, now: number): LinkView {
  const common = { state: link.state, since: link.state === 'connecting' ? null : link.since, now };
  if (link.state !== 'up') {
    const problem = link.state === 'down' ? errorRecord(link.reason) : null;
    return { ...common, ...{ problem, environment: null, login: null, server: null, company: null, terminal: null } };
  }
  const { login, server, company, program, program_version, terminal_build } = link.hello;
  return {
    ...common,
    problem: null,
    environment: identity().environment,
    login: String(login),
    server: outsideText(server),
    company: outsideText(company),
    terminal: outsideText(`${program} ${program_version}, build ${terminal_build}`),
  };
}

export function accountView(info: AccountInfo): AccountView {
  const { login, server, name, currency, currency_digits, leverage, margin, margin_level, trade_allowed } = info;
  const money = (amount: number): number => rounded(amount, currency_digits);
  return {
    login: String(login),
    server: outsideText(server),
    name: outsideText(name),
    currency: outsideText(currency),
    currency_digits,
    leverage,
    balance: money(info.balance),
    credit: money(info.credit),
    equity: money(info.equity),
    profit: money(info.profit),
    margin: money(margin),
    margin_free: money(info.margin_free),
    margin_level: margin > 0 ? rounded(margin_level, PERCENT_DECIMALS) : null,
    trade_allowed,
  };
}

const PERCENT_DECIMALS = 2;

export function positionView(position: Position, { price, volume }: Scale): PositionView {
  const { ticket, symbol, type, magic, comment } = position;
  return {
    ticket: String(ticket),
    symbol,
    side: type === 'sell' ? 'sell' : 'buy',
    volume: rounded(position.volume, volume),
    price_open: rounded(position.price_open, price),
    price_current: rounded(position.price_current, price),
    sl: roundedOrNull(position.sl, price),
    tp: roundedOrNull(position.tp, price),
    profit: rounded(position.profit, MOST_DECIMALS),
    swap: rounded(position.swap, MOST_DECIMALS),
    opened_at: position.time_msc,
    magic: String(magic),
    comment: outsideText(comment),
    digits: price,
  };
}

export function orderView(order: Order, { price, volume }: Scale): OrderView {
  const { ticket, symbol, type, magic, comment } = order;
  return {
    ticket: String(ticket),
    symbol,
    type,
    volume: rounded(order.volume_current, volume),
    price: rounded(order.price_open, price),
    stop_limit_price: roundedOrNull(order.price_stoplimit, price),
    sl: roundedOrNull(order.sl, price),
    tp: roundedOrNull(order.tp, price),
    price_current: rounded(order.price_current, price),
    placed_at: order.time_setup_msc,
    expires_at: order.time_expiration,
    magic: String(magic),
    comment: outsideText(comment),
    digits: price,
  };
}

export function quoteView({ symbol, bid, ask, spread, time_msc }: Quote, { price }: Scale): QuoteView {
  return {
    symbol,
    bid: rounded(bid, price),
    ask: rounded(ask, price),
    spread_points: spread,
    digits: price,
    at: time_msc,
  };
}

/** Agents may pull it, too, and say why. */
export function killSwitchView({ on, since, by, reason }: KillSwitch): KillSwitch {
  return { on, since, by: outsideTextOrNull(by), reason: outsideTextOrNull(reason) };
}

export function policyJson(view: PolicyView, profiles: readonly ProfileView[]): PolicyJson {
  const { preset, read_only, live_enabled, kill_switch, limits, symbols, approvals, in_flight, unknown } = view;
  return {
    preset,
    read_only,
    live_enabled,
    kill_switch: killSwitchView(kill_switch),
    limits: limits.map(limitView),
    ...symbols,
    channels: approvals.channels,
    levels: approvals.levels,
    in_flight,
    unknown,
    profiles: profiles.map(({ name, limits, symbols }) => ({ name, limits: limits.map(limitView), ...symbols })),
  };
}

const limitView = ({ limit, configured, used, left, resets_at }: PolicyView['limits'][number]): LimitView => ({
  limit,
  configured,
  used: roundedOrNull(used, MOST_DECIMALS),
  left: roundedOrNull(left, MOST_DECIMALS),
  resets_at,
});

export function equityCurve({ started_at, points }: EquityDay, isWhole: boolean): EquityCurve {
  return {
    day: started_at,
    is_whole: isWhole,
    at: points.map(({ at }) => at),
    equity: points.map(({ equity }) => rounded(equity, MOST_DECIMALS)),
    balance: points.map(({ balance }) => rounded(balance, MOST_DECIMALS)),
  };
}

export function activityRecord(record: AuditRecord): AuditRecord {
  return { ...record, ...(cleaned({ actor: record.actor, account: record.account, data: record.data }) as object) };
}
