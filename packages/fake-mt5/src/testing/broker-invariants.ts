import { inspect } from 'node:util';
import type { Deal } from '@mt5-bridge/protocol';
import type { Account, AccountBook, HeldPosition } from '../account/account.ts';
import type { Prices } from '../account/conversion.ts';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';

const CENT = 100;
/** What doubles may lose, in cents: so near a half they can't tell which way it goes. */
const LOST = 1e-6;

const cents = (value: number): number => Math.round(value * CENT);

/** As an assertion, at a thousandth of the cost of one. */
export function ensure(holds: boolean, what: string, ...about: unknown[]): asserts holds {
  if (!holds) throw new Error([what, ...about.map((one) => inspect(one))].join(' '));
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-8;

/** Amounts in whole cents, each rounded by itself; `unsure` of them lie on a half. */
class Tally {
  total = 0;
  unsure = 0;

  add(amount: number): void {
    this.total += cents(amount);
    const beyond = Math.abs(amount * CENT) % 1;
    if (Math.abs(beyond - 0.5) < LOST) this.unsure++;
  }

  ensureIs(figure: number, what: string, plus = 0): void {
    const expected = this.total + plus;
    ensure(Math.abs(cents(figure) - expected) <= this.unsure, what, figure, 'instead of cents', expected);
  }
}
const signOf = (type: string): 1 | -1 => (type === 'buy' ? 1 : -1);
const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6;

type Specs = ReadonlyMap<string, SymbolSpec>;
type QuoteOf = (symbol: string) => Prices;

/** The sum of all deals in cents, one by one. */
export function balanceInCents(deals: readonly Deal[]): number {
  return deals.reduce((total, deal) => total + amountInCents(deal), 0);
}

const amountInCents = ({ profit, swap, commission, fee }: Deal): number =>
  cents(profit) + cents(swap) + cents(commission) + cents(fee);

/** Balance, equity and margin worked out anew in plain doubles, for accounts in US dollars. */
export function ensureFigures(account: Account, specs: Specs, quoteOf: QuoteOf): void {
  const { book } = account;
  const balance = balanceInCents(book.deals);
  const floating = new Tally();
  for (const position of book.positions) {
    const { bid, ask } = quoteOf(position.symbol);
    floating.add(floatingOf(position, position.type === 'buy' ? bid : ask, specs, quoteOf));
    floating.add(position.swap);
  }
  const margin = new Tally();
  for (const symbol of new Set(book.positions.map((position) => position.symbol))) {
    margin.add(marginOf(book, symbol, specs, quoteOf));
  }
  const figures = account.figures();
  ensure(cents(figures.balance) === balance, 'balance', figures.balance, 'instead of cents', balance);
  floating.ensureIs(figures.profit, 'profit');
  floating.ensureIs(figures.equity, 'equity', balance);
  margin.ensureIs(figures.margin, 'margin');
  ensure(cents(figures.margin_free) === cents(figures.equity) - cents(figures.margin), 'free margin', figures);
}

function specOf(specs: Specs, symbol: string): SymbolSpec {
  const spec = specs.get(symbol);
  if (spec === undefined) throw new Error(`no ${symbol}`);
  return spec;
}

/** Dollars for one unit of a currency; yen are the only other profit currency here, euros the only margin currency. */
function dollars(currency: string, side: 'buy' | 'sell', quoteOf: QuoteOf): number {
  if (currency === 'USD') return 1;
  if (currency === 'EUR') return side === 'buy' ? quoteOf('EURUSD').ask : quoteOf('EURUSD').bid;
  if (currency === 'JPY') return 1 / (side === 'buy' ? quoteOf('USDJPY').bid : quoteOf('USDJPY').ask);
  throw new Error(currency);
}

function floatingOf(held: HeldPosition, price: number, specs: Specs, quoteOf: QuoteOf): number {
  const { info } = specOf(specs, held.symbol);
  const amount = (price - held.price_open) * signOf(held.type) * held.volume * info.trade_contract_size;
  return amount * dollars(info.currency_profit, amount < 0 ? 'buy' : 'sell', quoteOf);
}

function marginOf(book: AccountBook, symbol: string, specs: Specs, quoteOf: QuoteOf): number {
  const { info, margin_rate } = specOf(specs, symbol);
  const held = book.positions.filter((position) => position.symbol === symbol);
  const lots = (type: string): number =>
    held.filter((position) => position.type === type).reduce((total, { volume }) => total + volume, 0);
  const average = (of: readonly HeldPosition[]): number =>
    of.reduce((total, { volume, price_open }) => total + volume * price_open, 0) /
    of.reduce((total, { volume }) => total + volume, 0);
  const [bought, sold] = [lots('buy'), lots('sell')];
  const larger = bought >= sold - 1e-9 ? 'buy' : 'sell';
  const own = (volume: number, contract: number, price: number): number =>
    (volume * contract * (info.trade_calc_mode === 'forex' ? 1 : price) * margin_rate.maintenance) /
    book.terms.leverage;
  const open = Math.abs(bought - sold);
  const covered = Math.min(bought, sold);
  const rate = (side: 'buy' | 'sell'): number => dollars(info.currency_margin, side, quoteOf);
  const side = held.filter(({ type }) => type === larger);
  const uncovered = open < 1e-9 ? 0 : own(open, info.trade_contract_size, average(side)) * rate(larger);
  const both =
    covered < 1e-9 ? 0 : own(covered, info.margin_hedged, average(held)) * ((rate('buy') + rate('sell')) / 2);
  return uncovered + both;
}

/** What must hold of the records of an account at any time, whatever was asked of its broker. */
export function ensureSoundBook(book: AccountBook, specs: Specs): void {
  ensureUniqueTickets(book);
  ensurePositions(book, specs);
  ensureOrders(book, ensureDeals(book, specs));
}

function ensureUniqueTickets({ positions, orders, historyOrders, deals }: AccountBook): void {
  for (const list of [[...orders, ...historyOrders], deals, positions]) {
    ensure(new Set(list.map(({ ticket }) => ticket)).size === list.length, 'tickets given twice', list);
  }
  const identifiers = new Set(positions.map(({ identifier }) => identifier));
  ensure(identifiers.size === positions.length, 'identifiers given twice', positions);
}

function ensurePositions({ positions, deals, terms, orders, historyOrders }: AccountBook, specs: Specs): void {
  const net = new Map<bigint, number>();
  for (const deal of deals) {
    if (deal.type === 'balance') continue;
    net.set(deal.position_id, (net.get(deal.position_id) ?? 0) + signOf(String(deal.type)) * deal.volume);
  }
  const opened = new Set([...orders, ...historyOrders].map(({ ticket }) => ticket));
  for (const position of positions) {
    const { symbol, volume, type, identifier, ticket } = position;
    ensure(volume > 0 && isWhole(volume / specOf(specs, symbol).info.volume_step), 'volume of', position);
    ensure(near(net.get(identifier) ?? 0, signOf(type) * volume), 'deals do not add up to', position);
    ensure(opened.has(ticket) && opened.has(identifier), 'no order has opened', position);
    net.delete(identifier);
  }
  for (const [id, rest] of net) ensure(near(rest, 0), 'closed with a rest:', id, rest);
  if (terms.margin_mode !== 'retail_hedging') {
    ensure(new Set(positions.map(({ symbol }) => symbol)).size === positions.length, 'not netted', positions);
  } else if (!terms.hedge_allowed) {
    const sides = new Set(positions.map(({ symbol, type }) => `${symbol} ${type}`));
    ensure(sides.size === new Set(positions.map(({ symbol }) => symbol)).size, 'hedged', positions);
  }
}

const ends = ['filled', 'canceled', 'expired', 'rejected', 'partial'];

/** Deals are in order, in cents and on steps; returns what they fill of each order. */
function ensureDeals({ deals }: AccountBook, specs: Specs): Map<bigint, number> {
  const filled = new Map<bigint, number>();
  let before: Deal | undefined;
  for (const deal of deals) {
    const { ticket, time_msc, profit, swap, commission } = deal;
    if (before !== undefined) ensure(ticket > before.ticket && time_msc >= before.time_msc, 'out of order', deal);
    before = deal;
    if (deal.type === 'balance') continue;
    ensure(deal.volume > 0 && isWhole(deal.volume / specOf(specs, deal.symbol).info.volume_step), 'volume of', deal);
    ensure(
      [profit, swap, commission].every((amount) => cents(amount) / CENT === amount),
      'broken cents',
      deal,
    );
    filled.set(deal.order, (filled.get(deal.order) ?? 0) + deal.volume);
  }
  return filled;
}

function ensureOrders(book: AccountBook, filled: Map<bigint, number>): void {
  const { orders, historyOrders, deals, terms } = book;
  const positions = new Set(deals.map(({ position_id }) => position_id));
  for (const order of [...orders, ...historyOrders]) {
    const { ticket, volume_current, volume_initial, position_id } = order;
    const done = volume_initial - volume_current;
    ensure(volume_current >= 0, 'volume of', order);
    ensure(near(filled.get(ticket) ?? 0, order.type === 'close_by' ? 2 * done : done), 'deals do not make up', order);
    ensure(position_id === 0n || positions.has(position_id), 'leads to no position:', order);
    filled.delete(ticket);
  }
  ensure(filled.size === 0, 'deals without an order:', filled);
  const open = new Set(book.positions.map(({ identifier }) => identifier));
  for (const order of orders) {
    ensure(order.state === 'placed' || order.state === 'partial', 'waits as', order);
    const isNet = terms.margin_mode !== 'retail_hedging';
    ensure(isNet || order.position_id === 0n || open.has(order.position_id), 'waits for a closed position:', order);
  }
  const waiting = orders.filter(({ type }) => String(type).includes('_'));
  ensure(waiting.length <= terms.limit_orders, 'too many orders', waiting);
  for (const order of historyOrders) {
    ensure(ends.includes(String(order.state)), 'ended as', order);
    ensure((order.state === 'filled') === (order.volume_current === 0), 'filled or not:', order);
    ensure((order.time_done_msc ?? 0) >= order.time_setup_msc, 'done before its time', order);
  }
}
