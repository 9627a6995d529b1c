import {
  commonErrors,
  type ErrorCode,
  Mt5Error,
  operations,
  retcodeOf,
  type TradeCommand,
  type TradeResult,
} from '@mt5-bridge/protocol';
import type { SendOutcome } from './api.ts';

/** What the terminal can say without telling whether the broker heard of the request. */
const undecided: ReadonlySet<ErrorCode> = new Set(['INTERNAL', 'OUTCOME_UNKNOWN']);

/** The outcome that the trade server's answer means. */
export function outcomeOf(result: TradeResult): SendOutcome {
  const { outcome, message } = retcodeOf(result.retcode);
  if (outcome !== 'unknown') return { outcome, result };
  const details = { retcode: result.retcode, comment: result.comment };
  const error = new Mt5Error('ORDER_OUTCOME_UNKNOWN', message, { retcode: result.retcode, details });
  return { outcome, error, result };
}

/** The outcome when there is no such answer; `handedOver`: the request had left this side. */
export function outcomeWithout({ operation }: TradeCommand, thrown: unknown, handedOver: boolean): SendOutcome {
  const error = thrown instanceof Mt5Error ? thrown : new Mt5Error('INTERNAL', String(thrown), { cause: thrown });
  const documented: readonly ErrorCode[] = [...operations[operation].errors, ...commonErrors];
  const isRefusal = documented.includes(error.code) && !undecided.has(error.code);
  return handedOver && !isRefusal ? { outcome: 'unknown', error } : { outcome: 'rejected', error };
}
