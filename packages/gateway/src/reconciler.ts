import type { Mt5Client } from '@mt5-bridge/client';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import { accountKey } from './ledger/account-key.ts';
import type { Ledger, Request } from './ledger/index.ts';
import type { Log } from './log.ts';
import type { Learned } from './outcomes.ts';
import type { TerminalReads } from './read/index.ts';
import { type Subject, settle, settledBySubject, subjectOf } from './reconcile.ts';

/** How long another process's request is left to it before it is looked up, ms. */
const OTHERS_MS = 2_000;
/** Pause before the first and before later looks, ms. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** Records are searched from so long before a request was made, ms: more than clocks differ. */
const MARGIN_MS = 3_600_000;
/** Deals of one position that are looked through for its last. */
const DEALS = 1_000;

export interface ReconcilerOptions {
  readonly client: Pick<Mt5Client, 'call' | 'link' | 'onLink'>;
  readonly reads: Pick<TerminalReads, 'identity'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Address of the terminal's command socket. */
  readonly terminal: string;
  /** Its answer is awaited in this process. */
  readonly isUnderWay: (requestId: string) => boolean;
  /** Writes down what was learned, unless somebody was faster. */
  readonly settled: (request: Request, learned: Learned) => void;
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
    const { client, reads, ledger, terminal, isUnderWay, settled } = this.#options;
    const { command, claim, request_id, identity } = request;
    if (claim === null || isUnderWay(request_id)) return;
    if (accountKey(reads.identity()) !== accountKey(identity)) return;
    const lookup = await client.call('order_lookup', {
      request_id,
      since: Math.max(0, request.created_at - MARGIN_MS),
    });
    const learned = settle({ command, claim, isOwnJournal: request.terminal === terminal }, lookup);
    const ending = learned === 'look_at_subject' ? settledBySubject(command, await this.#subject(request)) : learned;
    if (ending === undefined || ending === 'wait') return;
    // What was looked up belongs to the account that was there all the time.
    if (accountKey(reads.identity()) !== accountKey(identity)) return;
    if (ledger.requests.byId(request_id)?.finished_at === null) settled(request, ending);
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
      for (const request of due) {
        if (this.#isClosed) return;
        await this.look(request).catch((error) => this.#report(error));
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

  async #subject({ command }: Request): Promise<Subject> {
    const subject = subjectOf(command);
    if (subject === undefined) return { kind: 'nowhere' };
    try {
      return subject.kind === 'order' ? await this.#order(subject.ticket) : await this.#position(subject.ticket);
    } catch (error) {
      if (error instanceof Mt5Error && error.code === 'TICKET_NOT_FOUND') return { kind: 'nowhere' };
      throw error;
    }
  }

  async #order(ticket: bigint): Promise<Subject> {
    const { client } = this.#options;
    const { orders } = await client.call('orders', {});
    const order = orders.find((one) => one.ticket === ticket);
    if (order !== undefined) return { kind: 'order', order };
    const { orders: past } = await client.call('history_orders', { ticket, offset: 0, count: 1 });
    return past[0] === undefined ? { kind: 'nowhere' } : { kind: 'past', order: past[0] };
  }

  async #position(ticket: bigint): Promise<Subject> {
    const { client } = this.#options;
    const { positions } = await client.call('positions', {});
    const position = positions.find((one) => one.ticket === ticket);
    if (position !== undefined) return { kind: 'position', position };
    const { deals } = await client.call('history_deals', { position: ticket, offset: 0, count: DEALS });
    const exit = deals.findLast(({ entry }) => entry !== 'in');
    return exit === undefined ? { kind: 'nowhere' } : { kind: 'closed', exit };
  }
}
