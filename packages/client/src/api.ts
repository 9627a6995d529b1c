import type {
  AccountInfo,
  Approved,
  BookEntry,
  Clock,
  EventData,
  EventName,
  Mt5Error,
  OperationName,
  Order,
  Params,
  Position,
  Quote,
  ReadOperationName,
  Result,
  TradeCommand,
  TradeResult,
  ZoneShift,
} from '@mt5-bridge/protocol';
import type { BulkColumns, ConnectTransport, PictureName, TicksColumns } from '@mt5-bridge/protocol/wire';

/** How broker server time relates to UTC: recognised from the terminal's clocks, an IANA zone, or "+03:00". */
export type ServerTimezone = 'auto' | (string & {});

export interface Mt5ClientOptions {
  readonly connect: ConnectTransport;
  readonly clock: Clock;
  /** 0 <= n < 1; draws the client's number and spreads reconnects. */
  readonly random: () => number;
  readonly serverTimezone: ServerTimezone;
  /** Deadline of a call that names none, ms. */
  readonly requestTimeoutMs: number;
  /** What a person may want to know later: link changes, gaps, broken frames. */
  readonly log: (
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    facts?: Readonly<Record<string, unknown>>,
  ) => void;
  /** Told of each call that is handed to the transport; the function it returns, of its end. For metrics. */
  readonly observeCall?: ObserveCall;
}

/** `answered`: what was asked; `refused`: an error of the terminal's; `aborted`: by its caller; `lost`: with the link. */
export type WireOutcome = 'answered' | 'refused' | 'timeout' | 'aborted' | 'lost';
export type ObserveCall = (operation: OperationName) => (outcome: WireOutcome) => void;

/** `down` holds the reason; `up` means that hello was answered, versions fit, and heartbeats arrive. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'up'; readonly hello: Result<'hello'>; readonly since: number }
  | { readonly state: 'down'; readonly reason: Mt5Error; readonly since: number };

/** What a call answers: the operation's result, with the columns of its packed records or its picture (PNG) where it has them. */
export type Reply<N extends OperationName> = Result<N> &
  (N extends keyof BulkColumns ? { readonly columns: BulkColumns[N] } : unknown) &
  (N extends PictureName ? { readonly image: Uint8Array } : unknown);

export interface CallOptions {
  /** ms; default requestTimeoutMs. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface SendOptions {
  /** From {@link Mt5Client.expiry}: after this instant on its own clock the terminal refuses the request. */
  readonly expires: number;
  /** How long to wait for the answer, ms. The broker's answer may come long after the request's time to live. */
  readonly timeoutMs: number;
}

/**
 * What became of one trade request. `unknown` covers everything between: it may have been carried out, may be carried
 * out until its time to live ends, or not at all; only order_lookup tells, and sending again never does.
 */
export type SendOutcome =
  | { readonly outcome: 'done' | 'rejected'; readonly result: TradeResult }
  /** Refused before the broker heard of it, or never sent. */
  | { readonly outcome: 'rejected'; readonly error: Mt5Error }
  | { readonly outcome: 'unknown'; readonly error: Mt5Error; readonly result?: TradeResult };

export type Unsubscribe = () => void;

/** One decoded event; times are UTC. */
export interface ClientEvent<N extends EventName> {
  readonly topic: string;
  readonly seq: number;
  readonly epoch: number;
  readonly data: EventData<N>;
}

/** State that events keep fresh. */
export interface KeptStates {
  account: AccountInfo;
  positions: Position[];
  orders: Order[];
}

/**
 * Why a kept state changed. `state`: something other than figures that follow the market; `floating`: only those;
 * `resync`: read anew after a gap, a new epoch or a lost link (what happened between is not known).
 */
export type ChangeCause = 'state' | 'floating' | 'resync';

/** The typed MT5 client. Every failure is an Mt5Error; every queue is bounded. */
export interface Mt5Client {
  readonly link: Link;
  /**
   * The conversion between broker server time and UTC in force, for what the wire states as weekly server time
   * (sessions). With `auto` it is the identity until the first hello; always the same object.
   */
  readonly zone: ZoneShift;
  onLink(listener: (link: Link) => void): Unsubscribe;
  /** Resolves when the link is up. @throws Mt5Error the reason it is not, once `timeoutMs` has passed */
  ready(timeoutMs: number): Promise<Result<'hello'>>;

  /**
   * One operation. A call made during the first connection attempt waits for it, up to its own time-out.
   *
   * @throws Mt5Error INVALID_PARAMS (INVALID_SYMBOL, INVALID_TIMEFRAME, INVALID_COUNT, INVALID_TIMESTAMP) before
   * anything is sent; while the link is down, at once, the reason for it: TERMINAL_NOT_CONNECTED, VERSION_MISMATCH or
   * BAD_REPLY; TIMEOUT; BAD_REPLY; QUEUE_FULL; CLOSED; or what the terminal answered. An aborted call rejects with its
   * signal's reason.
   */
  call<N extends ReadOperationName>(operation: N, params: Params<N>, options?: CallOptions): Promise<Reply<N>>;

  /** The instant `ms` from now on the terminal's clock. @throws Mt5Error why the link is not up */
  expiry(ms: number): number;

  /**
   * Sends one trade request, once. Never rejects: what went wrong is in the outcome. A request that the client holds
   * back, or that finds no link, was not sent and is `rejected`; from the moment it is handed to the transport only the
   * terminal's own word makes it `done` or `rejected` (return codes by retcodeOf; of its error codes those that are
   * documented to come before the broker hears of it).
   */
  send(command: Approved<TradeCommand>, options: SendOptions): Promise<SendOutcome>;

  /**
   * Keeps account, positions or orders: a snapshot first, then events. The listener hears every change with its cause,
   * the first snapshot included.
   */
  keep<K extends keyof KeptStates>(what: K, listener: (state: KeptStates[K], cause: ChangeCause) => void): Unsubscribe;

  /**
   * Every tick of a symbol in order, in batches; after a gap the missing ones are read from the terminal's history.
   * What the terminal refuses or no longer knows is logged. @throws Mt5Error INVALID_SYMBOL, CLOSED
   */
  ticks(symbol: string, listener: (ticks: TicksColumns) => void): Unsubscribe;

  /**
   * The newest quote only: while the reader is busy, newer quotes replace the waiting one. It outlasts lost links, ends
   * with `signal` and with the client, and fails with what the terminal says of the symbol (SYMBOL_NOT_FOUND …).
   * @throws Mt5Error INVALID_SYMBOL, CLOSED
   */
  quotes(symbol: string, options?: { signal?: AbortSignal }): AsyncIterable<Quote>;

  /** Depth of market after every change. */
  book(symbol: string, listener: (entries: BookEntry[]) => void): Unsubscribe;

  /**
   * Raw events of a plain or bar topic, none conflated. `onGap` tells that some were lost, or may be since the link or
   * the epoch is new, after which the reader should look up what it missed. The packed records of a bar event are in
   * server time: `unpackRates(data.rates, client.zone)`. @throws Mt5Error INVALID_PARAMS, CLOSED
   */
  on<N extends 'trade' | 'status' | 'bar' | 'hb'>(
    kind: N,
    topic: string,
    listener: (event: ClientEvent<N>) => void,
    onGap?: () => void,
  ): Unsubscribe;

  /** For doctor, metrics and tests. */
  readonly stats: Readonly<ClientStats>;

  close(): Promise<void>;
}

export interface ClientStats {
  calls: number;
  timeouts: number;
  lateReplies: number;
  badFrames: number;
  events: number;
  gaps: number;
  resyncs: number;
  reconnects: number;
  /** When the newest heartbeat came, ms UTC of this machine; 0 = none yet. */
  heartbeatAt: number;
}
