import { defaultLimits } from '@mt5-bridge/fake-mt5';
import { calcMargin, calcProfit, orderCheck, type SimulatedTerminal } from '@mt5-bridge/fake-mt5/simulation';
import {
  type AccountInfo,
  type CopyTicks,
  Mt5Error,
  orderType,
  retcodeOf,
  SchemaError,
  type Timeframe,
  type TradeOperationName,
  timeframe,
  timeframeMs,
} from '@mt5-bridge/protocol';
import { emptyRates, packRates, packTicks, type RatesColumns } from '@mt5-bridge/protocol/wire';
import { calendarValues, type IndicatorHandles } from './extras.ts';
import { type Args, type BarForm, type Method, MQL_ERROR, type Results } from './link-messages.ts';
import { accountProperties, operationOf, requestOf, resultRow } from './rows.ts';

/** What calls work on. */
export interface CallContext {
  readonly terminal: SimulatedTerminal;
  readonly indicators: IndicatorHandles;
  /** Symbols whose depth of market is subscribed. */
  readonly books: Set<string>;
  accountInfo(): AccountInfo;
  tellSymbol(name: string): void;
  tellQuote(name: string): void;
  tellBook(name: string): void;
  /** Hears of the broker's part of an OrderSend; says whether the process ends where it would answer. */
  orderSend(moment: 'before' | 'after', operation: TradeOperationName): boolean;
  listening(kind: 'command' | 'events', address: string): void;
  /** The button of that name is pressed. */
  readonly algoTrading: boolean;
}

type Answer<M extends Method> = readonly [error: number] | readonly [error: number, ...Results<M>];
type CallTable = { readonly [M in Method]: (context: CallContext, ...args: Args<M>) => Answer<M> };

/** TRADE_RETCODE_INVALID, where the numbers of a request belong to no enumeration. */
const INVALID = 10_013;
const CLIENT_DISABLES_AT = 10_027;

const refusedResult = [CLIENT_DISABLES_AT, 0, 0, 0, 0, 0, 0, 'AutoTrading disabled by client', 0] as const;
const invalidResult = [INVALID, 0, 0, 0, 0, 0, 0, 'Invalid request', 0] as const;

export const calls: CallTable = {
  listening({ listening }, kind, address) {
    listening(kind, address);
    return [0];
  },
  order_send({ terminal, orderSend, algoTrading }, values) {
    const request = asked(() => requestOf(values));
    if (request === undefined) return [MQL_ERROR.trade_send_failed, invalidResult, false];
    if (!algoTrading) return [MQL_ERROR.trade_send_failed, refusedResult, false];
    const operation = operationOf(request);
    orderSend('before', operation);
    const result = terminal.send(operation, request);
    const ends = orderSend('after', operation);
    const { outcome } = retcodeOf(result.retcode);
    return [outcome === 'done' ? 0 : MQL_ERROR.trade_send_failed, resultRow(result), ends];
  },
  order_check({ terminal }, values) {
    const request = asked(() => requestOf(values));
    const figures = { balance: 0, equity: 0, profit: 0, margin: 0, margin_free: 0, margin_level: 0 };
    const invalid = { retcode: INVALID, ...figures, comment: 'Invalid request' };
    const result = (request && known(() => orderCheck(terminal, request))) ?? invalid;
    const { retcode, balance, equity, profit, margin, margin_free, margin_level, comment } = result;
    return [0, [retcode, balance, equity, profit, margin, margin_free, margin_level, comment]];
  },
  calc_margin({ terminal }, type, symbol, volume, price) {
    const name = orderType.nameOf(type);
    if (name === undefined) return [MQL_ERROR.wrong_parameter];
    const result = known(() => calcMargin(terminal, { type: name, symbol, volume, price }));
    return result === undefined ? [MQL_ERROR.wrong_parameter] : [0, result.margin];
  },
  calc_profit({ terminal }, type, symbol, volume, price_open, price_close) {
    const name = orderType.nameOf(type);
    if (name === undefined) return [MQL_ERROR.wrong_parameter];
    const result = known(() => calcProfit(terminal, { type: name, symbol, volume, price_open, price_close }));
    return result === undefined ? [MQL_ERROR.wrong_parameter] : [0, result.profit];
  },
  symbol_select({ terminal, tellSymbol, tellQuote }, name, select) {
    if (terminal.market.symbol(name) === undefined) return [MQL_ERROR.unknown_symbol];
    const { positions, orders } = terminal.account.book;
    if (!select && [...positions, ...orders].some(({ symbol }) => symbol === name)) return [MQL_ERROR.select_failed];
    const { selected } = terminal;
    if (select) selected.add(name);
    else selected.delete(name);
    tellSymbol(name);
    if (select) tellQuote(name);
    return [0];
  },
  symbol_values({ terminal, tellSymbol }, name) {
    if (terminal.market.symbol(name) === undefined) return [MQL_ERROR.unknown_symbol];
    tellSymbol(name);
    return [0];
  },
  book_subscribe({ terminal, books, tellBook }, name, on) {
    const symbol = terminal.market.symbol(name);
    if (symbol === undefined) return [MQL_ERROR.unknown_symbol];
    if (symbol.spec.info.ticks_bookdepth === 0) return [MQL_ERROR.book_cannot_add];
    if (on) books.add(name);
    else books.delete(name);
    if (on) tellBook(name);
    return [0];
  },
  rates({ terminal }, name, period, form, start, countOrStop) {
    const symbol = terminal.market.symbol(name);
    const of = timeframe.nameOf(period);
    if (symbol === undefined) return [MQL_ERROR.unknown_symbol];
    if (of === undefined) return [MQL_ERROR.wrong_parameter];
    return [0, packRates(bars(terminal, name, of, form, start, countOrStop))];
  },
  series({ terminal }, name, period) {
    const of = timeframe.nameOf(period);
    if (terminal.market.symbol(name) === undefined) return [MQL_ERROR.unknown_symbol];
    if (of === undefined) return [MQL_ERROR.wrong_parameter];
    const { length, time } = bars(terminal, name, of, 0, 0, defaultLimits.max_rates);
    return length === 0 ? [MQL_ERROR.no_history] : [0, length, (time[0] ?? 0) / 1000, (time[length - 1] ?? 0) / 1000];
  },
  ticks({ terminal }, name, flags, from, to, count) {
    const symbol = terminal.market.symbol(name);
    const wanted = tickKinds[flags];
    if (symbol === undefined) return [MQL_ERROR.unknown_symbol];
    if (wanted === undefined) return [MQL_ERROR.wrong_parameter];
    const most = count > 0 ? count : Number.POSITIVE_INFINITY;
    const ticks =
      from === 0 && count > 0
        ? symbol.ticksByPosition(wanted, 0, count)
        : symbol.ticksByRange(wanted, from, to > 0 ? to : Number.POSITIVE_INFINITY, most);
    return [0, packTicks(ticks)];
  },
  indicator_create({ indicators }, ...asked) {
    const handle = indicators.create(...asked);
    return handle === undefined ? [MQL_ERROR.cannot_create_indicator] : [0, handle];
  },
  indicator_release: ({ indicators }, handle) => [indicators.release(handle) ? 0 : MQL_ERROR.wrong_handle],
  indicator_bars({ indicators }, handle) {
    const count = indicators.bars(handle);
    return count === undefined ? [MQL_ERROR.wrong_handle] : [0, count];
  },
  indicator_copy({ indicators }, ...asked) {
    const values = indicators.copy(...asked);
    return typeof values === 'number' ? [values] : [0, values];
  },
  calendar_values: ({ terminal }, ...asked) => [0, calendarValues(terminal, ...asked)],
  figures({ terminal: { account }, accountInfo }) {
    return [
      0,
      accountProperties(accountInfo()),
      account.positions().map(({ ticket, price_current, profit }) => [ticket, price_current, profit]),
      account.orders().map(({ ticket, price_current }) => [ticket, price_current]),
    ];
  },
};

/** By COPY_TICKS_INFO | COPY_TICKS_TRADE. */
const tickKinds: Readonly<Record<number, CopyTicks>> = { 1: 'info', 2: 'trade', 3: 'all', [-1]: 'all' };

/** The three forms of CopyRates; times in seconds, and no more bars than the terminal keeps. */
function bars(
  { market }: SimulatedTerminal,
  name: string,
  of: Timeframe,
  form: BarForm,
  start: number,
  countOrStop: number,
): RatesColumns {
  const symbol = market.symbol(name);
  const most = defaultLimits.max_rates;
  if (symbol === undefined) return emptyRates(0);
  if (form === 0) {
    const count = Math.min(countOrStop, most - start);
    return count > 0 ? symbol.ratesByPosition(of, start, count) : emptyRates(0);
  }
  const reach = 2 * most * timeframeMs(of);
  if (form === 1) {
    const later = symbol.ratesByRange(of, Math.max(start * 1000 + 1, market.time() - reach), market.time()).length;
    const count = Math.min(countOrStop, most - later);
    return count > 0 ? symbol.ratesByPosition(of, later, count) : emptyRates(0);
  }
  const to = Math.min(countOrStop * 1000, market.time());
  return symbol.ratesByRange(of, Math.max(start * 1000, to - reach), to);
}

function asked<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

/** Undefined where the terminal refuses to answer. */
function known<T>(answer: () => T): T | undefined {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Mt5Error) return undefined;
    throw error;
  }
}
