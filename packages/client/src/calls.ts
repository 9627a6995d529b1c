import {
  type Clock,
  type ErrorCode,
  Mt5Error,
  type OperationName,
  operations,
  type Params,
  type Result,
  SchemaError,
  type ZoneShift,
} from '@mt5-bridge/protocol';
import {
  assertPng,
  type ClientTransport,
  decodeReply,
  encodeRequest,
  errorFromWire,
  type Frames,
  type PictureName,
  RECORD_BYTES,
  unpackRates,
  unpackTicks,
} from '@mt5-bridge/protocol/wire';
import type { ClientStats, ObserveCall, Reply, WireOutcome } from './api.ts';
import type { BadFrames } from './bad-frames.ts';

/** Calls that may be under way at once. */
const MAX_IN_FLIGHT = 1_024;

/** The longest wait that a timer can count, some 24 days. */
const MAX_TIMEOUT_MS = 2_147_483_647;

export interface CallSettings<N extends OperationName> {
  readonly timeoutMs: number;
  readonly zone: ZoneShift;
  readonly signal?: AbortSignal | undefined;
  /** The instant on the terminal's clock after which the call must not be carried out; 0 = none. */
  readonly timeToLive: (timeoutMs: number) => number;
  /** The start of the terminal side that the call is meant for; every other one refuses it. */
  readonly epoch?: () => number | undefined;
  /** The client's own housekeeping: has room when the caller's calls have none left. */
  readonly own?: boolean;
  /** Told right before the request is handed to the transport: from then on it may be carried out. */
  readonly handedOver?: () => void;
  /** Reads `d` and `t` of the answer in place of the operation's schema. @throws SchemaError, Mt5Error */
  readonly read?: (d: unknown, t: number) => Result<N>;
}

/** Whether a call may be sent now, waits until it may ({@link Calls.sendHeld}), or is refused; and why. */
export type Gate = { readonly state: 'open' } | { readonly state: 'waiting' | 'shut'; readonly reason: () => Mt5Error };

interface Call {
  readonly name: OperationName;
  readonly settings: CallSettings<never>;
  readonly gate: Gate;
  readonly encode: () => unknown;
  readonly timeoutMs: number;
  /** ms of the clock. */
  readonly deadline: number;
  readonly resolve: (reply: never) => void;
  readonly reject: (reason: unknown) => void;
  /** Stops listening to the caller's signal. */
  readonly release: (() => void) | undefined;
  sent: boolean;
  ended: ((outcome: WireOutcome) => void) | undefined;
}

/** Requests and their answers: correlation by id, a deadline each, and a bound on how many wait. */
export class Calls {
  readonly #clock: Clock;
  readonly #transport: ClientTransport;
  readonly #stats: ClientStats;
  readonly #badFrames: BadFrames;
  readonly #told: (t: number) => void;
  readonly #observe: ObserveCall | undefined;
  readonly #inFlight = new Map<number, Call>();
  #lastId = 0;
  /** One timer serves all deadlines, since nearly all calls are answered long before theirs. */
  #timerDue = Number.POSITIVE_INFINITY;
  #cancelTimer = () => {};
  /** Longest request that the terminal side takes. */
  maxRequestBytes = Number.POSITIVE_INFINITY;

  /** @param told hears the terminal's clock from each answer */
  constructor(
    clock: Clock,
    transport: ClientTransport,
    stats: ClientStats,
    badFrames: BadFrames,
    told: (t: number) => void,
    observe?: ObserveCall,
  ) {
    this.#observe = observe;
    this.#told = told;
    this.#clock = clock;
    this.#transport = transport;
    this.#stats = stats;
    this.#badFrames = badFrames;
  }

  /** One operation, sent at once if the gate is open. What is wrong with its arguments is said before all else. */
  start<N extends OperationName>(name: N, params: Params<N>, settings: CallSettings<N>, gate: Gate): Promise<Reply<N>> {
    const { signal } = settings;
    const encode = () => operations[name].params.encode(params as never, name, settings.zone);
    let argument: unknown;
    try {
      argument = encode();
    } catch (cause) {
      return Promise.reject(invalidParams(cause));
    }
    if (gate.state === 'shut') return Promise.reject(gate.reason());
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#inFlight.size >= MAX_IN_FLIGHT && !settings.own) {
      return Promise.reject(new Mt5Error('QUEUE_FULL', `${MAX_IN_FLIGHT} calls already wait for the terminal.`));
    }
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      const timeoutMs = Math.min(settings.timeoutMs, MAX_TIMEOUT_MS);
      const deadline = this.#clock.now() + timeoutMs;
      let release: (() => void) | undefined;
      if (signal !== undefined) {
        const abort = () => this.#settle(id, 'aborted')?.reject(signal.reason);
        signal.addEventListener('abort', abort, { once: true });
        release = () => signal.removeEventListener('abort', abort);
      }
      this.#stats.calls++;
      const call: Call = {
        name,
        settings: settings as CallSettings<never>,
        gate,
        encode,
        timeoutMs,
        deadline,
        resolve,
        reject,
        release,
        sent: false,
        ended: undefined,
      };
      this.#inFlight.set(id, call);
      if (deadline < this.#timerDue) this.#wakeAt(deadline);
      if (gate.state === 'open') this.#send(id, call, argument);
    });
  }

  /** Sends what was held back until now. Encodes anew, because the time zone may be known only since. */
  sendHeld(): void {
    for (const [id, call] of this.#inFlight) {
      if (!call.sent) this.#send(id, call, call.encode());
    }
  }

  /** The answer to one request, or what claims to be. */
  receive(frames: Frames): void {
    const [first, bulk] = frames;
    let call: Call | undefined;
    try {
      const frame = decodeReply(first ?? new Uint8Array(0));
      if (frame.id === 0 || frame.id > this.#lastId) {
        const content = frame.ok ? 'an answer' : `${frame.e.code} ${frame.e.message}`;
        this.#badFrames.report(`reply ${frame.id} to a request that was never sent: ${content}`);
        return;
      }
      call = this.#settle(frame.id, frame.ok ? 'answered' : 'refused');
      if (call !== undefined) this.#told(frame.t);
      if (call === undefined) this.#stats.lateReplies++;
      else if (frame.ok) call.resolve(read(call, frame, bulk) as never);
      else call.reject(errorFromWire(frame.e));
    } catch (cause) {
      if (call === undefined) this.#badFrames.report(cause);
      else call.reject(cause instanceof Mt5Error ? cause : badReply(call.name, cause));
    }
  }

  /** Ends the calls that were sent, or all, with a fresh error each. */
  fail(error: () => Mt5Error, which: 'sent' | 'all'): void {
    for (const [id, call] of this.#inFlight) {
      if (call.sent || which === 'all') this.#settle(id, 'lost')?.reject(error());
    }
    if (which === 'all') this.#wakeAt(Number.POSITIVE_INFINITY);
  }

  /** When the last of the calls under way gives up, ms of the clock; undefined when none is under way. */
  get lastDeadline(): number | undefined {
    let last: number | undefined;
    for (const { sent, deadline } of this.#inFlight.values()) {
      if (sent && (last === undefined || deadline > last)) last = deadline;
    }
    return last;
  }

  #send(id: number, call: Call, a: unknown): void {
    call.sent = true;
    const { timeToLive, timeoutMs } = call.settings;
    const epoch = call.settings.epoch?.();
    try {
      const frame = encodeRequest({
        ...{ id, op: operations[call.name].number, ttl: timeToLive(timeoutMs), a },
        ...(epoch !== undefined && { e: epoch }),
      });
      if (frame.byteLength > this.maxRequestBytes) {
        const sizes = `${frame.byteLength} bytes, more than the ${this.maxRequestBytes} that the terminal takes`;
        throw new Mt5Error('INVALID_PARAMS', `${call.name}: the request has ${sizes}.`);
      }
      call.settings.handedOver?.();
      call.ended = this.#observe?.(call.name);
      this.#transport.send([frame]);
    } catch (cause) {
      this.#settle(id, 'lost')?.reject(cause);
    }
  }

  #wakeAt(due: number): void {
    this.#cancelTimer();
    this.#timerDue = due;
    if (due < Number.POSITIVE_INFINITY) {
      this.#cancelTimer = this.#clock.setTimer(Math.max(0, due - this.#clock.now()), () => this.#expire());
    }
  }

  /** Ends the calls whose time is over. */
  #expire(): void {
    const now = this.#clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [id, call] of this.#inFlight) {
      // A deadline further away than its call may last: the clock was set back.
      if (call.deadline > now && call.deadline - now <= call.timeoutMs) {
        next = Math.min(next, call.deadline);
        continue;
      }
      this.#settle(id, 'timeout');
      if (!call.sent && call.gate.state === 'waiting') call.reject(call.gate.reason());
      else {
        this.#stats.timeouts++;
        const text = `The terminal did not answer ${call.name} within ${call.timeoutMs} ms.`;
        call.reject(new Mt5Error('TIMEOUT', text));
      }
    }
    this.#wakeAt(next);
  }

  #settle(id: number, outcome: WireOutcome): Call | undefined {
    const call = this.#inFlight.get(id);
    if (call === undefined) return undefined;
    this.#inFlight.delete(id);
    call.release?.();
    call.ended?.(outcome);
    return call;
  }
}

function read({ name, settings }: Call, { d, t }: { d: unknown; t: number }, bulk: Uint8Array | undefined): unknown {
  const operation = operations[name];
  const { zone } = settings;
  const result = settings.read?.(d, t) ?? operation.result.decode(d, name, zone);
  if (name === 'indicator') assertEven(result as Result<'indicator'>);
  if (!('bulk' in operation)) return result;
  const records = bulk ?? new Uint8Array(0);
  if (operation.bulk === 'png')
    return { ...(result as object), image: picture(name, result as Result<PictureName>, records) };
  const { count } = result as { count: number };
  if (records.byteLength !== count * RECORD_BYTES) {
    throw new SchemaError(`${name}.count`, `${count} records announced, but ${records.byteLength} bytes came`);
  }
  const columns = operation.bulk === 'rates' ? unpackRates(records, zone) : unpackTicks(records, zone);
  return { ...(result as object), columns };
}

/** @throws SchemaError where a buffer has another number of values than there are bars */
function assertEven({ times, buffers }: Result<'indicator'>): void {
  for (const [i, { values }] of buffers.entries()) {
    if (values.length === times.length) continue;
    throw new SchemaError(`indicator.buffers[${i}]`, `${values.length} values for ${times.length} bars`);
  }
}

/** @throws SchemaError, RangeError */
function picture(name: OperationName, { bytes }: Result<PictureName>, image: Uint8Array): Uint8Array {
  if (image.byteLength !== bytes) {
    throw new SchemaError(`${name}.bytes`, `${bytes} bytes announced, but ${image.byteLength} came`);
  }
  assertPng(image);
  return image;
}

function badReply(name: OperationName, cause: unknown): Mt5Error {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new Mt5Error('BAD_REPLY', `The terminal's answer to ${name} breaks the protocol: ${problem}`, { cause });
}

/** Which code a refused argument has, by the last name of its path. */
const argumentCodes: Readonly<Record<string, ErrorCode>> = {
  symbol: 'INVALID_SYMBOL',
  symbols: 'INVALID_SYMBOL',
  timeframe: 'INVALID_TIMEFRAME',
  start: 'INVALID_COUNT',
  count: 'INVALID_COUNT',
  offset: 'INVALID_COUNT',
  from: 'INVALID_TIMESTAMP',
  to: 'INVALID_TIMESTAMP',
};

/** What a schema says of an argument, as our error; anything else stays as it is. */
export function invalidParams(cause: unknown): unknown {
  if (!(cause instanceof SchemaError)) return cause;
  const argument = /\.(\w+)(?:\[\d+\])?$/.exec(cause.path)?.[1] ?? '';
  return new Mt5Error(argumentCodes[argument] ?? 'INVALID_PARAMS', cause.message, { details: { argument }, cause });
}
