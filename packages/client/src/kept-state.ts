import type { Clock } from '@mt5-bridge/protocol';
import type { ChangeCause, ClientStats, Mt5ClientOptions, Unsubscribe } from './api.ts';
import { deliver } from './deliver.ts';
import { Recovery } from './recovery.ts';
import type { Subscription, TopicReader, Topics } from './topics.ts';

/** What stands for itself: a state whose every event holds all of it. */
export interface KeptStateSpec<S> {
  readonly topic: string;
  /** Reads the state as it is; `stamp` tells which events it already holds, where the operation says so. */
  readonly fetch: () => Promise<{ state: S; stamp?: { epoch: number; seq: number } }>;
  /** @throws SchemaError */
  readonly decode: (data: unknown) => { state: S; cause: ChangeCause };
}

export interface Surroundings {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly stats: ClientStats;
  readonly log: Mt5ClientOptions['log'];
  readonly isUp: () => boolean;
}

/**
 * A snapshot, then events. An event holds the whole state, so it also closes a gap before it; only where none is at
 * hand (a new link or epoch, a loss that the heartbeat shows) is the snapshot read again.
 */
export class KeptState<S> implements TopicReader {
  readonly #spec: KeptStateSpec<S>;
  readonly #around: Surroundings;
  readonly #listeners = new Set<(state: S, cause: ChangeCause) => void>();
  readonly #recovery: Recovery;
  readonly #subscription: Subscription;
  #last: { readonly state: S } | undefined;

  constructor(spec: KeptStateSpec<S>, around: Surroundings) {
    this.#spec = spec;
    this.#around = around;
    this.#recovery = new Recovery(
      around.clock,
      (isCurrent) => this.#read(isCurrent),
      (error, isFinal) => {
        const text = `Reading ${spec.topic} failed: ${error.message}`;
        around.log(isFinal ? 'error' : 'warn', text, { code: error.code });
      },
    );
    this.#subscription = around.topics.subscribe(spec.topic, this);
    if (around.isUp()) this.#recovery.start();
  }

  get isUnused(): boolean {
    return this.#listeners.size === 0;
  }

  add(listener: (state: S, cause: ChangeCause) => void): Unsubscribe {
    // A wrapper, so that one function given twice is two listeners.
    const own = (state: S, cause: ChangeCause): void => listener(state, cause);
    this.#listeners.add(own);
    const known = this.#last;
    if (known !== undefined) {
      queueMicrotask(() => {
        if (this.#last === known && this.#listeners.has(own)) this.#tell([own], known.state, 'resync');
      });
    }
    return () => void this.#listeners.delete(own);
  }

  end(): void {
    this.#listeners.clear();
    this.#recovery.stop();
    this.#subscription.end();
  }

  event(frame: { d: unknown }, afterGap: boolean): void {
    const { state, cause } = this.#spec.decode(frame.d);
    const isAnew = afterGap || this.#recovery.isWanted || this.#last === undefined;
    this.#recovery.stop();
    this.#accept(state, isAnew ? 'resync' : cause);
  }

  interrupted(): void {
    this.#recovery.start();
  }

  refused(): void {
    // The watch has logged it; asking again goes on with every renewal.
  }

  async #read(isCurrent: () => boolean): Promise<void> {
    const { state, stamp } = await this.#spec.fetch();
    if (!isCurrent()) return;
    if (stamp !== undefined) {
      if (!this.#around.topics.isOfThisEpoch(stamp.epoch)) return;
      this.#subscription.holds(stamp.seq);
    }
    this.#accept(state, 'resync');
  }

  #accept(state: S, cause: ChangeCause): void {
    if (cause === 'resync' && this.#last !== undefined) this.#around.stats.resyncs++;
    this.#last = { state };
    this.#tell(this.#listeners, state, cause);
  }

  #tell(listeners: Iterable<(state: S, cause: ChangeCause) => void>, state: S, cause: ChangeCause): void {
    for (const listener of listeners) deliver(this.#around.log, this.#spec.topic, () => listener(state, cause));
  }
}
