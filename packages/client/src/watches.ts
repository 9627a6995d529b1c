import type { Clock, Params, Result } from '@mt5-bridge/protocol';
import { Mt5Error } from '@mt5-bridge/protocol';
import { errorFromWire } from '@mt5-bridge/protocol/wire';
import type { Mt5ClientOptions } from './api.ts';
import type { TopicWatches } from './topics.ts';

/** Topics of one request; keeps it below what a terminal side may take. */
const TOPICS_A_REQUEST = 200;

/** Pause before a failed watch is asked again. */
const RETRY_MS = 500;

type Call = <N extends 'watch' | 'unwatch'>(operation: N, params: Params<N>) => Promise<Result<N>>;

/** Keeps the terminal sending the symbol topics that have readers, for as long as the link is up. */
export class Watches implements TopicWatches {
  readonly #client: number;
  readonly #call: Call;
  readonly #clock: Clock;
  readonly #log: Mt5ClientOptions['log'];
  readonly #answered: (result: Result<'watch'>, refused: ReadonlyMap<string, Mt5Error>) => void;
  readonly #topics = new Set<string>();
  /** What the terminal has not been told yet. */
  readonly #fresh = new Set<string>();
  readonly #stale = new Set<string>();
  readonly #refused = new Set<string>();
  #isUp = false;
  #isFlushing = false;
  #cancelRenewal = () => {};
  #cancelRetry = () => {};

  constructor(parts: {
    /** The client's number, drawn at its start. */
    client: number;
    call: Call;
    clock: Clock;
    log: Mt5ClientOptions['log'];
    answered: (result: Result<'watch'>, refused: ReadonlyMap<string, Mt5Error>) => void;
  }) {
    this.#client = parts.client;
    this.#call = parts.call;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#answered = parts.answered;
  }

  add(topic: string): void {
    this.#topics.add(topic);
    this.#stale.delete(topic);
    this.#fresh.add(topic);
    this.#flushSoon();
  }

  remove(topic: string): void {
    this.#topics.delete(topic);
    this.#refused.delete(topic);
    if (!this.#fresh.delete(topic)) this.#stale.add(topic);
    this.#flushSoon();
  }

  /**
   * The terminal may have forgotten every watch: starts them all, before anything else is asked, and renews them well
   * within the lease. What is read of the past after it goes up to where the events begin, at least.
   */
  up(leaseMs: number): void {
    this.down();
    this.#isUp = true;
    this.#renew(leaseMs / 3);
  }

  down(): void {
    this.#isUp = false;
    this.#stale.clear(); // Their lease ends them.
    this.#cancelRenewal();
    this.#cancelRetry();
  }

  #renew(everyMs: number): void {
    for (const topic of this.#topics) this.#fresh.add(topic);
    this.#flush();
    this.#cancelRenewal = this.#clock.setTimer(everyMs, () => this.#renew(everyMs));
  }

  /** Joins what is added and removed within one turn. */
  #flushSoon(): void {
    if (this.#isFlushing || !this.#isUp) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (!this.#isUp) return;
    for (const topics of take(this.#stale)) void this.#unwatch(topics);
    for (const topics of take(this.#fresh)) void this.#watch(topics);
  }

  async #watch(topics: string[]): Promise<void> {
    try {
      const result = await this.#call('watch', { client: this.#client, topics });
      const refused = new Map(result.refused.map(({ topic, code }) => [topic, refusal(topic, code)]));
      for (const topic of topics) {
        const error = refused.get(topic);
        if (error === undefined) this.#refused.delete(topic);
        else if (!this.#refused.has(topic)) {
          this.#refused.add(topic);
          this.#log('error', error.message, { topic, code: error.code });
        }
      }
      this.#answered(result, refused);
    } catch (cause) {
      if (!this.#isUp) return; // All are watched again when the link is.
      this.#log('warn', `Watching ${topics.length} topics failed: ${cause instanceof Error ? cause.message : cause}`);
      for (const topic of topics) if (this.#topics.has(topic)) this.#fresh.add(topic);
      this.#cancelRetry();
      this.#cancelRetry = this.#clock.setTimer(RETRY_MS, () => this.#flushSoon());
    }
  }

  async #unwatch(topics: string[]): Promise<void> {
    try {
      await this.#call('unwatch', { client: this.#client, topics });
    } catch (cause) {
      // The lease ends them anyway.
      this.#log('debug', `unwatch failed: ${cause instanceof Error ? cause.message : cause}`, { topics });
    }
  }
}

function refusal(topic: string, code: string): Mt5Error {
  const { code: known } = errorFromWire({ code, message: '' });
  return new Mt5Error(known, `The terminal does not send ${topic}: ${code}.`, { details: { topic } });
}

function* take(topics: Set<string>): Generator<string[]> {
  const all = [...topics];
  topics.clear();
  for (let i = 0; i < all.length; i += TOPICS_A_REQUEST) yield all.slice(i, i + TOPICS_A_REQUEST);
}
