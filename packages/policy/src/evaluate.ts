import type { Decision, Evaluate, Refusal, Situation } from './api.ts';
import { channelClosed, channelsFor, invalidApproval, needsApproval } from './approvals.ts';
import { approved } from './approved.ts';
import { type Assessed, assess, assessment } from './assess/index.ts';
import { orderHash } from './order-hash.ts';
import { refusalsOf } from './rules/index.ts';

export const evaluate: Evaluate = (command, situation, now) => {
  const assessed = assess(command, situation);
  const figures = assessment(assessed, situation.snapshot.margin);
  const [first, ...more] = [...refusalsOf(assessed, situation, now), ...grantProblems(assessed, situation)];
  if (first !== undefined) return { verdict: 'refused', assessment: figures, refusals: [first, ...more] };
  return gate(assessed, situation, figures);
};

/** A grant is for exactly one order, whether or not that order still needs one. */
function grantProblems({ command }: Assessed, { grant, snapshot: { environment, account } }: Situation): Refusal[] {
  if (grant === undefined) return [];
  const { login, server } = account;
  const hash = orderHash(command, { environment, login, server });
  return grant.hash === hash ? [] : [invalidApproval(grant.hash, hash)];
}

/** What every rule lets pass is sent, once a person has said yes where the owner wants one to. */
function gate(assessed: Assessed, { rules, grant, snapshot }: Situation, figures: Decision['assessment']): Decision {
  const { command, notional } = assessed;
  if (!needsApproval(assessed, rules)) return { verdict: 'approved', command: approved(command), assessment: figures };
  const channels = channelsFor(notional, rules);
  if (grant !== undefined && channels.includes(grant.channel)) {
    return { verdict: 'approved', command: approved(command), assessment: figures };
  }
  if (grant !== undefined || channels.length === 0) {
    const closed = channelClosed(grant?.channel, notional, snapshot.account.currency, channels);
    return { verdict: 'refused', assessment: figures, refusals: [closed] };
  }
  return {
    verdict: 'needs_approval',
    assessment: figures,
    limit: 'auto_approve_notional',
    configured: rules.limits.auto_approve_notional,
    attempted: figures.notional ?? Number.POSITIVE_INFINITY,
    channels,
  };
}
