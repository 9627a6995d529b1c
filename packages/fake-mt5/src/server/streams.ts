import {
  type AccountInfo,
  barTopic,
  bookTopic,
  type Position,
  parseTopic,
  type Timeframe,
  tickTopic,
} from '@mt5-bridge/protocol';
import { packRates, packTicks } from '@mt5-bridge/protocol/wire';
import type { TickBatch } from '../market/index.ts';
import { barStart } from '../market/time.ts';
import { terminalState } from '../simulation/terminal-state.ts';
import type { Terminal } from './terminal.ts';

import { TradeNews } from './trade-news.ts';

/** Figures that follow the market are told at most this often. */
const FLOATING_MS = 1_000;
const FOREVER = Number.POSITIVE_INFINITY;

/** What is watched of one symbol. */
interface Interest {
  readonly tick: boolean;
  readonly book: boolean;
  readonly bars: readonly Timeframe[];
}

/** Turns what happens in market and terminal into events, by each event's rule. */
export class Streams {
  private readonly terminal: Terminal;
  private readonly trades: TradeNews;
  private readonly cancels: (() => void)[] = [];
  private interests = new Map<string, Interest>();
  private interestsOf = -1;
  /** Packed ticks that were not sent yet. */
  private waiting = new Map<string, Uint8Array[]>();
  /** Time of the last tick that a topic has told of. */
  private readonly told = new Map<string, number>();
  private running = false;
  private floating: { readonly account: AccountInfo; readonly positions: readonly Position[] } | undefined;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.trades = new TradeNews(terminal);
  }

  start(): void {
    this.running = true;
    this.cancels.push(this.terminal.onChanges((changes) => this.trades.hear(changes)));
    this.cancels.push(this.terminal.market.onTick((batch) => this.onTick(batch)));
    this.every(this.terminal.limits.heartbeat_ms, () => this.beat());
    this.every(FLOATING_MS, () => this.tellFloating());
  }

  stop(): void {
    this.running = false;
    this.trades.stop();
    for (const cancel of this.cancels) cancel();
  }

  /** The terminal lost or regained the broker; what broker and market did meanwhile follows. */
  tellStatus(): void {
    this.terminal.publisher.publish('status', 'status', terminalState(this.terminal));
    if (!this.terminal.connected) return;
    this.trades.tell();
    for (const [symbol, interest] of this.watched()) {
      if (interest.tick) this.catchUp(symbol);
      this.tellSymbol(symbol, interest);
    }
  }

  private onTick({ symbol, ticks, from, to }: TickBatch): void {
    const { terminal } = this;
    const interest = this.watched().get(symbol);
    if (interest === undefined || !terminal.connected) return;
    if (this.waiting.size === 0) queueMicrotask(() => this.flush());
    const packed = this.waiting.get(symbol) ?? [];
    this.waiting.set(symbol, packed);
    if (interest.tick) packed.push(packTicks(ticks, from, to));
  }

  /** Sends what arrived in one go: all ticks of a symbol in one event, in order. */
  private flush(): void {
    const { waiting } = this;
    this.waiting = new Map();
    if (!this.running) return;
    for (const [symbol, packed] of waiting) {
      const interest = this.watched().get(symbol);
      if (interest === undefined) continue;
      const [first] = packed;
      if (first !== undefined && interest.tick)
        this.tellTicks(symbol, packed.length === 1 ? first : Buffer.concat(packed));
      this.tellSymbol(symbol, interest);
    }
  }

  private tellTicks(symbol: string, ticks: Uint8Array): void {
    const topic = tickTopic(symbol);
    this.terminal.publisher.publish('tick', topic, { ticks });
    const { tick } = this.terminal.quoted(symbol) ?? {};
    if (tick !== undefined) this.told.set(topic, tick.time_msc);
  }

  private catchUp(symbol: string): void {
    const missed = this.terminal.symbol(symbol).ticksByRange('all', this.toldUntil(tickTopic(symbol)) + 1, FOREVER);
    if (missed.length > 0) this.tellTicks(symbol, packTicks(missed));
  }

  private tellSymbol(name: string, { book, bars }: Interest): void {
    const symbol = this.terminal.symbol(name);
    const time = symbol.lastTick()?.time_msc;
    if (time === undefined) return;
    if (book) this.terminal.publisher.publish('book', bookTopic(name), { entries: symbol.book() });
    for (const timeframe of bars) {
      const topic = barTopic(name, timeframe);
      const oldest = barStart(timeframe, this.toldUntil(topic));
      const current = barStart(timeframe, time);
      if (oldest >= current) continue;
      this.told.set(topic, time);
      const closed = symbol.ratesByRange(timeframe, oldest, current - 1);
      if (closed.length > 0) this.terminal.publisher.publish('bar', topic, { rates: packRates(closed) });
    }
  }

  /** Server time up to which a watched topic has nothing more to tell. */
  private toldUntil(topic: string): number {
    return Math.max(this.told.get(topic) ?? 0, this.terminal.watches.since(topic));
  }

  private tellFloating(): void {
    const { terminal } = this;
    if (!terminal.connected) return;
    const before = this.floating;
    const account = terminal.account.info();
    const positions = terminal.account.positions();
    this.floating = { account, positions };
    if (before === undefined) return;
    if (account.profit !== before.account.profit || account.margin !== before.account.margin) {
      terminal.publisher.publish('account', 'account', { cause: 'floating', account });
    }
    const moved = positions.some(({ price_current, profit }, i) => {
      const was = before.positions[i];
      return price_current !== was?.price_current || profit !== was.profit;
    });
    if (moved) terminal.publisher.publish('positions', 'positions', { cause: 'floating', positions });
  }

  private beat(): void {
    const { terminal } = this;
    terminal.watches.expire(terminal.clock.now());
    const { connected, publisher } = terminal;
    publisher.publish('hb', 'hb', {
      ...terminal.times(),
      connected,
      seq: { ...publisher.plainSeq(), hb: publisher.seqOf('hb') + 1 },
    });
  }

  /** Interests by symbol; made anew when the watches changed. */
  private watched(): ReadonlyMap<string, Interest> {
    const { watches } = this.terminal;
    if (watches.changes === this.interestsOf) return this.interests;
    this.interestsOf = watches.changes;
    const topics = [...watches.topics].flatMap((name) => {
      const topic = parseTopic(name);
      return topic && 'symbol' in topic ? [topic] : [];
    });
    this.interests = new Map(
      [...Map.groupBy(topics, ({ symbol }) => symbol)].map(([symbol, of]) => [
        symbol,
        {
          tick: of.some(({ kind }) => kind === 'tick'),
          book: of.some(({ kind }) => kind === 'book'),
          bars: of.flatMap((topic) => (topic.kind === 'bar' ? [topic.timeframe] : [])),
        },
      ]),
    );
    return this.interests;
  }

  private every(ms: number, run: () => void): void {
    let cancel: () => void;
    const wait = (): void => {
      cancel = this.terminal.clock.setTimer(ms, () => {
        wait();
        run();
      });
    };
    wait();
    this.cancels.push(() => cancel());
  }
}
