import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { AuditFeed, AuditRecord } from '../api.ts';
import type { Log } from '../log.ts';
import type { SinkMark } from '../ports.ts';
import { type Notice, type NoticeKind, noticeOf } from './notice.ts';
import { DeliveryFailure, type Sink } from './sink.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;
/** What nobody wanted to hear for so long is no news any more. */
const LONGEST_AGE_MS = 86_400_000;
/** Notices that wait in memory; what comes after them waits in the audit log. */
const MOST_WAITING = 200;

/** How far a sink has come, kept where a restart finds it. @throws Mt5Error LEDGER_UNAVAILABLE */
export interface MarkStore {
  get(): SinkMark | undefined;
  set(mark: SinkMark): void;
}

export interface DeliveryOptions {
  readonly sink: Sink;
  readonly marks: MarkStore;
  readonly feed: Pick<AuditFeed, 'head' | 'follow'>;
  readonly wants: (kind: NoticeKind) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Not what it says: that may hold an address. */
const nameOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error as Error).name;

/**
 * Everything for one sink: in order, each until it arrived, was refused or grew too old; at least once, over restarts
 * too. One that is new hears what comes from now on.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #end = new AbortController();
  #waiting: { readonly seq: number; readonly notice: Notice }[] = [];
  #mark: SinkMark;
  /** Number of the last record that was looked at. */
  #read: number;
  #leave: (() => void) | undefined;
  #isWorking = false;

  /** @throws Mt5Error LEDGER_UNAVAILABLE */
  constructor(options: DeliveryOptions) {
    const { marks, feed } = options;
    this.#options = options;
    const known = marks.get();
    this.#mark = known ?? { position: feed.head(), attempts: 0, next_at: 0 };
    if (known === undefined) marks.set(this.#mark);
    this.#read = this.#mark.position;
    this.#follow();
  }

  close(): void {
    this.#end.abort();
    this.#leave?.();
  }

  #follow(): void {
    this.#leave ??= this.#options.feed.follow(this.#read, (records) => {
      const late = records.filter((record) => !this.#take(record)).length;
      if (late > 0) this.#giveUp(late);
      // What was not wanted is not told later either, when more is wanted.
      if (this.#waiting.length === 0) this.#keep({ position: this.#read, attempts: 0, next_at: 0 });
      if (this.#waiting.length >= MOST_WAITING) {
        this.#leave?.();
        this.#leave = undefined;
      }
      this.#start();
    });
  }

  /** @returns false: it is too old */
  #take(record: AuditRecord): boolean {
    this.#read = record.seq;
    const notice = noticeOf(record);
    if (notice === undefined || !this.#options.wants(notice.kind)) return true;
    if (this.#isOld(notice)) return false;
    this.#waiting.push({ seq: record.seq, notice });
    return true;
  }

  #isOld({ at }: Notice): boolean {
    return this.#options.clock.now() - Date.parse(at) > LONGEST_AGE_MS;
  }

  #giveUp(count: number): void {
    const { sink, log } = this.#options;
    log('error', `notices did not reach ${sink.name} within a day and are given up`, { count });
  }

  #start(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    this.#work().then(
      () => {
        this.#isWorking = false;
      },
      (error: unknown) => {
        this.#isWorking = false;
        this.#options.log('error', `notices to ${this.#options.sink.name} stopped: ${error}`);
      },
    );
  }

  async #work(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const [first] = this.#waiting;
      if (first === undefined) return;
      await this.#pause();
      if (signal.aborted) return;
      if (!(await this.#isDone(first.notice))) continue;
      this.#keep({ position: first.seq, attempts: 0, next_at: 0 });
      this.#waiting.shift();
      if (this.#waiting.length === 0) this.#follow();
    }
  }

  /** Whether it needs no further try. */
  async #isDone(notice: Notice): Promise<boolean> {
    const { sink, log } = this.#options;
    if (this.#isOld(notice)) {
      this.#giveUp(1);
      return true;
    }
    try {
      await sink.deliver(notice, this.#end.signal);
      if (this.#mark.attempts > 0) log('info', `notices reach ${sink.name} again`);
      return true;
    } catch (error) {
      if (this.#end.signal.aborted) return false;
      return this.#failed(error instanceof DeliveryFailure ? error : new DeliveryFailure(nameOf(error)), notice);
    }
  }

  #failed({ message, isFinal }: DeliveryFailure, { id, kind }: Notice): boolean {
    const { sink, clock, log } = this.#options;
    if (isFinal) {
      log('error', `${sink.name} refuses a notice: ${message}`, { id, kind });
      return true;
    }
    const { position, attempts } = this.#mark;
    // One line a failure would fill the log of a receiver that is away for a night.
    const level = attempts === 0 ? 'warn' : 'debug';
    log(level, `a notice did not reach ${sink.name}: ${message}; it is tried again`, { id, kind });
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20), LONGEST_PAUSE_MS);
    this.#keep({ position, attempts: attempts + 1, next_at: clock.now() + pause });
    return false;
  }

  /** Until the next try is due. */
  #pause(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#end;
    const left = Math.min(this.#mark.next_at - clock.now(), LONGEST_PAUSE_MS);
    if (left <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = clock.setTimer(left, resolve);
      signal.addEventListener(
        'abort',
        () => {
          cancel();
          resolve();
        },
        { once: true },
      );
    });
  }

  /** What the ledger does not hold is told once more after a restart. */
  #keep(mark: SinkMark): void {
    this.#mark = mark;
    try {
      this.#options.marks.set(mark);
    } catch (error) {
      if (!(error instanceof Mt5Error)) throw error;
      this.#options.log('warn', `how far ${this.#options.sink.name} has come is not kept: ${error.message}`);
    }
  }
}
