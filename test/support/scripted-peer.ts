import {
  type AccountInfo,
  type EventData,
  type EventName,
  events,
  Mt5Error,
  type OperationName,
  type Order,
  operationByNumber,
  operations,
  type Params,
  type Position,
  parseTopic,
  type Result,
  serverZone,
} from '@mt5-bridge/protocol';
import {
  type BindTransport,
  decodeRequest,
  emptyTicks,
  encodeEvent,
  encodeReply,
  type Frames,
  packTicks,
  type ServerTransport,
} from '@mt5-bridge/protocol/wire';

/** What a script makes of a request: a result (with packed records), silence, or frames as they are. */
export type Answer<N extends OperationName> =
  | { readonly result: Result<N>; readonly bulk?: Uint8Array }
  | { readonly frames: (id: number) => Frames }
  | 'silence';

type Script<N extends OperationName> = (params: Params<N>, id: number) => Answer<N> | Promise<Answer<N>>;
type Scripts = { [N in OperationName]?: Script<N> };

/** A tick in broker server time. */
export type PlainTick = readonly [time_msc: number, bid: number, ask?: number];

export interface SeenRequest {
  readonly name: OperationName;
  readonly params: unknown;
  readonly id: number;
  readonly ttl: number;
  /** The start that a write is meant for. */
  readonly e: number | undefined;
}

/**
 * The terminal's side of the wire, doing exactly what a test says and nothing by itself. Everything goes through the
 * protocol's own encoders, so it can't speak a dialect. Its clock is the given one; broker time is three hours ahead.
 */
export class ScriptedPeer {
  readonly requests: SeenRequest[] = [];
  readonly hello: Result<'hello'>;
  /** What `ticks` answers from, by symbol; {@link tick} adds to it. */
  readonly history = new Map<string, PlainTick[]>();
  account: AccountInfo = accountInfo();
  positions: Position[] = [];
  orders: Order[] = [];
  readonly #bind: BindTransport;
  readonly #now: () => number;
  readonly #seq = new Map<string, number>();
  readonly #scripts: Scripts = {};
  #server: ServerTransport | undefined;

  constructor(bind: BindTransport, now: () => number) {
    this.#bind = bind;
    this.#now = now;
    this.hello = helloResult(now());
  }

  async open(): Promise<this> {
    this.#server = await this.#bind((frames) => this.#handle(frames));
    return this;
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  /** Ends and comes back as a program started anew. */
  async restart(): Promise<void> {
    await this.close();
    this.newEpoch();
    await this.open();
  }

  newEpoch(): void {
    this.hello.epoch++;
    this.#seq.clear();
  }

  get epoch(): number {
    return this.hello.epoch;
  }

  /** Answers one operation in another way; undefined = as it would by itself. */
  script<N extends OperationName>(name: N, script: Script<N> | undefined): void {
    if (script === undefined) delete this.#scripts[name];
    else (this.#scripts as Record<string, unknown>)[name] = script;
  }

  asked<N extends OperationName>(name: N): { params: Params<N>; ttl: number; e: number | undefined; id: number }[] {
    return this.requests.filter((request) => request.name === name) as {
      params: Params<N>;
      ttl: number;
      e: number | undefined;
      id: number;
    }[];
  }

  /** Number of the topic's last event. */
  seq(topic: string): number {
    return this.#seq.get(topic) ?? 0;
  }

  /** The event is sent on the way that the other side loses. */
  lose(topic: string, count = 1): void {
    this.#seq.set(topic, this.seq(topic) + count);
  }

  publish<N extends EventName>(topic: string, data: EventData<N>, changes: { s?: number; e?: number } = {}): void {
    const kind = parseTopic(topic)?.kind ?? 'hb';
    const s = changes.s ?? this.seq(topic) + 1;
    if (changes.s === undefined) this.#seq.set(topic, s);
    const d = events[kind].data.encode(data as never, 'd', serverZone);
    this.#server?.publish(topic, encodeEvent({ s, e: changes.e ?? this.epoch, t: this.#now(), d }));
  }

  publishRaw(topic: string, payload: Uint8Array): void {
    this.#server?.publish(topic, payload);
  }

  beat(ahead = 3 * 3_600_000): void {
    const plain = ['account', 'positions', 'orders', 'trade', 'status'];
    this.publish<'hb'>('hb', {
      time_server_raw: this.#now() + ahead,
      time_gmt_raw: this.#now(),
      connected: true,
      seq: Object.fromEntries(plain.map((topic) => [topic, this.seq(topic)])),
    });
  }

  /** Ticks happen: they are history from now on, and (unless lost) an event. */
  tick(symbol: string, ticks: readonly PlainTick[], isLost = false): void {
    this.history.set(symbol, [...(this.history.get(symbol) ?? []), ...ticks]);
    const topic = `tick.${symbol}`;
    if (isLost) this.lose(topic);
    else this.publish<'tick'>(topic, { ticks: packed(ticks) });
  }

  async #handle(frames: Frames): Promise<Frames | undefined> {
    const request = decodeRequest(frames[0] ?? new Uint8Array(0));
    const name = operationByNumber(request.op);
    if (name === undefined) throw new Error(`no operation ${request.op}`);
    const params = operations[name].params.decode(request.a, 'a', serverZone);
    this.requests.push({ name, params, id: request.id, ttl: request.ttl, e: request.e });
    const script = (this.#scripts[name] ?? this.#byItself[name]) as Script<OperationName> | undefined;
    if (script === undefined) throw new Error(`no script for ${name}`);
    const { id } = request;
    try {
      const answer = await script(params as never, id);
      if (answer === 'silence') return undefined;
      if ('frames' in answer) return answer.frames(id);
      const d = operations[name].result.encode(answer.result as never, 'd', serverZone);
      const head = encodeReply({ id, ok: true, t: this.#now(), d });
      return answer.bulk === undefined ? [head] : [head, answer.bulk];
    } catch (cause) {
      if (!(cause instanceof Mt5Error)) throw cause;
      const e = { code: cause.code, message: cause.message };
      return [encodeReply({ id, ok: false, t: this.#now(), e })];
    }
  }

  readonly #byItself: Scripts = {
    hello: () => ({ result: { ...this.hello, ...clocks(this.#now()) } }),
    ping: () => ({ result: { epoch: this.epoch } }),
    account_info: () => ({ result: { ...this.#stamp('account'), account: this.account } }),
    positions: () => ({ result: { ...this.#stamp('positions'), positions: this.positions } }),
    orders: () => ({ result: { ...this.#stamp('orders'), orders: this.orders } }),
    symbol_info: ({ symbol }) => ({ result: symbolInfo(symbol) }),
    book: ({ symbol }) => ({ result: { symbol, entries: [] } }),
    watch: () => ({ result: { epoch: this.epoch, lease_ms: this.hello.watch_lease_ms, refused: [] } }),
    unwatch: () => ({ result: { epoch: this.epoch } }),
    ticks: ({ symbol, from = 0, count = 1_000_000 }) => {
      const ticks = (this.history.get(symbol) ?? []).filter(([ms]) => ms >= from).slice(0, count);
      return { result: { count: ticks.length, digits: 5 }, bulk: packed(ticks) };
    },
  };

  #stamp(topic: string): { epoch: number; seq: number } {
    return { epoch: this.epoch, seq: this.seq(topic) };
  }
}

const clocks = (now: number) => ({
  time_server_raw: now + 3 * 3_600_000,
  time_gmt_raw: now,
  time_server: now + 3 * 3_600_000,
});

function helloResult(now: number): Result<'hello'> {
  return {
    protocol_min: 1,
    protocol_max: 1,
    program: 'fake-mt5',
    program_version: '0.0.0',
    terminal_build: 5000,
    login: 1001n,
    server: 'Scripted-Demo',
    company: 'Scripted',
    currency: 'USD',
    trade_mode: 'demo',
    margin_mode: 'retail_hedging',
    epoch: 1,
    heartbeat_ms: 1_000,
    watch_lease_ms: 30_000,
    operations: Object.keys(operations),
    max_request_bytes: 65_536,
    max_rates: 100_000,
    max_ticks: 100_000,
    max_records: 10_000,
    ...clocks(now),
  };
}

export function accountInfo(changes: Partial<AccountInfo> = {}): AccountInfo {
  return {
    login: 1001n,
    name: 'Scripted',
    server: 'Scripted-Demo',
    company: 'Scripted',
    currency: 'USD',
    currency_digits: 2,
    trade_mode: 'demo',
    margin_mode: 'retail_hedging',
    leverage: 100,
    limit_orders: 200,
    trade_allowed: true,
    trade_expert: true,
    fifo_close: false,
    hedge_allowed: true,
    balance: 10_000,
    credit: 0,
    profit: 0,
    equity: 10_000,
    margin: 0,
    margin_free: 10_000,
    margin_level: 0,
    margin_so_mode: 'percent',
    margin_so_call: 100,
    margin_so_so: 50,
    ...changes,
  };
}

const text = {
  path: '',
  description: '',
  currency_base: 'EUR',
  currency_profit: 'USD',
  currency_margin: 'EUR',
  isin: '',
};
const sizes = { trade_contract_size: 100_000, volume_min: 0.01, volume_max: 100, volume_step: 0.01, volume_limit: 0 };
const modes = { trade_mode: 'full', trade_calc_mode: 'forex', trade_exemode: 'market', order_gtc_mode: 'gtc' } as const;
const tickValues = {
  trade_tick_value: 1,
  trade_tick_value_profit: 1,
  trade_tick_value_loss: 1,
  trade_tick_size: 0.00001,
};
const swaps = { swap_mode: 'points', swap_long: 0, swap_short: 0, swap_rollover3days: 'wednesday' } as const;
const margins = { margin_initial: 0, margin_maintenance: 0, margin_hedged: 0 };
export function symbolInfo(name: string): Result<'symbol_info'> {
  return {
    name,
    digits: 5,
    point: 0.00001,
    select: true,
    custom: false,
    spread_float: true,
    trade_stops_level: 0,
    trade_freeze_level: 0,
    filling_mode: [],
    expiration_mode: [],
    order_mode: [],
    ticks_bookdepth: 0,
    session_open: 0,
    session_close: 0,
    start_time: null,
    expiration_time: null,
    ...text,
    ...sizes,
    ...modes,
    ...tickValues,
    ...swaps,
    ...margins,
  };
}

export function packed(ticks: readonly PlainTick[]): Uint8Array {
  const columns = emptyTicks(ticks.length);
  for (const [i, [ms, bid, ask = bid + 0.0001]] of ticks.entries()) {
    columns.time_msc[i] = ms;
    columns.bid[i] = bid;
    columns.ask[i] = ask;
    columns.flags[i] = 6;
  }
  return packTicks(columns);
}
