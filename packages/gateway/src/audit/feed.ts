import type { Unsubscribe } from '@mt5-bridge/client';
import type { Clock } from '@mt5-bridge/protocol';
import type { AuditRecord } from '../api.ts';
import { Changes } from '../changes.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import type { AuditCursor } from './cursor.ts';

/** The audit log as it grows, whichever process writes it. */
export interface AuditFeed {
  /** Number of the newest record; 0 = none. @throws Mt5Error LEDGER_UNAVAILABLE */
  head(): number;
  /** Number of the newest record that is known to be on the disk. @throws Mt5Error LEDGER_UNAVAILABLE */
  flushed(): number;
  /** Whether the log could be written now; writes nothing. @throws Mt5Error AUDIT_UNAVAILABLE */
  check(): Promise<void>;
  /**
   * Every record after this number, in order and in batches: those that are there already, then each as it comes, none
   * of them before its transaction stands. A number that is not reached yet means what comes from now on. Never calls back
   * before it returns.
   */
  follow(after: number, listener: (records: readonly AuditRecord[]) => void): Unsubscribe;
}

export interface AuditFeedOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
}

/** Records of one batch: what is parsed before other work gets a turn. */
const BATCH = 200;
/** How soon a log that could not be read is tried again, ms. */
const AGAIN_MS = 1_000;

export function createAuditFeed({ ledger, clock, log }: AuditFeedOptions): AuditFeed {
  const changes = new Changes(ledger, clock, log);
  const head = (): number => ledger.facts.auditHead.get()?.seq ?? 0;

  return {
    head,
    flushed: () => ledger.facts.auditFlushed.get()?.seq ?? 0,
    check: () => ledger.auditLog.check(),
    follow(after, listener) {
      const follower = new Follower({ ledger, clock, log }, head, after, listener);
      const unobserve = changes.observe('audit', () => follower.wake());
      follower.wake();
      return () => {
        unobserve();
        follower.close();
      };
    },
  };
}

class Follower {
  readonly #options: AuditFeedOptions;
  readonly #head: () => number;
  readonly #listener: (records: readonly AuditRecord[]) => void;
  readonly #after: number;
  #cursor: AuditCursor | undefined;
  #cancelAgain: (() => void) | undefined;
  #isScheduled = false;
  #isFailing = false;
  #isClosed = false;

  constructor(
    options: AuditFeedOptions,
    head: () => number,
    after: number,
    listener: (records: readonly AuditRecord[]) => void,
  ) {
    this.#options = options;
    this.#head = head;
    this.#after = after;
    this.#listener = listener;
  }

  wake(): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (!this.#isClosed) this.#readOn();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelAgain?.();
  }

  #readOn(): void {
    this.#cancelAgain?.();
    let records: readonly AuditRecord[];
    try {
      const limit = this.#head();
      // A number that is not reached yet is of a log that lost its end: it goes on from what is left.
      if (this.#cursor === undefined || this.#cursor.last > limit) {
        this.#cursor = this.#options.ledger.auditLog.cursor(Math.min(this.#after, limit));
      }
      records = this.#cursor.next(limit, BATCH);
      this.#isFailing = false;
    } catch (error) {
      this.#failed(error as Error);
      return;
    }
    if (records.length === 0) return;
    this.#tell(records);
    if (records.length === BATCH) this.wake();
  }

  #tell(records: readonly AuditRecord[]): void {
    try {
      this.#listener(records);
    } catch (error) {
      this.#options.log('error', `a follower of the audit log failed: ${error}`);
    }
  }

  #failed({ message }: Error): void {
    const { clock, log } = this.#options;
    if (!this.#isFailing) log('warn', `the audit log cannot be followed: ${message}`);
    this.#isFailing = true;
    this.#cancelAgain = clock.setTimer(AGAIN_MS, () => this.wake());
  }
}
