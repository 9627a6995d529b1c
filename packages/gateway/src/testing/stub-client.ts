import type {
  ChangeCause,
  ClientEvent,
  ClientStats,
  KeptStates,
  Link,
  Mt5Client,
  Reply,
  Unsubscribe,
} from '@mt5-bridge/client';
import {
  type BookEntry,
  type EventData,
  Mt5Error,
  type OperationName,
  type Params,
  type Quote,
  type Result,
  type ZoneShift,
} from '@mt5-bridge/protocol';

type Answers = { readonly [N in OperationName]?: (params: Params<N>) => Reply<N> };

export const hello: Result<'hello'> = {
  protocol_min: 1,
  protocol_max: 1,
  program: 'ea',
  program_version: '0.1.0',
  terminal_build: 5100,
  login: 5_012_345_678n,
  server: 'Broker-Demo',
  company: 'Broker Ltd',
  currency: 'USD',
  trade_mode: 'demo',
  margin_mode: 'retail_hedging',
  epoch: 1,
  heartbeat_ms: 250,
  watch_lease_ms: 15_000,
  operations: [],
  max_request_bytes: 65_536,
  max_rates: 5_000,
  max_ticks: 20_000,
  max_records: 1_000,
  time_server_raw: 0,
  time_gmt_raw: 0,
  time_server: 0,
};

/** A client whose terminal is the test: it answers what the test says and changes when the test says so. */
export class StubClient implements Mt5Client {
  readonly calls: { readonly operation: OperationName; readonly params: unknown }[] = [];
  link: Link = { state: 'up', hello, since: 0 };
  /** Server time three hours ahead of UTC. */
  zone: ZoneShift = { fromServer: (ms) => ms - 10_800_000, toServer: (ms) => ms + 10_800_000 };
  answers: Answers = {};
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
  readonly #linkListeners = new Set<(link: Link) => void>();
  readonly #kept = new Map<keyof KeptStates, Set<(cause: ChangeCause) => void>>();
  readonly #events = new Map<string, Set<(data: unknown) => void>>();
  readonly #books = new Map<string, Set<(entries: BookEntry[]) => void>>();
  readonly #quotes = new Map<string, Set<(quote: Quote | Error) => void>>();

  /** Subscriptions in force, by what they are of. */
  get subscriptions(): Record<string, number> {
    const all = [
      ['link', this.#linkListeners] as const,
      ...this.#kept,
      ...[...this.#books].map(([symbol, set]) => [`book ${symbol}`, set] as const),
      ...[...this.#quotes].map(([symbol, set]) => [`quote ${symbol}`, set] as const),
    ];
    return Object.fromEntries(all.map(([name, set]) => [name, set.size]).filter(([, size]) => size !== 0));
  }

  setLink(link: Link): void {
    this.link = link;
    for (const listener of this.#linkListeners) listener(link);
  }

  change(what: keyof KeptStates, cause: ChangeCause): void {
    for (const listener of this.#kept.get(what) ?? []) listener(cause);
  }

  /** An event of a topic, or without data the loss of some. */
  event<N extends 'trade'>(kind: N, data?: Partial<EventData<N>>): void {
    for (const give of this.#events.get(kind) ?? []) give(data);
  }

  changeBook(symbol: string): void {
    for (const listener of this.#books.get(symbol) ?? []) listener([]);
  }

  /** A tick, or the failure of all that wait for one. Settled when the readers have seen it. */
  async tick(symbol: string, failure?: Error): Promise<void> {
    for (const give of this.#quotes.get(symbol) ?? []) give(failure ?? ({ symbol } as Quote));
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  async call<N extends OperationName>(operation: N, params: Params<N>): Promise<Reply<N>> {
    this.calls.push({ operation, params });
    await Promise.resolve();
    const answer = this.answers[operation] as ((params: Params<N>) => Reply<N>) | undefined;
    if (answer === undefined) throw new Mt5Error('UNKNOWN_OPERATION', `the test does not answer ${operation}`);
    return answer(params);
  }

  /** What a trade request comes to; the tests of the write door set it. */
  sendOutcome: Mt5Client['send'] = () => Promise.reject(new Error('this test sends nothing'));

  expiry(ms: number): number {
    return ms;
  }

  send(...sent: Parameters<Mt5Client['send']>): ReturnType<Mt5Client['send']> {
    return this.sendOutcome(...sent);
  }

  onLink(listener: (link: Link) => void): Unsubscribe {
    this.#linkListeners.add(listener);
    return () => void this.#linkListeners.delete(listener);
  }

  keep<K extends keyof KeptStates>(what: K, listener: (state: KeptStates[K], cause: ChangeCause) => void): Unsubscribe {
    return added(this.#kept, what, (cause: ChangeCause) => listener({} as KeptStates[K], cause));
  }

  book(symbol: string, listener: (entries: BookEntry[]) => void): Unsubscribe {
    return added(this.#books, symbol, listener);
  }

  quotes(symbol: string, options: { signal?: AbortSignal } = {}): AsyncIterable<Quote> {
    return { [Symbol.asyncIterator]: () => this.#follow(symbol, options.signal) };
  }

  async *#follow(symbol: string, signal: AbortSignal | undefined): AsyncGenerator<Quote> {
    const queue: (Quote | Error | undefined)[] = [];
    let wake = (): void => undefined;
    const give = (quote: Quote | Error | undefined): void => {
      queue.push(quote);
      wake();
    };
    const remove = added(this.#quotes, symbol, give);
    signal?.addEventListener('abort', () => {
      remove();
      give(undefined);
    });
    for (;;) {
      const next = queue.shift();
      if (next instanceof Error) {
        remove();
        throw next;
      }
      if (next !== undefined) yield next;
      else if (signal?.aborted) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }

  ready(): Promise<Result<'hello'>> {
    throw new Error('not needed here');
  }
  ticks(): Unsubscribe {
    throw new Error('not needed here');
  }

  on<N extends 'trade' | 'status' | 'bar' | 'hb'>(
    kind: N,
    topic: string,
    listener: (event: ClientEvent<N>) => void,
    onGap?: () => void,
  ): Unsubscribe {
    const give = (data: unknown): void =>
      data === undefined ? onGap?.() : listener({ topic, seq: 1, epoch: 1, data } as ClientEvent<N>);
    return added(this.#events, kind, give);
  }

  async close(): Promise<void> {}
}

function added<K, L>(sets: Map<K, Set<L>>, key: K, listener: L): Unsubscribe {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set.add(listener));
  return () => void set.delete(listener);
}
