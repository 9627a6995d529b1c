import type { Decision, Evaluate, Refusal, Situation } from './api.ts';
import { channelClosed, channelsFor, invalidApproval, needsApproval } from './approvals.ts';
import { approved } from './approved.ts';
import { type Assessed, assess, assessment } from './assess/index.ts';
import { orderHash } from './order-hash.ts';
import { ownRefusalsOf, refusalsOf } from './rules/index.ts';
import { noSuchProfile, type Slice, sliceOf, wholeOf } from './slice.ts';

/** The account's rules and, of what a profile proposes, its own: the stricter ones decide. */
export const evaluate: Evaluate = (command, situation, now) => {
  const whole = wholeOf(situation);
  const slice = sliceOf(situation);
  const assessed = assess(command, whole);
  const figures = assessment(assessed, situation.snapshot.margin);
  const [first, ...more] = [
    ...strangers(situation, slice),
    ...refusalsOf(assessed, whole, now),
    ...ownRefusals(assessed, slice, now),
    ...grantProblems(assessed, situation),
  ];
  if (first !== undefined) return { verdict: 'refused', assessment: figures, refusals: [first, ...more] };
  return gate(assessed, situation, slice, figures);
};

function strangers({ profile, rules }: Situation, slice: Slice | undefined): Refusal[] {
  return profile === undefined || slice !== undefined ? [] : [noSuchProfile(profile.name, rules)];
}

function ownRefusals(assessed: Assessed, slice: Slice | undefined, now: number): Refusal[] {
  if (slice === undefined) return [];
  const { name } = slice;
  return ownRefusalsOf(assessed, slice, now).map((refusal) => {
    return { ...refusal, profile: name, message: `Profile ${name}: ${refusal.message}` };
  });
}

/** A grant is for exactly one order, whether or not that order still needs one. */
function grantProblems({ command }: Assessed, { grant, snapshot: { environment, account } }: Situation): Refusal[] {
  if (grant === undefined) return [];
  const { login, server } = account;
  const hash = orderHash(command, { environment, login, server });
  return grant.hash === hash ? [] : [invalidApproval(grant.hash, hash)];
}

/** What every rule lets pass is sent, once a person has said yes where the owner wants one to. */
function gate(
  assessed: Assessed,
  { rules, grant, snapshot }: Situation,
  slice: Slice | undefined,
  figures: Decision['assessment'],
): Decision {
  const { command, notional } = assessed;
  const gates = [rules, ...(slice === undefined ? [] : [slice.rules])]
    .filter((one) => needsApproval(assessed, one))
    .map(({ limits }) => limits.auto_approve_notional);
  if (gates.length === 0) return { verdict: 'approved', command: approved(command), assessment: figures };
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
    configured: Math.min(...gates),
    attempted: figures.notional ?? Number.POSITIVE_INFINITY,
    channels,
  };
}
