import { createHash } from 'node:crypto';
import {
  Mt5Error,
  operations,
  type Params,
  serverZone,
  type TradeOperationName,
  type TradeRequest,
  type TradeResult,
} from '@mt5-bridge/protocol';
import { pack } from '@mt5-bridge/protocol/wire';
import type { FirstAnswer, JournalEntry } from '../journal/journal.ts';
import { assertGuarded, type Guarded } from './guard.ts';
import type { Terminal } from './terminal.ts';

/** What an operation would send to the broker, and what that is about. */
export interface TradePlan extends Guarded {
  readonly request: TradeRequest;
}

/**
 * Makes the handler of a write operation from what it would send. A request id is sent to the broker once in its life:
 * it is in the journal before the broker hears of it, and known ids are answered from there. `plan` may refuse what does
 * not exist; nothing is journaled then.
 */
export function trading<N extends TradeOperationName>(
  name: N,
  plan: (terminal: Terminal, params: Params<N>) => TradePlan,
): (terminal: Terminal, params: Params<N>) => TradeResult {
  return (terminal, params) => {
    const { journal, checkpoint } = terminal;
    const { request_id } = params as { request_id: string };
    const digest = digestOf(name, params);
    const known = journal.find(request_id);
    if (known !== undefined) return { ...answered(known, request_id, digest), replayed: true };

    const { request, ...guarded } = plan(terminal, params);
    assertGuarded(terminal.guard, guarded);
    journal.begin(request_id, { operation: name, digest }, terminal.frameClock());
    checkpoint('journal-begun', name);
    const result = terminal.send(name, request);
    checkpoint('broker-done', name);
    remember(terminal, request_id, result);
    checkpoint('journal-answered', name);
    return { ...result, replayed: false };
  };
}

/** The caller hears the broker's answer also where it can't be journaled; to everyone later, the request stays `begun`. */
function remember({ journal, log }: Terminal, requestId: string, answer: FirstAnswer): void {
  try {
    journal.answer(requestId, answer);
  } catch (error) {
    if (!(error instanceof Mt5Error)) throw error;
    log('error', `the answer to ${requestId} is not journaled: ${error.message}`);
  }
}

/** @throws Mt5Error REQUEST_ID_REUSED, OUTCOME_UNKNOWN */
function answered({ operation, digest, answer }: JournalEntry, requestId: string, asked: string) {
  if (digest !== asked) {
    throw new Mt5Error('REQUEST_ID_REUSED', `${requestId} belongs to another request, a ${operation}`);
  }
  if (answer === undefined) {
    throw new Mt5Error('OUTCOME_UNKNOWN', `${requestId} was begun before, and its answer is not known here`);
  }
  return answer;
}

/** Of the operation and its arguments as the schema spells them, however the caller did. */
function digestOf<N extends TradeOperationName>(name: N, params: Params<N>): string {
  const { number, params: schema } = operations[name];
  const body = pack([number, schema.encode(params as never, 'a', serverZone)]);
  return createHash('sha256').update(body).digest('base64url');
}
