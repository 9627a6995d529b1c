import type { Mt5Client, Reply } from '@mt5-bridge/client';
import type { Clock, Params, ReadOperationName } from '@mt5-bridge/protocol';
import type { HistorySelection, Observed, TerminalReads } from './api.ts';
import { helloOf, identityOf } from './identity.ts';
import { marketHours } from './market-hours.ts';
import { observers } from './observers.ts';
import { patient } from './patient.ts';
import { calendarRange, releasesOf } from './releases.ts';
import { selections } from './selections.ts';
import { symbolDirectory } from './symbol-directory.ts';

const MOST_SYMBOLS_A_PAGE = 1_000;
const MOST_RELEASES_A_PAGE = 1_000;
/** Of an indicator, as the wire has it. */
const MOST_VALUES = 10_000;

export interface TerminalReadsOptions {
  readonly client: Mt5Client;
  readonly clock: Clock;
  /** ms since any moment, with fractions, never set back: what round trips are measured with. */
  readonly stopwatch: () => number;
}

export function createTerminalReads({ client, clock, stopwatch }: TerminalReadsOptions): TerminalReads {
  const directory = symbolDirectory({ client, clock });
  const check = selections(clock);
  const patiently = patient(clock);
  const reads: Record<Observed['kind'], number> = { account: 0, positions: 0, orders: 0, quote: 0, book: 0 };
  const observe = observers(client, (kind) => reads[kind]);

  /**
   * One call, patient while the terminal loads what it is about; a symbol that it names is checked before and, when the
   * broker does not have it, explained after.
   */
  async function call<N extends ReadOperationName>(operation: N, params: Params<N>): Promise<Reply<N>> {
    const symbol = 'symbol' in params && params.symbol !== undefined ? params.symbol : undefined;
    if (symbol === undefined) return patiently(() => client.call(operation, params));
    check.symbol(symbol);
    try {
      return await patiently(() => client.call(operation, params));
    } catch (error) {
      throw await directory.explain(error, symbol);
    }
  }

  /** What the terminal gives at most; while there is no connection, the call that follows is the one to say so. */
  function most(limit: 'max_rates' | 'max_ticks' | 'max_records'): number {
    return client.link.state === 'up' ? client.link.hello[limit] : Number.MAX_SAFE_INTEGER;
  }

  /** The terminal's own clock as UTC: a replayed market lives in another time than this machine. */
  const terminalNow = async (): Promise<number> => (await call('hello', {})).time_server;

  /** Rows of a symbol. None at all may mean that there is no such symbol, which is another answer. */
  async function ofSymbol<T extends { readonly length: number }>(rows: T, symbol: string | undefined): Promise<T> {
    if (rows.length === 0 && symbol !== undefined) await call('symbol_info', { symbol });
    return rows;
  }

  function checkHistory(selection: HistorySelection, page: { offset: number; count: number }): void {
    if ('from' in selection) check.range(selection);
    check.offset(page.offset, 'offset');
    check.count(page.count, most('max_records'));
  }

  return {
    get link() {
      return client.link;
    },
    onLink: (listener) => client.onLink(listener),
    identity: () => identityOf(helloOf(client.link)),

    async ping() {
      const start = stopwatch();
      await call('ping', {});
      return { round_trip_ms: stopwatch() - start };
    },

    async terminal() {
      const [terminal, now] = await Promise.all([call('terminal_info', {}), terminalNow()]);
      const utc_offset_minutes = Math.round((client.zone.toServer(now) - now) / 60_000);
      return { hello: helloOf(client.link), terminal, utc_offset_minutes };
    },

    async account() {
      reads.account++;
      return (await call('account_info', {})).account;
    },

    async quote(symbol) {
      reads.quote++;
      return call('quote', { symbol });
    },

    async quotes(symbols) {
      reads.quote++;
      return call('quotes', { symbols: [...symbols] });
    },

    async symbols({ offset, count, ...filter }) {
      check.offset(offset, 'offset');
      check.count(count, MOST_SYMBOLS_A_PAGE);
      return directory.find(filter, { offset, count });
    },

    symbolInfo: (symbol) => call('symbol_info', { symbol }),

    async marketHours(symbol) {
      const [{ trade_mode }, { trade }, now] = await Promise.all([
        call('symbol_info', { symbol }),
        call('sessions', { symbol }),
        terminalNow(),
      ]);
      return marketHours({ symbol, trade_mode, sessions: trade, zone: client.zone, now });
    },

    async positions({ magic, ...filter }) {
      reads.positions++;
      const { positions } = await call('positions', filter);
      return (await ofSymbol(positions, filter.symbol)).filter((one) => magic === undefined || one.magic === magic);
    },

    async orders({ magic, ...filter }) {
      reads.orders++;
      const { orders } = await call('orders', filter);
      return (await ofSymbol(orders, filter.symbol)).filter((one) => magic === undefined || one.magic === magic);
    },

    async deals(selection, page) {
      checkHistory(selection, page);
      const { total, deals } = await call('history_deals', { ...selection, ...page });
      return { total, offset: page.offset, items: await ofSymbol(deals, symbolOf(selection)) };
    },

    async historyOrders(selection, page) {
      checkHistory(selection, page);
      const { total, orders } = await call('history_orders', { ...selection, ...page });
      return { total, offset: page.offset, items: await ofSymbol(orders, symbolOf(selection)) };
    },

    async rates(symbol, timeframe, selection) {
      check.timeframe(timeframe);
      if ('to' in selection) check.range(selection);
      else {
        check.offset(selection.start, 'start');
        check.count(selection.count, most('max_rates'));
      }
      const { digits, columns } = await call('rates', { symbol, timeframe, ...selection });
      return { digits, columns };
    },

    async ticks(symbol, flags, selection) {
      if ('to' in selection) check.range(selection);
      else {
        if ('start' in selection) check.offset(selection.start, 'start');
        else check.timestamp(selection.from, 'from');
        check.count(selection.count, most('max_ticks'));
      }
      const { digits, columns } = await call('ticks', { symbol, flags, ...selection });
      return { digits, columns };
    },

    async book(symbol) {
      reads.book++;
      return (await call('book', { symbol })).entries;
    },

    async calcMargin(type, symbol, volume, price) {
      check.positive(volume, 'volume');
      if (price !== undefined) check.positive(price, 'price');
      return call('calc_margin', { type, symbol, volume, ...(price !== undefined && { price }) });
    },

    async calcProfit(type, symbol, volume, open, close) {
      check.positive(volume, 'volume');
      check.positive(open, 'price_open');
      check.positive(close, 'price_close');
      return call('calc_profit', { type, symbol, volume, price_open: open, price_close: close });
    },

    async indicator(params) {
      check.offset(params.start, 'start');
      check.count(params.count, MOST_VALUES);
      return call('indicator', params);
    },

    async screenshot(params) {
      return (await call('screenshot', params)).image;
    },

    async calendar(filter, { offset, count }) {
      check.offset(offset, 'offset');
      check.count(count, MOST_RELEASES_A_PAGE);
      const range = calendarRange(filter, await terminalNow());
      check.range(range);
      const ask = (params: Params<'calendar'>) => call('calendar', params);
      const found = await releasesOf(ask, filter, range);
      return { total: found.length, offset, items: found.slice(offset, offset + count) };
    },

    charts: async () => (await call('charts', {})).charts,

    globals: async (prefix) => (await call('globals', prefix === undefined ? {} : { prefix })).globals,

    checkOrder: (request) => call('order_check', request),

    observe(what, listener) {
      if ('symbol' in what) check.symbol(what.symbol);
      return observe(what, listener);
    },
  };
}

const symbolOf = (selection: HistorySelection): string | undefined =>
  'from' in selection ? selection.symbol : undefined;
