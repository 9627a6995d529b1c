import type { Config } from '@mt5-bridge/config';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { AuditFeed } from '../api.ts';
import { Lease } from '../lease.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import { Delivery, type MarkStore } from './delivery.ts';
import type { NoticeKind } from './notice.ts';
import type { Sink } from './sink.ts';

const LOOK_MS = 3_000;

export interface NoticesOptions {
  readonly ledger: Ledger;
  readonly feed: AuditFeed;
  /** The configuration in force now. */
  readonly config: () => Config['notify'];
  /** Calls back after each change of the configuration; returns the function that ends it. */
  readonly onConfig: (listener: () => void) => () => void;
  /** The receivers that the configuration names. */
  readonly sinksOf: (config: Config['notify']) => readonly Sink[];
  readonly clock: Clock;
  readonly log: Log;
  /** Of this process, and of no other. */
  readonly holder: string;
}

export interface Notices {
  close(): void;
}

/** Tells the owner's receivers what `[notify]` says; one process at a time does, whichever holds the lease. */
export function sendNotices(options: NoticesOptions): Notices {
  return new Sending(options);
}

class Sending implements Notices {
  readonly #options: NoticesOptions;
  readonly #lease: Lease;
  readonly #deliveries = new Map<string, { readonly delivery: Delivery; readonly said: string }>();
  readonly #unfollow: () => void;
  #cancelTimer: () => void = () => {};
  #isFailing = false;
  #isClosed = false;

  constructor(options: NoticesOptions) {
    const { ledger, clock, holder, onConfig } = options;
    this.#options = options;
    this.#lease = new Lease({ ledger, clock, holder, name: 'notices' });
    this.#unfollow = onConfig(() => this.#look());
    this.#look();
  }

  close(): void {
    this.#isClosed = true;
    this.#unfollow();
    this.#cancelTimer();
    this.#stop();
    this.#guarded(() => this.#lease.release());
  }

  #look(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.setTimer(LOOK_MS, () => this.#look());
    this.#guarded(() => {
      const sinks = this.#options.sinksOf(this.#options.config());
      // Who has no receivers leaves the ledger alone, but for what it remembers of earlier ones.
      if (sinks.length === 0 && Object.keys(this.#options.ledger.facts.noticeSinks.get() ?? {}).length === 0) {
        this.#stop();
        return;
      }
      if (!this.#lease.hold()) this.#stop();
      else this.#deliverTo(sinks);
    });
  }

  #deliverTo(sinks: readonly Sink[]): void {
    const keys = new Set(sinks.map(({ key }) => key));
    for (const [key, { delivery }] of this.#deliveries) {
      if (keys.has(key)) continue;
      delivery.close();
      this.#deliveries.delete(key);
    }
    this.#forgetOthers(keys);
    for (const sink of sinks) this.#begin(sink);
  }

  #begin(sink: Sink): void {
    const { feed, config, clock, log } = this.#options;
    const known = this.#deliveries.get(sink.key);
    // What is told, and when the margin warns, is asked anew each time.
    const { webhook_url, webhook_secret, command } = config();
    const said = JSON.stringify([webhook_url, webhook_secret, command]);
    if (known?.said === said) return;
    known?.delivery.close();
    const wants = (kind: NoticeKind) => config().events.includes(kind);
    const delivery = new Delivery({ sink, marks: this.#marksOf(sink.key), feed, wants, clock, log });
    this.#deliveries.set(sink.key, { delivery, said });
  }

  #marksOf(key: string): MarkStore {
    const { ledger } = this.#options;
    const fact = ledger.facts.noticeSinks;
    return {
      get: () => fact.get()?.[key],
      set: (mark) => ledger.write('process', () => fact.set({ ...fact.get(), [key]: mark })),
    };
  }

  /** A receiver that is named again later begins with what comes then. */
  #forgetOthers(keys: ReadonlySet<string>): void {
    const { ledger } = this.#options;
    const fact = ledger.facts.noticeSinks;
    if (Object.keys(fact.get() ?? {}).every((key) => keys.has(key))) return;
    ledger.write('process', () => {
      fact.set(Object.fromEntries(Object.entries(fact.get() ?? {}).filter(([key]) => keys.has(key))));
    });
  }

  #stop(): void {
    for (const { delivery } of this.#deliveries.values()) delivery.close();
    this.#deliveries.clear();
  }

  /** A ledger that can't be used is told by whoever needs it for orders; here once. */
  #guarded(work: () => void): void {
    try {
      work();
      this.#isFailing = false;
    } catch (error) {
      if (!(error instanceof Mt5Error)) throw error;
      if (!this.#isFailing && !this.#isClosed) this.#options.log('warn', `notices wait: ${error.message}`);
      this.#isFailing = true;
    }
  }
}
