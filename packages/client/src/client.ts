import {
  type Approved,
  type BookEntry,
  bookTopic,
  events,
  Mt5Error,
  type OperationName,
  operations,
  type Params,
  parseTopic,
  type Quote,
  type ReadOperationName,
  type Result,
  serverZone,
  type TradeCommand,
  tickTopic,
} from '@mt5-bridge/protocol';
import type { ClientTransport, TicksColumns } from '@mt5-bridge/protocol/wire';
import type {
  CallOptions,
  ChangeCause,
  ClientEvent,
  ClientStats,
  KeptStates,
  Link,
  Mt5Client,
  Mt5ClientOptions,
  Reply,
  SendOptions,
  SendOutcome,
  Unsubscribe,
} from './api.ts';
import { BadFrames } from './bad-frames.ts';
import { type CallSettings, Calls, type Gate, invalidParams } from './calls.ts';
import { deliver } from './deliver.ts';
import { EventReader } from './event-reader.ts';
import { bookSpec, keptSpecs } from './kept-specs.ts';
import { KeptState, type Surroundings } from './kept-state.ts';
import { assertVersionsFit, LinkKeeper } from './link-keeper.ts';
import { QuoteFeed } from './quote-feed.ts';
import { Rooms } from './rooms.ts';
import { outcomeOf, outcomeWithout } from './send.ts';
import { ServerZone } from './server-zone.ts';
import { TerminalClock } from './terminal-clock.ts';
import { TickStream } from './tick-stream.ts';
import { Topics } from './topics.ts';
import { Watches } from './watches.ts';

/** Ticks read of the history in one call, where the terminal allows so many. */
const HISTORY_TICKS = 50_000;

const open: Gate = { state: 'open' };

/**
 * Opens a client; it connects in the background and stays connected until closed.
 * @throws Mt5Error ADDRESS_INVALID; INVALID_PARAMS for a time zone that does not exist
 */
export function createMt5Client(options: Mt5ClientOptions): Mt5Client {
  return new Client(options);
}

class Client implements Mt5Client {
  readonly zone: ServerZone;
  readonly stats: ClientStats = {
    calls: 0,
    timeouts: 0,
    lateReplies: 0,
    badFrames: 0,
    events: 0,
    gaps: 0,
    resyncs: 0,
    reconnects: 0,
    heartbeatAt: 0,
  };
  readonly #options: Mt5ClientOptions;
  readonly #transport: ClientTransport;
  readonly #terminalClock: TerminalClock;
  readonly #calls: Calls;
  readonly #keeper: LinkKeeper;
  readonly #watches: Watches;
  readonly #topics: Topics;
  readonly #around: Surroundings;
  readonly #linkListeners = new Set<(link: Link) => void>();
  readonly #keptSpecs: ReturnType<typeof keptSpecs>;
  readonly #kept: { [K in keyof KeptStates]: Rooms<(state: KeptStates[K], cause: ChangeCause) => void> } = {
    account: new Rooms(),
    positions: new Rooms(),
    orders: new Rooms(),
  };
  readonly #books = new Rooms<(entries: BookEntry[]) => void>();
  readonly #ticks = new Rooms<(ticks: TicksColumns) => void>();
  readonly #quotes = new Map<string, QuoteFeed>();
  #closing: Promise<void> | undefined;

  constructor(options: Mt5ClientOptions) {
    const { clock, log, random } = options;
    const { stats } = this;
    this.#options = options;
    this.zone = new ServerZone(options.serverTimezone, log);
    this.#terminalClock = new TerminalClock(clock);
    const transport = options.connect({
      reply: (frames) => {
        this.#keeper.heardReply();
        this.#calls.receive(frames);
      },
      event: (topic, payload) => {
        this.#keeper.heardEvent();
        this.#topics.receive(topic, payload);
      },
      link: (state) => this.#keeper.carrier(state),
    });
    this.#transport = transport;
    const badFrames = new BadFrames(stats, log);
    const told = (t: number) => this.#terminalClock.sample(t);
    this.#calls = new Calls(clock, transport, stats, badFrames, told, options.observeCall);
    this.#watches = new Watches({
      client: 1 + Math.floor(random() * 2 ** 52),
      call: (operation, params) => this.#own(operation, params),
      clock,
      log,
      answered: (result, refused) => {
        if (this.#topics.isOfThisEpoch(result.epoch)) {
          for (const [topic, error] of refused) this.#topics.refused(topic, error);
        }
      },
    });
    this.#keeper = new LinkKeeper({
      clock,
      random,
      log,
      stats,
      transport,
      requestTimeoutMs: () => options.requestTimeoutMs,
      hello: (timeoutMs) => this.#hello(timeoutMs),
      ping: (timeoutMs) => this.#own('ping', {}, { timeoutMs }),
      lastDeadline: () => this.#calls.lastDeadline,
      changed: (link) => this.#linkChanged(link),
    });
    this.#topics = new Topics({
      transport,
      watches: this.#watches,
      stats,
      badFrames,
      newEpoch: () => this.#keeper.newEpoch(),
    });
    this.#around = { topics: this.#topics, clock, stats, log, isUp: () => this.link.state === 'up' };
    this.#keptSpecs = keptSpecs((operation, params) => this.#own(operation, params), this.zone);
    this.#topics.subscribe('hb', {
      event: ({ t, d }) => {
        stats.heartbeatAt = clock.now();
        const beat = events.hb.data.decode(d, 'hb', serverZone);
        this.zone.judge(beat);
        this.#terminalClock.sample(t);
        this.#topics.last(beat.seq);
      },
      interrupted() {},
      refused() {},
    });
  }

  get link(): Link {
    return this.#keeper.link;
  }

  onLink(listener: (link: Link) => void): Unsubscribe {
    const own = (link: Link): void => listener(link);
    this.#linkListeners.add(own);
    return () => void this.#linkListeners.delete(own);
  }

  ready(timeoutMs: number): Promise<Result<'hello'>> {
    return new Promise((resolve, reject) => {
      let leave: Unsubscribe = () => {};
      let cancel = () => {};
      const settle = (): boolean => {
        const { link } = this;
        if (link.state === 'up') resolve(link.hello);
        else if (this.#closing !== undefined) reject(new Mt5Error('CLOSED'));
        else return false;
        leave();
        cancel();
        return true;
      };
      if (settle()) return;
      leave = this.onLink(settle);
      cancel = this.#options.clock.setTimer(timeoutMs, () => {
        leave();
        reject(this.#whyNot());
      });
    });
  }

  call<N extends ReadOperationName>(operation: N, params: Params<N>, options: CallOptions = {}): Promise<Reply<N>> {
    // What another account's terminal has not seen says nothing.
    const epoch = operation === 'order_lookup' && { epoch: this.#epoch };
    return this.#calls.start(operation, params, { ...this.#settings(options), ...epoch }, this.#gate());
  }

  readonly #epoch = (): number | undefined => (this.link.state === 'up' ? this.link.hello.epoch : undefined);

  expiry(ms: number): number {
    if (this.link.state !== 'up') throw this.#whyNot();
    return this.#terminalClock.in(ms);
  }

  async send(command: Approved<TradeCommand>, { expires, timeoutMs }: SendOptions): Promise<SendOutcome> {
    const { operation, params } = command;
    const { link } = this;
    let handedOver = false;
    const settings = {
      ...this.#settings({ timeoutMs }),
      timeToLive: () => expires,
      ...(link.state === 'up' && { epoch: () => link.hello.epoch }),
      handedOver: () => {
        handedOver = true;
      },
    };
    // Not held back for a link to come: what could be sent later than its caller thinks is not sent at all.
    const gate: Gate = link.state === 'up' ? open : { state: 'shut', reason: () => this.#whyNot() };
    try {
      return outcomeOf(await this.#calls.start(operation, params as never, settings, gate));
    } catch (error) {
      return outcomeWithout(command, error, handedOver);
    }
  }

  keep<K extends keyof KeptStates>(what: K, listener: (state: KeptStates[K], cause: ChangeCause) => void): Unsubscribe {
    this.#assertOpen();
    const spec = this.#keptSpecs[what];
    return this.#kept[what].join(what, () => new KeptState(spec, this.#around), listener);
  }

  ticks(symbol: string, listener: (ticks: TicksColumns) => void): Unsubscribe {
    this.#assertOpen();
    checked('quote', { symbol });
    return this.#ticks.join(symbol, () => this.#tickStream(symbol), listener);
  }

  quotes(symbol: string, { signal }: { signal?: AbortSignal } = {}): AsyncIterable<Quote> {
    this.#assertOpen();
    checked('quote', { symbol });
    return {
      [Symbol.asyncIterator]: () => {
        this.#assertOpen();
        return this.#quoteFeed(symbol).reader(signal);
      },
    };
  }

  book(symbol: string, listener: (entries: BookEntry[]) => void): Unsubscribe {
    this.#assertOpen();
    checked('book', { symbol });
    const openBook = () => {
      const spec = bookSpec((operation, params) => this.#own(operation, params), this.zone, symbol);
      return new KeptState(spec, this.#around);
    };
    return this.#books.join(bookTopic(symbol), openBook, listener);
  }

  on<N extends 'trade' | 'status' | 'bar' | 'hb'>(
    kind: N,
    topic: string,
    listener: (event: ClientEvent<N>) => void,
    onGap?: () => void,
  ): Unsubscribe {
    this.#assertOpen();
    if (parseTopic(topic)?.kind !== kind) {
      throw new Mt5Error('INVALID_PARAMS', `"${topic}" is no topic of ${kind} events.`, { details: { topic } });
    }
    const reader = new EventReader({ kind, topic, zone: this.zone, log: this.#options.log, listener, onGap });
    return this.#topics.subscribe(topic, reader).end;
  }

  close(): Promise<void> {
    if (this.#closing === undefined) {
      this.#closing = this.#transport.close();
      this.#keeper.close();
      for (const rooms of [...Object.values(this.#kept), this.#books, this.#ticks]) rooms.end();
      for (const feed of [...this.#quotes.values()]) feed.end();
    }
    return this.#closing;
  }

  #tickStream(symbol: string): TickStream {
    const history = async (from: number) => {
      const { link } = this;
      const count = Math.min(HISTORY_TICKS, link.state === 'up' ? link.hello.max_ticks : HISTORY_TICKS);
      const { columns } = await this.#own('ticks', { symbol, flags: 'all', from, count }, { zone: serverZone });
      return { ticks: columns, isAll: columns.length < count };
    };
    return new TickStream({ symbol, topic: tickTopic(symbol), zone: this.zone, history }, this.#around);
  }

  #quoteFeed(symbol: string): QuoteFeed {
    const known = this.#quotes.get(symbol);
    if (known !== undefined) return known;
    const spec = {
      symbol,
      topic: tickTopic(symbol),
      zone: this.zone,
      quote: () => this.#own('quote', { symbol }),
      symbolInfo: () => this.#own('symbol_info', { symbol }),
      unused: () => void this.#quotes.delete(symbol),
    };
    const feed = new QuoteFeed(spec, this.#around);
    this.#quotes.set(symbol, feed);
    return feed;
  }

  /** A call of the client's own housekeeping. */
  #own<N extends OperationName>(
    operation: N,
    params: Params<N>,
    settings: Partial<CallSettings<N>> = {},
  ): Promise<Reply<N>> {
    const gate = this.#gate();
    return this.#calls.start(operation, params, { ...this.#settings({}), own: true, ...settings }, gate);
  }

  #hello(timeoutMs: number): Promise<Result<'hello'>> {
    const { result } = operations.hello;
    const read = (d: unknown, t: number): Result<'hello'> => {
      assertVersionsFit(d);
      this.zone.judge(result.decode(d, 'hello', serverZone));
      this.#terminalClock.forget();
      this.#terminalClock.sample(t);
      return result.decode(d, 'hello', this.zone);
    };
    const settings = { timeoutMs, zone: this.zone, timeToLive: () => 0, own: true, read };
    return this.#calls.start('hello', { client: 'mt5-bridge' }, settings, open);
  }

  #settings({ timeoutMs, signal }: CallOptions): CallSettings<never> {
    return {
      timeoutMs: timeoutMs ?? this.#options.requestTimeoutMs,
      zone: this.zone,
      signal,
      timeToLive: this.#timeToLive,
    };
  }

  readonly #timeToLive = (timeoutMs: number): number => this.#terminalClock.in(timeoutMs);

  #gate(): Gate {
    const { state } = this.link;
    if (state === 'up') return open;
    return { state: state === 'down' ? 'shut' : 'waiting', reason: () => this.#whyNot() };
  }

  /** Why the link is not up, as an error of its own for each who asks. */
  #whyNot(): Mt5Error {
    const { link } = this;
    if (link.state !== 'down') return this.#keeper.absent();
    const { code, message, details } = link.reason;
    return new Mt5Error(code, message, { details, cause: link.reason });
  }

  #linkChanged(link: Link): void {
    if (link.state === 'up') {
      const { max_request_bytes, watch_lease_ms, epoch } = link.hello;
      this.#calls.maxRequestBytes = max_request_bytes;
      this.#calls.sendHeld();
      this.#watches.up(watch_lease_ms);
      this.#topics.up(epoch);
    } else if (link.state === 'down') {
      this.#watches.down();
      // A call that waits for the first connection waits on, unless waiting is of no use.
      const isCurable = link.reason.code === 'TERMINAL_NOT_CONNECTED';
      this.#calls.fail(() => this.#whyNot(), isCurable ? 'sent' : 'all');
    }
    for (const listener of this.#linkListeners) deliver(this.#options.log, 'the link', () => listener(link));
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new Mt5Error('CLOSED');
  }
}

/** @throws Mt5Error INVALID_SYMBOL and the like, as a call would */
function checked<N extends OperationName>(operation: N, params: Params<N>): void {
  try {
    operations[operation].params.encode(params as never, operation, serverZone);
  } catch (cause) {
    throw invalidParams(cause);
  }
}
