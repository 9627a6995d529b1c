import { Mt5Error } from '@mt5-bridge/protocol';
import type { Actor, OfProfile, Outcome, OwnerFinding } from './api.ts';
import type { Core } from './core.ts';
import { ofProfile, type Request } from './ledger/index.ts';
import { outcomeOf, settledByOwner } from './outcomes.ts';
import { happeningOf, type Sender } from './sender.ts';

/** How long after its deadline the process that sent a request may still write down what came of it, ms. */
const WRITING_MS = 60_000;

/** What was sent, or perhaps sent, and what the owner says of it where nothing else can tell. */
export class Unsettled {
  readonly #core: Core;
  readonly #sender: Sender;

  constructor(core: Core, sender: Sender) {
    this.#core = core;
    this.#sender = sender;
  }

  /** Of all accounts, oldest first. */
  list({ profile }: OfProfile = {}): readonly Outcome[] {
    const { ledger, clock } = this.#core;
    return ledger.requests
      .unsettled()
      .filter(({ actor }) => profile === undefined || actor.profile === profile)
      .map((request) => outcomeOf(this.#sender.current(request), clock.now()));
  }

  /**
   * Written once: whoever was first, the owner or a look at the terminal, is right. Only the terminal's own answer, which
   * the process that sent the request has and could not write down, replaces it.
   */
  settle(requestId: string, finding: OwnerFinding, by: Actor): Outcome {
    const { ledger, clock } = this.#core;
    const { state, reason = null } = finding;
    return ledger.write('disk', ({ audit, touch }) => {
      const request = ledger.requests.byId(requestId);
      if (request === undefined)
        throw new Mt5Error('REQUEST_NOT_FOUND', undefined, { details: { request_id: requestId } });
      this.#assertOpen(this.#sender.current(request));
      const now = clock.now();
      const learned = settledByOwner(state, reason);
      ledger.requests.end(requestId, ['claimed', 'unknown'], state, learned.ending, now);
      touch('policy');
      const { data, ...happening } = happeningOf('settled_by_owner', request, learned);
      audit({ ...happening, actor: by, data: { ...data, ...ofProfile(request), reason } });
      return outcomeOf({ ...request, ...learned, finished_at: now }, now);
    });
  }

  /** @throws Mt5Error APPROVAL_PENDING, REQUEST_IN_FLIGHT, REQUEST_SETTLED */
  #assertOpen({ request_id, state, claim, ending }: Request): void {
    const details = { request_id };
    if (state === 'awaiting_approval' || claim === null) {
      throw new Mt5Error('APPROVAL_PENDING', 'It was not sent: it waits for a yes or a no.', { details });
    }
    if (state === 'done' || state === 'rejected') {
      throw new Mt5Error('REQUEST_SETTLED', undefined, {
        details: { ...details, status: state, settled_by: ending?.settled_by ?? null },
      });
    }
    const isLeft = state === 'unknown' || this.#core.clock.now() > claim.deadline + WRITING_MS;
    if (!isLeft || this.#sender.underWay(request_id) !== undefined)
      throw new Mt5Error('REQUEST_IN_FLIGHT', undefined, { details });
  }
}
