import type { Deal } from '@mt5-bridge/protocol';
import { expect } from 'vitest';
import type { Account, AccountBook, HeldPosition } from '../account/account.ts';
import type { Prices } from '../account/conversion.ts';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';

const CENT = 100;
/** What doubles may lose, in cents: so near a half they can't tell which way it goes. */
const LOST = 1e-6;

const cents = (value: number): number => Math.round(value * CENT);

/** Amounts in whole cents, each rounded by itself; `unsure` of them lie on a half. */
class Tally {
  total = 0;
  unsure = 0;

  add(amount: number): void {
    this.total += cents(amount);
    const beyond = Math.abs(amount * CENT) % 1;
    if (Math.abs(beyond - 0.5) < LOST) this.unsure++;
  }

  expectToBe(figure: number, plus = 0): void {
    expect(Math.abs(cents(figure) - this.total - plus)).toBeLessThanOrEqual(this.unsure);
  }
}
const signOf = (type: string): 1 | -1 => (type === 'buy' ? 1 : -1);
const steps = (volume: number, step: number): number => volume / step;
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
export function expectFigures(account: Account, specs: Specs, quoteOf: QuoteOf): void {
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
  expect(cents(figures.balance)).toBe(balance);
  floating.expectToBe(figures.profit);
  floating.expectToBe(figures.equity, balance);
  margin.expectToBe(figures.margin);
  expect(cents(figures.margin_free)).toBe(cents(figures.equity) - cents(figures.margin));
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
export function expectSoundBook(book: AccountBook, specs: Specs): void {
  expectUniqueTickets(book);
  expectPositions(book, specs);
  expectDealsAndOrders(book, specs);
}

function expectUniqueTickets({ positions, orders, historyOrders, deals }: AccountBook): void {
  const placed = [...orders, ...historyOrders].map(({ ticket }) => ticket);
  expect(new Set(placed).size).toBe(placed.length);
  for (const list of [deals, positions]) expect(new Set(list.map(({ ticket }) => ticket)).size).toBe(list.length);
  expect(new Set(positions.map(({ identifier }) => identifier)).size).toBe(positions.length);
}

function expectPositions({ positions, deals, terms, orders, historyOrders }: AccountBook, specs: Specs): void {
  const net = new Map<bigint, number>();
  for (const deal of deals) {
    if (deal.type === 'balance') continue;
    net.set(deal.position_id, (net.get(deal.position_id) ?? 0) + signOf(String(deal.type)) * deal.volume);
  }
  const opened = new Set([...orders, ...historyOrders].map(({ ticket }) => ticket));
  for (const position of positions) {
    const { symbol, volume, type, identifier, ticket } = position;
    expect(volume).toBeGreaterThan(0);
    expect(isWhole(steps(volume, specOf(specs, symbol).info.volume_step))).toBe(true);
    expect(net.get(identifier)).toBeCloseTo(signOf(type) * volume, 8);
    expect(opened.has(ticket) && opened.has(identifier)).toBe(true);
    net.delete(identifier);
  }
  for (const rest of net.values()) expect(rest).toBeCloseTo(0, 8);
  if (terms.margin_mode !== 'retail_hedging') {
    expect(new Set(positions.map(({ symbol }) => symbol)).size).toBe(positions.length);
  } else if (!terms.hedge_allowed) {
    const sides = new Set(positions.map(({ symbol, type }) => `${symbol} ${type}`));
    expect(sides.size).toBe(new Set(positions.map(({ symbol }) => symbol)).size);
  }
}

const ends = ['filled', 'canceled', 'expired', 'rejected', 'partial'];

function expectDealsAndOrders({ orders, historyOrders, deals, terms }: AccountBook, specs: Specs): void {
  const filled = new Map<bigint, number>();
  const positions = new Set<bigint>();
  let time = 0;
  let ticket = 0n;
  for (const deal of deals) {
    expect(deal.time_msc).toBeGreaterThanOrEqual(time);
    expect(deal.ticket).toBeGreaterThan(ticket);
    time = deal.time_msc;
    ticket = deal.ticket;
    if (deal.type === 'balance') continue;
    expect(deal.volume).toBeGreaterThan(0);
    expect(isWhole(steps(deal.volume, specOf(specs, deal.symbol).info.volume_step))).toBe(true);
    for (const amount of [deal.profit, deal.swap, deal.commission]) expect(cents(amount) / CENT).toBe(amount);
    filled.set(deal.order, (filled.get(deal.order) ?? 0) + deal.volume);
    positions.add(deal.position_id);
  }
  for (const order of [...orders, ...historyOrders]) {
    const done = order.volume_initial - order.volume_current;
    expect(order.volume_current).toBeGreaterThanOrEqual(0);
    expect(filled.get(order.ticket) ?? 0).toBeCloseTo(order.type === 'close_by' ? 2 * done : done, 8);
    if (order.position_id !== 0n) expect(positions.has(order.position_id)).toBe(true);
    filled.delete(order.ticket);
  }
  expect([...filled.keys()]).toEqual([]);
  for (const order of orders) expect(['placed', 'partial']).toContain(order.state);
  const waiting = orders.filter(({ type }) => String(type).includes('_'));
  expect(waiting.length).toBeLessThanOrEqual(terms.limit_orders);
  for (const order of historyOrders) {
    expect(ends).toContain(order.state);
    expect(order.state === 'filled').toBe(order.volume_current === 0);
    expect(order.time_done_msc ?? 0).toBeGreaterThanOrEqual(order.time_setup_msc);
  }
}
