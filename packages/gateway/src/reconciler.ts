import type { Mt5Client } from '@mt5-bridge/client';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import { recordsAround, subjectNow } from './broker-records.ts';
import { accountKey } from './ledger/account-key.ts';
import type { Ledger, Request } from './ledger/index.ts';
import type { Log } from './log.ts';
import type { Learned } from './outcomes.ts';
import type { TerminalReads } from './read/index.ts';
import { settle, settledByLikeness, settledBySubject } from './reconcile.ts';

/** How long another process's request is left to it before it is looked up, ms. */
const OTHERS_MS = 2_000;
/** Pause before the first and before later looks, ms. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** A request's own records are searched from so long before it was made, ms: its tag alone tells them from others. */
const MARGIN_MS = 3_600_000;

/** Requests that are looked up at once: a terminal that answers none of them should not cost a time-out for each. */
const AT_ONCE = 32;

export interface ReconcilerOptions {
  readonly client: Pick<Mt5Client, 'call' | 'link' | 'onLink'>;
  readonly reads: Pick<TerminalReads, 'identity'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Address of the terminal's command socket. */
  readonly terminal: string;
  /** Its answer is awaited in this process. */
  readonly isUnderWay: (requestId: string) => boolean;
  /** Writes down what was learned, unless somebody was faster or it is known already. */
  readonly learned: (request: Request, learned: Learned) => void;
  readonly log: Log;
}

/**
 * Settles what was sent, or perhaps sent, by looking: at the start, when the link comes up, and again and again until
 * nothing is left. It never sends. Which process a request came from does not matter, nor whether that one lives: a look
 * changes nothing, and only the first of several answers is written down.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #stopListening: () => void;
  #cancelTimer = () => {};
  #pause = FIRST_PAUSE_MS;
  #round: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#stopListening = options.client.onLink((link) => {
      if (link.state === 'up') this.wake();
    });
    this.wake();
  }

  /** Something may be unsettled: looks soon, and often at first. */
  wake(): void {
    this.#pause = FIRST_PAUSE_MS;
    this.#schedule(0);
  }

  /** One look at one request. @throws Mt5Error why it could not be looked up */
  async look(request: Request): Promise<void> {
    const { client, reads, ledger, terminal, isUnderWay, learned } = this.#options;
    const { command, symbol, claim, request_id, identity } = request;
    if (claim === null || isUnderWay(request_id)) return;
    if (accountKey(reads.identity()) !== accountKey(identity)) return;
    const lookup = await client.call('order_lookup', {
      request_id,
      since: Math.max(0, request.server_time - MARGIN_MS),
    });
    const isSimulated = identity.environment === 'fake';
    const found = settle({ command, symbol, claim, isOwnJournal: request.terminal === terminal, isSimulated }, lookup);
    const ending =
      found === 'look_at_subject'
        ? settledBySubject(command, await subjectNow(client, command))
        : found === 'look_for_alikes'
          ? settledByLikeness(this.#sought(request), await recordsAround(client, request))
          : found;
    if (ending === undefined || ending === 'wait') return;
    // What was looked up belongs to the account that was there all the time.
    if (accountKey(reads.identity()) !== accountKey(identity)) return;
    if (ledger.requests.byId(request_id)?.finished_at === null) learned(request, ending);
  }

  #sought({ command, server_time, identity, request_id }: Request): Parameters<typeof settledByLikeness>[0] {
    const { requests } = this.#options.ledger;
    const isOthers = (order: bigint): boolean => {
      const owner = requests.byOrder(identity, order);
      return owner !== undefined && owner.request_id !== request_id;
    };
    return { command, made_at: server_time, isOthers };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    this.#cancelTimer();
    await this.#round;
  }

  #schedule(ms: number): void {
    this.#cancelTimer();
    if (this.#isClosed) return;
    this.#cancelTimer = this.#options.clock.setTimer(ms, () => {
      this.#round ??= this.#lookAround().finally(() => {
        this.#round = undefined;
      });
    });
  }

  async #lookAround(): Promise<void> {
    let isLeft = false;
    try {
      const due = this.#due();
      isLeft = due.length > 0;
      for (let from = 0; from < due.length && !this.#isClosed; from += AT_ONCE) {
        const some = due.slice(from, from + AT_ONCE);
        await Promise.all(some.map((request) => this.look(request).catch((error) => this.#report(error))));
      }
    } catch (error) {
      this.#report(error);
    }
    // What other processes leave behind is found without anybody's word.
    this.#schedule(isLeft ? this.#pause : LONGEST_PAUSE_MS);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  #report(error: unknown): void {
    const { code, message } = error instanceof Mt5Error ? error : new Mt5Error('INTERNAL', String(error));
    this.#options.log(code === 'INTERNAL' ? 'error' : 'info', `an outcome could not be looked up: ${message}`, {
      code,
    });
  }

  #due(): Request[] {
    const { client, reads, ledger, clock, isUnderWay } = this.#options;
    if (client.link.state !== 'up') return [];
    const now = clock.now();
    return ledger.requests.unsettled(reads.identity()).filter(({ request_id, state, claim }) => {
      if (isUnderWay(request_id)) return false;
      return state === 'unknown' || Math.abs(now - (claim?.claimed_at ?? 0)) > OTHERS_MS;
    });
  }
}
