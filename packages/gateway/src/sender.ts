import type { Mt5Client, SendOutcome } from '@mt5-bridge/client';
import { type Approved, type Clock, Mt5Error, type TradeCommand } from '@mt5-bridge/protocol';
import type { Outcome } from './api.ts';
import type { Claim, Happening, Ledger, Request, RequestState } from './ledger/index.ts';
import type { Log } from './log.ts';
import { type Learned, learnedFrom, outcomeOf } from './outcomes.ts';

/** How long one request may take, ms. */
export interface Times {
  /** To reach the terminal; later it is refused there. */
  readonly toLive: number;
  /** To be answered. */
  readonly toAnswer: number;
}

export interface SenderOptions {
  readonly client: Pick<Mt5Client, 'expiry' | 'send'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** One look at what became of a request. */
  readonly look: (request: Request) => Promise<void>;
  /** Something was left to be looked up. */
  readonly wake: () => void;
  readonly log: Log;
}

const RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;

const UNSETTLED: readonly RequestState[] = ['claimed', 'unknown'];

/** Sends what was claimed, each request once, and sees to it that its outcome is written down. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #underWay = new Map<string, Promise<Outcome>>();
  /** Outcomes that the ledger does not hold yet. */
  readonly #unwritten = new Map<string, { readonly request: Request; readonly learned: Learned }>();
  #retryMs = RETRY_MS;
  #cancelRetry: (() => void) | undefined;
  #isClosing = false;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** When a request that is claimed now ends. @throws Mt5Error why nothing can be sent now */
  claim({ toLive, toAnswer }: Times): Claim {
    const { client, clock } = this.#options;
    const claimed_at = clock.now();
    const expires = client.expiry(toLive);
    if (expires <= 0) throw new Mt5Error('TERMINAL_NOT_CONNECTED', "The terminal's clock is not known yet.");
    return { claimed_at, deadline: claimed_at + toAnswer, made_at: client.expiry(0), expires };
  }

  /** To be called right after the transaction that claimed the request, and never again for it. */
  send(request: Request, claim: Claim, approved: Approved<TradeCommand>): Promise<Outcome> {
    const { client } = this.#options;
    const { request_id } = request;
    const timeoutMs = claim.deadline - claim.claimed_at;
    let sent: Promise<SendOutcome>;
    try {
      sent = client.send(approved, { expires: claim.expires, timeoutMs });
    } catch (error) {
      sent = Promise.reject(error);
    }
    const outcome = this.#follow(request, sent);
    this.#underWay.set(request_id, outcome);
    return outcome;
  }

  underWay(requestId: string): Promise<Outcome> | undefined {
    return this.#underWay.get(requestId);
  }

  /** A request with what is known of it here, which the ledger may not hold yet. */
  current(request: Request): Request {
    const unwritten = this.#unwritten.get(request.request_id);
    return unwritten === undefined ? request : { ...request, ...unwritten.learned };
  }

  /** Waits for the answers, and writes down what is not written yet. */
  async close(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
    this.#isClosing = true;
    this.#cancelRetry?.();
    this.#writeAll();
    for (const { request, learned } of this.#unwritten.values()) {
      const { request_id, command } = request;
      this.#options.log('error', `the outcome of ${request_id} could not be written: it will be looked up`, {
        request_id,
        operation: command.operation,
        state: learned.state,
      });
    }
  }

  async #follow(request: Request, sent: Promise<SendOutcome>): Promise<Outcome> {
    const { ledger, clock, look, wake, log } = this.#options;
    const { request_id, command } = request;
    // The client promises not to reject; what it would reject with says nothing of the order.
    const outcome = await sent.catch((cause): SendOutcome => {
      return { outcome: 'unknown', error: new Mt5Error('INTERNAL', String(cause), { cause }) };
    });
    const learned = learnedFrom(command, outcome);
    this.#write(request, learned);
    this.#underWay.delete(request_id);
    if (learned.state === 'unknown') {
      await look(request).catch((error: Error) =>
        log('info', `${request_id} could not be looked up: ${error.message}`),
      );
      wake();
    }
    let known: Request = { ...request, ...learned };
    try {
      known = this.current(ledger.requests.byId(request_id) ?? known);
    } catch (error) {
      log('error', `the outcome of ${request_id} could not be read back: ${(error as Error).message}`);
    }
    return outcomeOf(known, clock.now());
  }

  #write(request: Request, learned: Learned): void {
    try {
      this.#record(request, learned);
      this.#unwritten.delete(request.request_id);
    } catch (error) {
      this.#unwritten.set(request.request_id, { request, learned });
      this.#options.log(
        'error',
        `the outcome of ${request.request_id} is not written yet: ${(error as Error).message}`,
      );
      if (this.#isClosing) return;
      this.#cancelRetry ??= this.#options.clock.setTimer(this.#retryMs, () => {
        this.#cancelRetry = undefined;
        this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
        this.#writeAll();
      });
    }
  }

  #writeAll(): void {
    for (const { request, learned } of [...this.#unwritten.values()]) this.#write(request, learned);
    if (this.#unwritten.size === 0) this.#retryMs = RETRY_MS;
  }

  /** The terminal's own answer replaces what was concluded without it; nothing else that is settled is changed. */
  #record(request: Request, learned: Learned): void {
    const { ledger, clock } = this.#options;
    ledger.write('process', ({ audit, touch }) => {
      const { request_id } = request;
      const settled = ledger.requests.byId(request_id);
      const wasInferred = settled?.finished_at !== null && settled?.ending?.settled_by !== 'journal';
      const isDirect = learned.state !== 'unknown' && learned.ending.result !== null;
      const from: readonly RequestState[] = isDirect && wasInferred ? [...UNSETTLED, 'done', 'rejected'] : UNSETTLED;
      if (!ledger.requests.end(request_id, from, learned.state, learned.ending, clock.now())) return;
      touch('policy');
      audit(happeningOf('outcome', request, learned));
    });
  }
}

/** What the audit log says of an outcome. */
export function happeningOf(
  event: 'outcome' | 'settled' | 'settled_by_owner',
  request: Request,
  { state, ending }: Learned,
): Happening {
  const { actor, identity: account, request_id, symbol, command } = request;
  return {
    event,
    actor,
    account,
    request_id,
    data: { status: state, operation: command.operation, symbol, ...ending },
  };
}
