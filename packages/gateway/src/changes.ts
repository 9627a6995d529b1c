import type { Unsubscribe } from '@mt5-bridge/client';
import type { Clock } from '@mt5-bridge/protocol';
import type { Ledger, Touched } from './ledger/index.ts';
import type { Log } from './log.ts';

/** How often it is looked whether another process changed something, ms; only while somebody observes. */
const LOOK_MS = 100;

export type Watched = Touched | 'audit';
type Counts = Readonly<Record<Watched, number>>;

/** Tells observers what changed in the ledger and that its audit log grew, whichever process did it. */
export class Changes {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners: Readonly<Record<Watched, Set<() => void>>> = {
    approvals: new Set(),
    policy: new Set(),
    alerts: new Set(),
    audit: new Set(),
  };
  #cancelTimer: (() => void) | undefined;
  #unfollow: Unsubscribe | undefined;
  #version: number | undefined;
  #seen: Counts = { approvals: 0, policy: 0, alerts: 0, audit: 0 };
  #isFailing = false;

  constructor(ledger: Ledger, clock: Clock, log: Log) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#log = log;
  }

  observe(what: Watched, listener: () => void): Unsubscribe {
    const own = () => listener();
    this.#listeners[what].add(own);
    if (this.#cancelTimer === undefined) {
      this.#version = undefined;
      this.#guarded(() => {
        this.#version = this.#ledger.db.version;
        this.#seen = this.#counts();
      });
      this.#unfollow = this.#ledger.onWritten(() => this.#look(true));
      this.#arm();
    }
    return () => {
      this.#listeners[what].delete(own);
      if (Object.values(this.#listeners).every(({ size }) => size === 0)) this.close();
    };
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#unfollow?.();
    this.#unfollow = undefined;
  }

  #arm(): void {
    this.#cancelTimer = this.#clock.setTimer(LOOK_MS, () => {
      this.#arm();
      this.#look(false);
    });
  }

  #look(isOwn: boolean): void {
    this.#guarded(() => {
      const version = this.#ledger.db.version;
      if (!isOwn && version === this.#version) return;
      this.#version = version;
      const counts = this.#counts();
      const before = this.#seen;
      this.#seen = counts;
      for (const what of Object.keys(counts) as Watched[]) {
        if (counts[what] !== before[what]) for (const listener of this.#listeners[what]) this.#tell(listener);
      }
    });
  }

  #counts(): Counts {
    const { changed, auditHead } = this.#ledger.facts;
    return {
      approvals: changed.approvals.get() ?? 0,
      policy: changed.policy.get() ?? 0,
      alerts: changed.alerts.get() ?? 0,
      audit: auditHead.get()?.seq ?? 0,
    };
  }

  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#log('error', `an observer of the ledger failed: ${error}`);
    }
  }

  /** A ledger that can't be read is said once; orders are refused with the reason anyway. */
  #guarded(work: () => void): void {
    try {
      work();
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#log('warn', `changes of the ledger cannot be seen: ${(error as Error).message}`);
      this.#isFailing = true;
    }
  }
}
