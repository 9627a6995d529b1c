import { type Clock, Mt5Error, type Result, SchemaError } from '@mt5-bridge/protocol';
import { type ClientTransport, PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from '@mt5-bridge/protocol/wire';
import type { ClientStats, Link, Mt5ClientOptions } from './api.ts';

/** How long the first connection may take before calls are refused at once. */
const CONNECTING_MS = 2_000;

/** Longest wait for the answer to hello; one that comes later finds a new attempt. */
const HELLO_MS = 2_000;

/**
 * Shortest time between two questions about a new epoch: where each event has another one (its addresses may name two
 * terminals), asking at each would be a storm. The next event, a heartbeat at the latest, asks again.
 */
const EPOCH_GAP_MS = 250;

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Heartbeats that may be missing before a ping asks whether anybody is there. */
const QUIET_BEATS = 2;

/** Heartbeats that may be missing while calls are answered, before the events are taken for lost. */
const DEAF_BEATS = 6;

const ENCRYPTION_MAY_DIFFER =
  'Encryption may differ on the two sides: both need it, each with the key of the other, or none (mt5.curve here, InpCurveSecretKey and InpCurveClientKeys of the expert advisor there).';

export interface LinkParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Mt5ClientOptions['log'];
  readonly stats: ClientStats;
  readonly transport: ClientTransport;
  readonly requestTimeoutMs: () => number;
  readonly hello: (timeoutMs: number) => Promise<Result<'hello'>>;
  readonly ping: (timeoutMs: number) => Promise<unknown>;
  /** When the last call under way gives up, ms of the clock. */
  readonly lastDeadline: () => number | undefined;
  /** The link changed; `up` with a new object means that everything kept has to be looked up anew. */
  readonly changed: (link: Link) => void;
}

/**
 * Decides whether the terminal is there. The carrier tells of connections; hello tells who answers; heartbeats and, in
 * their absence, a ping tell that it still does. Whatever fails leads to a new connection and a new hello, after a
 * pause that grows and is spread.
 */
export class LinkKeeper {
  readonly #parts: LinkParts;
  #link: Link = { state: 'connecting' };
  #isCarried = false;
  #isPausing = false;
  #isGreeting = false;
  #isProbing = false;
  #isClosed = false;
  #wasUp = false;
  #failures = 0;
  /** Tells one connection from the next. */
  #connection = 0;
  #lastEvent = 0;
  #epochAskedAt = Number.NEGATIVE_INFINITY;
  #lastReply = 0;
  #cancelTimer: () => void;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#cancelTimer = parts.clock.setTimer(CONNECTING_MS, () => {
      if (!this.#isCarried) this.#set({ state: 'down', reason: this.absent(), since: parts.clock.now() });
    });
  }

  get link(): Link {
    return this.#link;
  }

  /** Why there is no terminal. */
  absent(what = 'No answer from the terminal at'): Mt5Error {
    const { peer } = this.#parts.transport;
    return new Mt5Error('TERMINAL_NOT_CONNECTED', `${what} ${peer}.`, { details: { peer } });
  }

  carrier(state: 'connected' | 'disconnected' | 'refused'): void {
    if (this.#isClosed) return;
    if (state === 'refused') {
      this.#refused();
      return;
    }
    this.#isCarried = state === 'connected';
    if (!this.#isCarried) {
      if (this.#link.state === 'up' || this.#isGreeting) this.#lose(this.absent('Lost the connection to'), 0);
    } else if (!this.#isPausing && !this.#isGreeting && this.#link.state !== 'up') void this.#greet();
  }

  /** Somebody is there and lets nobody in: waiting alone will not help. */
  #refused(): void {
    const { clock, log } = this.#parts;
    if (this.#link.state === 'up') return;
    const { message, details } = this.absent('Somebody is there, but breaks off before a connection stands, at');
    const reason = new Mt5Error('TERMINAL_NOT_CONNECTED', `${message} ${ENCRYPTION_MAY_DIFFER}`, { details });
    if (this.#link.state === 'connecting') this.#cancelTimer();
    else if (this.#link.reason.message === reason.message) return;
    log('warn', reason.message, { code: reason.code });
    this.#set({ state: 'down', reason, since: clock.now() });
  }

  /** An event came. */
  heardEvent(): void {
    this.#lastEvent = this.#parts.clock.now();
  }

  /** An answer came. */
  heardReply(): void {
    this.#lastReply = this.#parts.clock.now();
  }

  /** The terminal side was started anew while the link was up: who is it now? */
  newEpoch(): void {
    const now = this.#parts.clock.now();
    // A clock that was set back must not silence the question.
    const isRecent = now >= this.#epochAskedAt && now - this.#epochAskedAt < EPOCH_GAP_MS;
    if (this.#link.state !== 'up' || this.#isGreeting || isRecent) return;
    this.#epochAskedAt = now;
    void this.#greet();
  }

  close(): void {
    this.#isClosed = true;
    this.#connection++;
    this.#cancelTimer();
    this.#set({ state: 'down', reason: new Mt5Error('CLOSED'), since: this.#parts.clock.now() });
  }

  async #greet(): Promise<void> {
    const { clock, hello, log, stats } = this.#parts;
    const connection = this.#connection;
    const timeoutMs = Math.min(HELLO_MS, this.#parts.requestTimeoutMs());
    this.#isGreeting = true;
    try {
      const answer = await hello(timeoutMs);
      if (connection !== this.#connection) return;
      const before = this.#link;
      if (before.state === 'up' && before.hello.epoch === answer.epoch) return; // A straggler of an earlier epoch.
      if (this.#wasUp) stats.reconnects++;
      this.#wasUp = true;
      this.#failures = 0;
      this.#lastEvent = this.#lastReply = clock.now();
      const { program, program_version, server, epoch } = answer;
      log('info', `Connected to ${program} ${program_version}.`, { server, login: String(answer.login), epoch });
      this.#set({ state: 'up', hello: answer, since: clock.now() });
      this.#cancelTimer();
      this.#watchOver(answer.heartbeat_ms);
    } catch (cause) {
      if (!(cause instanceof Mt5Error)) throw cause;
      if (connection === this.#connection) this.#lose(this.#reason(cause, timeoutMs), this.#nextPause());
    } finally {
      if (connection === this.#connection) this.#isGreeting = false;
    }
  }

  #reason(cause: Mt5Error, timeoutMs: number): Mt5Error {
    if (cause.code === 'VERSION_MISMATCH' || cause.code === 'BAD_REPLY') return cause;
    if (cause.code === 'TIMEOUT') return this.absent(`No answer to hello within ${timeoutMs} ms from`);
    return this.absent(`Hello was refused (${cause.code}: ${cause.message}) by`);
  }

  #nextPause(): number {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    return pause * (0.5 + this.#parts.random() / 2);
  }

  /** Drops the connection and what is under way in it; the next one is greeted after the pause. */
  #lose(reason: Mt5Error, pauseMs: number): void {
    const { clock, log, transport } = this.#parts;
    this.#connection++;
    this.#isGreeting = false;
    this.#isProbing = false;
    this.#isCarried = false;
    this.#isPausing = pauseMs > 0;
    this.#cancelTimer();
    if (this.#isPausing) {
      this.#cancelTimer = clock.setTimer(pauseMs, () => {
        this.#isPausing = false;
        if (this.#isCarried) void this.#greet();
      });
    }
    const isNews = this.#link.state !== 'down' || this.#link.reason.message !== reason.message;
    if (isNews) log('warn', reason.message, { code: reason.code });
    this.#set({ state: 'down', reason, since: clock.now() });
    transport.reconnect();
  }

  #watchOver(beatMs: number): void {
    this.#cancelTimer = this.#parts.clock.setTimer(beatMs / 2, () => {
      this.#watchOver(beatMs);
      this.#look(beatMs);
    });
  }

  #look(beatMs: number): void {
    const now = this.#parts.clock.now();
    // Where the clock was set back, silence counts from now on.
    this.#lastEvent = Math.min(this.#lastEvent, now);
    this.#lastReply = Math.min(this.#lastReply, now);
    const deaf = now - this.#lastEvent;
    if (now - Math.max(this.#lastEvent, this.#lastReply) >= QUIET_BEATS * beatMs) {
      if (!this.#isProbing) void this.#probe(now, beatMs);
    } else if (deaf >= DEAF_BEATS * beatMs) {
      this.#lose(
        this.absent(`Calls are answered, but no event came for ${Math.round(deaf)} ms from`),
        this.#nextPause(),
      );
    }
  }

  /**
   * Asks whether anybody is there. The terminal side does one thing at a time, so a call under way may be what keeps it
   * from beating and from answering: it has until that call's deadline.
   */
  async #probe(now: number, beatMs: number): Promise<void> {
    const connection = this.#connection;
    const busyMs = Math.max(0, (this.#parts.lastDeadline() ?? now) - now);
    this.#isProbing = true;
    try {
      await this.#parts.ping(busyMs + beatMs);
    } catch (cause) {
      if (!(cause instanceof Mt5Error)) throw cause;
      const quiet = this.#parts.clock.now() - Math.max(this.#lastEvent, this.#lastReply);
      // An answer that is no pong, or an event meanwhile, is a sign of life as well.
      if (connection === this.#connection && quiet >= beatMs) {
        const text = `No sign of life for ${Math.round(quiet)} ms from`;
        this.#lose(this.absent(text), this.#nextPause());
      }
    } finally {
      if (connection === this.#connection) this.#isProbing = false;
    }
  }

  #set(link: Link): void {
    this.#link = link;
    this.#parts.changed(link);
  }
}

/** What hello says of versions, read before everything else: another version may word the rest differently. */
export function assertVersionsFit(d: unknown): void {
  const { protocol_min: lowest, protocol_max: highest } = (d ?? {}) as Record<string, unknown>;
  if (typeof lowest !== 'number' || typeof highest !== 'number') {
    throw new SchemaError('hello', 'protocol_min and protocol_max are missing');
  }
  if (lowest <= PROTOCOL_VERSION && highest >= PROTOCOL_VERSION_MIN) return;
  const ours = range(PROTOCOL_VERSION_MIN, PROTOCOL_VERSION);
  throw new Mt5Error(
    'VERSION_MISMATCH',
    `The terminal side speaks protocol version ${range(lowest, highest)}, mt5-bridge ${ours}.`,
    { details: { terminal: [lowest, highest], client: [PROTOCOL_VERSION_MIN, PROTOCOL_VERSION] } },
  );
}

function range(lowest: number, highest: number): string {
  return lowest === highest ? String(lowest) : `${lowest} to ${highest}`;
}
