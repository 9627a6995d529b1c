import type { TradeCommand } from '@mt5-bridge/protocol';
import type { Decision, InFlight, Refusal } from '../api.ts';
import { evaluate } from '../evaluate.ts';
import { type Changes, NOW, send, situation } from './situation.ts';

export function evaluated(command: TradeCommand, changes: Changes = {}, now = NOW): Decision {
  return evaluate(command, situation(changes), now);
}

/** The refusal that gives the answer its code. */
export function refusal(command: TradeCommand, changes: Changes = {}, now = NOW): Refusal {
  const decision = evaluated(command, changes, now);
  if (decision.verdict !== 'refused') throw new Error(`${decision.verdict}, not refused`);
  return decision.refusals[0];
}

/** The verdict in one word: "approved", "needs_approval", or the code of the first refusal. */
export function verdict(command: TradeCommand, changes: Changes = {}, now = NOW): string {
  const decision = evaluated(command, changes, now);
  return decision.verdict === 'refused' ? decision.refusals[0].code : decision.verdict;
}

/** Another request that is on its way. */
export function inFlight(changes: Parameters<typeof send>[0], notional: number): InFlight {
  const request_id = 'ABCDEFGH0002';
  return { request_id, command: send({ request_id, ...changes }), notional };
}
