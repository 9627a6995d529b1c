import type { Socket } from 'node:net';
import { defaultLimits } from '@mt5-bridge/fake-mt5';
import {
  type RecordChange,
  SimulatedTerminal,
  type Simulation,
  symbolInfo,
  type TickBatch,
  terminalInfoOf,
} from '@mt5-bridge/fake-mt5/simulation';
import type { AccountInfo } from '@mt5-bridge/protocol';
import { packTicks } from '@mt5-bridge/protocol/wire';
import { type CallContext, calls } from './calls.ts';
import { calendarFacts, IndicatorHandles } from './extras.ts';
import { FrameReader, frameOf } from './frames.ts';
import { type Day, type HostCommand, type Method, MQL_ERROR, type Pushes } from './link-messages.ts';
import {
  accountProperties,
  bookRow,
  dealRow,
  fieldNames,
  heldRow,
  historyOrderRow,
  orderRow,
  placedRow,
  positionRow,
  sessionRows,
  symbolProperties,
  terminalProperties,
  transactionRow,
} from './rows.ts';

/** How often the host sets its clock by the market's. */
const CLOCK_MS = 1_000;

export interface LinkTerms {
  readonly simulation: Simulation;
  /** Seconds of market a second; 0 = from tick to tick. */
  readonly speed: number;
  /** Hears what an order_send is about to do, before and after the broker did it; may end this process. */
  readonly orderSend: CallContext['orderSend'];
  readonly listening: CallContext['listening'];
  readonly log: (problem: string) => void;
}

/** The terminal of one start of the native expert, and the connection over which its process sees it. */
export class HostLink {
  readonly terminal: SimulatedTerminal;
  private readonly terms: LinkTerms;
  private readonly socket: Socket;
  private readonly cancels: (() => void)[] = [];
  private readonly books = new Set<string>();
  private readonly indicators: IndicatorHandles;
  /** Where it is not the simulated account's own. */
  private login: bigint | undefined;
  private algoTrading = true;
  /** What happened at the broker while the terminal was cut off from it. */
  private missed: (() => void)[] = [];
  private arrived = new Map<string, Uint8Array[]>();

  constructor(socket: Socket, terms: LinkTerms) {
    this.socket = socket;
    this.terms = terms;
    this.terminal = new SimulatedTerminal(terms.simulation);
    this.indicators = new IndicatorHandles(this.terminal);
    socket.setNoDelay(true);
    const reader = new FrameReader();
    socket.on('data', (bytes) => {
      for (const [number, method, ...args] of reader.read(bytes)) this.answer(Number(number), method as Method, args);
    });
    // The end of the process says all that there is to say.
    socket.on('error', () => {});
    this.tellAll();
    this.cancels.push(
      terms.simulation.onRecords((changes) => this.orLater(() => this.tellRecords(changes))),
      terms.simulation.onChanges(({ transactions }) =>
        this.orLater(() => {
          for (const transaction of transactions) this.push('transaction', transactionRow(transaction));
        }),
      ),
      terms.simulation.market.onTick((batch) => this.onTicks(batch)),
    );
    const clock = setInterval(() => this.tellClock(), CLOCK_MS);
    this.cancels.push(() => clearInterval(clock));
  }

  close(): void {
    for (const cancel of this.cancels.splice(0)) cancel();
    this.socket.destroy();
  }

  command(command: HostCommand): void {
    this.push('command', command);
  }

  /** The connection to the broker is lost or regained. */
  setConnected(connected: boolean): void {
    if (!this.terminal.setConnected(connected)) return;
    this.tellTerminal();
    if (!connected) return;
    for (const { name } of this.terminal.market.symbols) this.tellQuote(name);
    for (const tell of this.missed.splice(0)) tell();
  }

  /** The button of that name, pressed or not. */
  setAlgoTrading(allowed: boolean): void {
    this.algoTrading = allowed;
    this.tellTerminal();
  }

  /** The terminal is on another account from now on; its trades and figures stay those of before. */
  setLogin(login: bigint): void {
    this.login = login;
    this.push('account', accountProperties(this.accountInfo()));
  }

  private accountInfo(): AccountInfo {
    const info = this.terminal.account.info();
    return { ...info, login: this.login ?? info.login };
  }

  private push<K extends keyof Pushes>(kind: K, ...values: Pushes[K]): void {
    this.socket.write(frameOf([0, kind, ...values]));
  }

  private answer(number: number, method: Method, args: readonly unknown[]): void {
    const { terminal, books, indicators } = this;
    const context: CallContext = {
      terminal,
      books,
      indicators,
      orderSend: this.terms.orderSend,
      listening: this.terms.listening,
      algoTrading: this.algoTrading,
      accountInfo: () => this.accountInfo(),
      tellSymbol: (name) => this.tellSymbol(name),
      tellQuote: (name) => this.tellQuote(name),
      tellBook: (name) => this.tellBook(name),
    };
    try {
      const call = calls[method] as (context: CallContext, ...args: readonly unknown[]) => readonly unknown[];
      this.socket.write(frameOf([number, ...call(context, ...args)]));
    } catch (error) {
      this.terms.log(`${method} failed: ${error instanceof Error ? error.stack : error}`);
      this.socket.write(frameOf([number, MQL_ERROR.internal]));
    }
  }

  private tellAll(): void {
    const { market, account } = this.terminal;
    for (const [record, names] of fieldNames) this.push('fields', record, names);
    this.tellClock();
    this.tellTerminal();
    this.push('account', accountProperties(this.accountInfo()));
    for (const { name, spec } of market.symbols) {
      this.tellSymbol(name);
      this.push('sessions', name, sessionRows(spec.sessions.quote), sessionRows(spec.sessions.trade));
      this.tellQuote(name);
    }
    for (const position of account.positions()) this.push('position', positionRow(position));
    for (const order of account.orders()) this.push('order', orderRow(order));
    for (const order of account.book.historyOrders) this.push('history_order', historyOrderRow(order));
    for (const deal of account.book.deals) this.push('deal', dealRow(deal));
    const { countries, events } = calendarFacts();
    for (const country of countries) this.push('calendar_country', ...country);
    for (const event of events) this.push('calendar_event', ...event);
    this.push('ready');
  }

  private tellClock(): void {
    const { time_server_raw, time_gmt_raw } = this.terminal.times();
    this.push('clock', time_server_raw, time_gmt_raw, this.terms.speed);
  }

  private tellTerminal(): void {
    const info = terminalInfoOf(this.terminal, defaultLimits.max_rates);
    this.push('terminal', terminalProperties({ ...info, trade_allowed: info.trade_allowed && this.algoTrading }));
  }

  private tellSymbol(name: string): void {
    const { initial, maintenance } = this.terminal.symbol(name).spec.margin_rate;
    this.push('symbol', name, symbolProperties(symbolInfo(this.terminal, { symbol: name })), [initial, maintenance]);
  }

  /** Of symbols in Market Watch alone, as the terminal receives no other. */
  private tellQuote(name: string): void {
    const { terminal } = this;
    if (!terminal.selected.has(name) || !terminal.connected) return;
    const newest = terminal.symbol(name).ticksByPosition('all', 0, 1);
    if (newest.length > 0) this.push('quote', name, packTicks(newest), this.dayOf(name));
  }

  private tellBook(name: string): void {
    this.push('book', name, this.terminal.symbol(name).book().map(bookRow));
  }

  private onTicks({ symbol, ticks, from, to }: TickBatch): void {
    const { terminal, arrived } = this;
    if (!terminal.connected || !terminal.selected.has(symbol)) return;
    if (arrived.size === 0) queueMicrotask(() => this.tellTicks());
    const packed = arrived.get(symbol);
    if (packed === undefined) arrived.set(symbol, [packTicks(ticks, from, to)]);
    else packed.push(packTicks(ticks, from, to));
  }

  /** What arrived in one go: all ticks of a symbol at once. */
  private tellTicks(): void {
    const { arrived } = this;
    this.arrived = new Map();
    this.socket.cork();
    for (const [symbol, packed] of arrived) {
      const [only = new Uint8Array()] = packed;
      this.push('ticks', symbol, packed.length === 1 ? only : Buffer.concat(packed), this.dayOf(symbol));
      if (this.books.has(symbol)) this.tellBook(symbol);
    }
    this.socket.uncork();
  }

  private dayOf(symbol: string): Day {
    const { open = 0, high = 0, low = 0, close_before = 0 } = this.terminal.quoted(symbol)?.day ?? {};
    return [open, high, low, close_before];
  }

  private tellRecords(changes: readonly RecordChange[]): void {
    for (const change of changes) {
      switch (change.table) {
        case 'deals':
          this.push('deal', dealRow(change.record));
          break;
        case 'historyOrders':
          this.push('history_order', historyOrderRow(change.record));
          break;
        case 'positions':
          if (change.record === undefined) this.push('position_gone', change.ticket);
          else this.push('position', heldRow(change.record));
          break;
        case 'orders':
          if (change.record === undefined) this.push('order_gone', change.ticket);
          else this.push('order', placedRow(change.record));
          break;
      }
    }
  }

  private orLater(tell: () => void): void {
    if (this.terminal.connected) tell();
    else this.missed.push(tell);
  }
}
