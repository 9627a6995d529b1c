import type { SendOutcome } from '@mt5-bridge/client';
import { Mt5Error, retcodeOf, type TradeCommand, type TradeResult } from '@mt5-bridge/protocol';
import type { Outcome, OwnerFinding } from './api.ts';
import type { Ending, Request, RequestState } from './ledger/index.ts';
import { isAtMost, type LookAlike } from './look-alikes.ts';
import { type ErrorRecord, errorRecord } from './read/index.ts';

/** How long an outcome may stay unknown before a person should look at the account, ms. */
const PATIENCE_MS = 600_000;

/** A state of the ledger's, with all that is known. */
export interface Learned {
  readonly state: Extract<RequestState, 'done' | 'rejected' | 'unknown'>;
  readonly ending: Ending;
}

const nothing: Omit<Ending, 'error'> = {
  result: null,
  order: null,
  volume_filled: null,
  price_filled: null,
  settled_by: null,
};

/** What the client's one send came to. */
export function learnedFrom(command: TradeCommand, outcome: SendOutcome): Learned {
  if (outcome.outcome === 'unknown') {
    const { request_id } = command.params;
    const ending =
      'result' in outcome && outcome.result !== undefined ? { ...nothing, result: outcome.result } : nothing;
    return { state: 'unknown', ending: { ...ending, error: unknownError(request_id, outcome.error) } };
  }
  if ('result' in outcome) {
    const { result } = outcome;
    if (isAnswerTo(command, result)) return learnedFromResult(command, outcome.outcome, result);
    const error = unknownError(command.params.request_id, new Mt5Error('BAD_REPLY', CONTRADICTORY_ANSWER));
    return { state: 'unknown', ending: { ...nothing, result, error } };
  }
  return { state: 'rejected', ending: { ...nothing, error: errorRecord(outcome.error) } };
}

const CONTRADICTORY_ANSWER = 'The answer tells another volume than can have come of the request.';

/** Whether a result can be what came of the command: of its volume, or a part. What was rejected has none. */
export function isAnswerTo({ params }: TradeCommand, { retcode, volume }: TradeResult): boolean {
  if (retcodeOf(retcode).outcome !== 'done') return true;
  return volume >= 0 && ('volume' in params ? isAtMost(volume, params.volume) : true);
}

/** What the trade server said, where that is an answer ({@link isAnswerTo}). */
export function learnedFromResult(
  command: TradeCommand,
  state: 'done' | 'rejected',
  result: TradeResult,
  settled_by: Ending['settled_by'] = null,
): Learned {
  if (state === 'rejected') return { state, ending: { ...nothing, result, error: retcodeError(result), settled_by } };
  const hasDeal = result.deal !== 0n;
  return {
    state,
    ending: {
      result,
      error: null,
      order: result.order === 0n ? null : result.order,
      volume_filled: fills(command) ? (hasDeal ? result.volume : 0) : null,
      price_filled: hasDeal ? result.price : null,
      settled_by,
    },
  };
}

/** Not carried out, and it never will be. */
export function neverHappened(error: Mt5Error, settled_by: Ending['settled_by']): Learned {
  return { state: 'rejected', ending: { ...nothing, error: errorRecord(error), settled_by } };
}

/** Carried out, as the broker's own records show. */
export function shownByRecords(
  facts: Pick<Ending, 'order' | 'volume_filled' | 'price_filled'>,
  settled_by: Ending['settled_by'],
): Learned {
  return { state: 'done', ending: { ...nothing, ...facts, error: null, settled_by } };
}

/** A person looked, and told no more than whether it was carried out. */
export function settledByOwner(state: OwnerFinding['state'], reason: string | null): Learned {
  if (state === 'done') return { state, ending: { ...nothing, error: null, settled_by: 'owner' } };
  return neverHappened(new Mt5Error('ORDER_REJECTED', NOT_FOUND_BY_OWNER, { details: { reason } }), 'owner');
}

const NOT_FOUND_BY_OWNER = 'The owner looked, and settled that the order was not carried out.';

/**
 * Nobody can tell but a person: records without a request's name look like what would have come of this one. Time alone
 * will not settle it.
 */
export const undecided = (command: TradeCommand, look_alikes: readonly LookAlike[]): Learned =>
  forPerson(command, LOOK_ALIKES, { look_alikes });

/** Nobody can tell but a person: what names the request does not agree with it, or never came to an end. */
export const contradicted = (command: TradeCommand, records: readonly LookAlike[]): Learned =>
  forPerson(command, CONTRADICTION, { records });

function forPerson(
  { params: { request_id } }: TradeCommand,
  problem: string,
  more: Readonly<Record<string, unknown>>,
): Learned {
  const error = new Mt5Error('ORDER_OUTCOME_UNKNOWN', problem, { details: { request_id, ...more } });
  return { state: 'unknown', ending: { ...nothing, error: { ...errorRecord(error), requires_human: true } } };
}

const LOOK_ALIKES =
  'No record of the broker names this request, but those in details look like it: a person has to compare them.';

const CONTRADICTION =
  'The answer to this request, or records that name it, do not agree with it or show no end of it: a person has to look.';

/** The advice of whatever failed would be to call again: of an order that may exist it must not be. */
function unknownError(request_id: string, { code, message, retcode }: Mt5Error): ErrorRecord {
  const details = { request_id, cause: code, problem: message };
  return errorRecord(new Mt5Error('ORDER_OUTCOME_UNKNOWN', undefined, { details, retcode }));
}

/** The trade server's refusal by our table of return codes; its own words are a detail, never advice. */
function retcodeError({ retcode, comment }: TradeResult): ErrorRecord {
  const details = { broker_comment: comment };
  return errorRecord(new Mt5Error('ORDER_REJECTED', retcodeOf(retcode).message, { details, retcode }));
}

/** Whether deals are what the command brings about, at once or later. */
const fills = ({ operation }: TradeCommand): boolean =>
  operation === 'order_send' || operation === 'position_close' || operation === 'position_close_by';

/** The state of a request as everybody is told it. */
export function outcomeOf(request: Request, now: number): Outcome {
  const { request_id, idempotency_key, intent, command, identity, symbol, state, ending, created_at } = request;
  return {
    status: STATUS[state],
    request_id,
    idempotency_key,
    intent,
    command,
    identity,
    symbol,
    ticket: ticketOf(command, ending),
    volume_requested: 'volume' in command.params ? command.params.volume : null,
    volume_filled: ending?.volume_filled ?? null,
    price_filled: ending?.price_filled ?? null,
    result: ending?.result ?? null,
    error: errorOf(request, now),
    settled_by: ending?.settled_by ?? null,
    created_at,
    settled_at: request.finished_at,
  };
}

const STATUS = {
  awaiting_approval: 'pending_approval',
  claimed: 'in_flight',
  unknown: 'unknown',
  done: 'done',
  rejected: 'rejected',
} as const satisfies Record<RequestState, Outcome['status']>;

function errorOf({ state, ending, claim }: Request, now: number): ErrorRecord | null {
  const error = ending?.error ?? null;
  if (error === null || state !== 'unknown' || claim === null) return error;
  return { ...error, requires_human: error.requires_human || now - claim.claimed_at > PATIENCE_MS };
}

function ticketOf({ operation, params }: TradeCommand, ending: Ending | null): bigint | null {
  if (operation === 'order_send') return ending?.order ?? null;
  return 'position' in params ? params.position : params.order;
}
