import { APPROVAL_CHANNELS, type ApprovalChannel, type Refusal, type Rules } from './api.ts';
import type { Assessed } from './assess/index.ts';
import { type Decimal, figure } from './decimal.ts';
import { isOff, refuse } from './rules/rule.ts';

/** Whether a person has to say yes first: what adds risk, and is worth more than the owner lets pass. */
export function needsApproval({ risk, notional }: Assessed, { limits }: Rules): boolean {
  const { auto_approve_notional: gate } = limits;
  return risk === 'adds' && !isOff(gate) && !notional?.lte(gate);
}

/** Channels whose yes counts for an order of this worth, weakest first. */
export function channelsFor(notional: Decimal | undefined, { approvals }: Rules): readonly ApprovalChannel[] {
  const most: Partial<Record<ApprovalChannel, number>> = {
    agent: approvals.agent_max_notional,
    elicitation: approvals.elicitation_max_notional,
  };
  return APPROVAL_CHANNELS.filter((channel) => {
    const limit = most[channel];
    return approvals.channels.includes(channel) && (limit === undefined || notional?.lte(limit) === true);
  });
}

export function invalidApproval(given: string, hash: string): Refusal {
  return refuse({
    code: 'INVALID_APPROVAL',
    limit: 'approval',
    configured: given,
    attempted: hash,
    message: 'The approval is for another order than this one.',
  });
}

/** `channel` is undefined where there is no channel left that could approve the order at all. */
export function channelClosed(
  channel: ApprovalChannel | undefined,
  notional: Decimal | undefined,
  currency: string,
  accepted: readonly ApprovalChannel[],
): Refusal {
  const worth = notional === undefined ? 'unknown worth' : `${figure(notional, 2)} ${currency}`;
  const others = accepted.length === 0 ? 'no channel can' : `these can: ${accepted.join(', ')}`;
  return refuse({
    code: 'APPROVAL_CHANNEL_CLOSED',
    limit: 'approvals.channels',
    configured: accepted,
    attempted: channel ?? null,
    message: `An order of ${worth} needs approval, ${channel === undefined ? '' : `and "${channel}" can't give it; `}${others}.`,
  });
}
