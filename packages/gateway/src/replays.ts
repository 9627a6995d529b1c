import { Mt5Error } from '@mt5-bridge/protocol';
import type { Outcome, Proposal, SubmitAnswer } from './api.ts';
import type { Core } from './core.ts';
import type { Request } from './ledger/index.ts';
import { outcomeOf } from './outcomes.ts';
import type { Sender } from './sender.ts';

/** How often it is looked whether another process has finished a request, ms. */
const LOOK_MS = 50;

/** Answers what was asked before with the answer of then; never by sending. */
export class Replays {
  readonly #core: Core;
  readonly #sender: Sender;
  readonly #look: (request: Request) => Promise<void>;

  constructor(core: Core, sender: Sender, look: (request: Request) => Promise<void>) {
    this.#core = core;
    this.#sender = sender;
    this.#look = look;
  }

  /** @throws Mt5Error IDEMPOTENCY_DIVERGED, IDEMPOTENCY_IN_FLIGHT */
  async answer(known: Request, body: string, { actor }: Pick<Proposal, 'actor'>): Promise<SubmitAnswer> {
    const { ledger } = this.#core;
    const { request_id, identity: account, idempotency_key, state } = known;
    const isSame = known.body === body;
    const event = isSame ? 'replay' : 'idempotency_diverged';
    ledger.write('process', ({ audit }) =>
      audit({ event, actor, account, request_id, data: { idempotency_key, state } }),
    );
    if (!isSame) {
      throw new Mt5Error('IDEMPOTENCY_DIVERGED', undefined, { details: { request_id, idempotency_key } });
    }
    if (state === 'awaiting_approval') {
      const preview = ledger.approvals.ofRequest(request_id)?.preview;
      if (preview !== undefined) return { kind: 'pending_approval', preview, replayed: true };
    }
    return { kind: 'outcome', outcome: await this.#finished(known), replayed: true };
  }

  /** What is known of a request now; one that is not settled is looked up first, which may fail. */
  async outcome(request: Request): Promise<Outcome> {
    const { clock, log, ledger } = this.#core;
    const isOpen = request.state === 'claimed' || request.state === 'unknown';
    if (!isOpen || this.#sender.underWay(request.request_id) !== undefined) return outcomeOf(request, clock.now());
    await this.#look(request).catch((error: Error) => {
      log('info', `${request.request_id} could not be looked up: ${error.message}`);
    });
    const known = this.#sender.current(ledger.requests.byId(request.request_id) ?? request);
    return outcomeOf(known, clock.now());
  }

  /** Waits for the answer to a request that is under way here or in another process, as long as that waits itself. */
  async #finished(request: Request): Promise<Outcome> {
    const here = this.#sender.underWay(request.request_id);
    if (here !== undefined) return here;
    const { ledger, clock, settings } = this.#core;
    const until = clock.now() + settings().times.toAnswer;
    for (let known = request; ; known = this.#sender.current(ledger.requests.byId(request.request_id) ?? known)) {
      if (known.state !== 'claimed') return this.outcome(known);
      if (clock.now() >= until) {
        throw new Mt5Error('IDEMPOTENCY_IN_FLIGHT', undefined, { details: { request_id: request.request_id } });
      }
      await new Promise<void>((resolve) => clock.setTimer(LOOK_MS, resolve));
    }
  }
}
