import { APPROVAL_CHANNELS, type ApprovalChannel, type Refusal, type Rules } from './api.ts';
import type { Assessed } from './assess/index.ts';
import { type Decimal, figure } from './decimal.ts';
import { isOff, refuse } from './rules/rule.ts';

/** Whether a person has to say yes first: what adds risk, and is worth as much as the owner wants to be asked for. */
export function needsApproval({ risk, notional }: Assessed, { limits }: Rules): boolean {
  const { auto_approve_notional: gate } = limits;
  return risk === 'adds' && !isOff(gate) && !notional?.lt(gate);
}

/** Channels whose yes counts for an order of this worth, weakest first. */
export function channelsFor(notional: Decimal | undefined, { approvals }: Rules): readonly ApprovalChannel[] {
  const most: Partial<Record<ApprovalChannel, number>> = {
    agent: approvals.agent_max_notional,
    elicitation: approvals.elicitation_max_notional,
  };
  const levels = approvals.levels.filter(({ above }) => notional?.lte(above) !== true);
  const accepted = [approvals, ...levels].map(({ channels }) => channels);
  return APPROVAL_CHANNELS.filter((channel) => {
    const limit = most[channel];
    const isWithin = limit === undefined || notional?.lte(limit) === true;
    return isWithin && accepted.every((channels) => channels.includes(channel));
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

/** `channel` is undefined where none could approve the order at all. */
export function channelClosed(
  channel: ApprovalChannel | undefined,
  notional: Decimal | undefined,
  currency: string,
  accepted: readonly ApprovalChannel[],
): Refusal {
  const order = notional === undefined ? 'This order' : `An order of ${figure(notional, 2)} ${currency}`;
  const refused = channel === undefined ? '' : `, which "${channel}" can't give`;
  const left = accepted.length === 0 ? 'No accepted channel can give it.' : `These can: ${accepted.join(', ')}.`;
  return refuse({
    code: 'APPROVAL_CHANNEL_CLOSED',
    limit: 'approvals.channels',
    configured: accepted,
    attempted: channel ?? null,
    message: `${order} needs approval${refused}. ${left}`,
  });
}
