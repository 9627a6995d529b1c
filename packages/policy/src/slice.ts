import type { Refusal, Situation } from './api.ts';
import { known, total } from './decimal.ts';
import { profileIn } from './profiles.ts';
import { refuse } from './rules/rule.ts';

/** What is a profile's of a situation. */
export interface Slice extends Situation {
  readonly name: string;
}

/**
 * The part of a situation that a profile's own rules are applied to: its positions, orders and requests, and what is
 * counted of it. undefined where nobody's, or no such profile.
 */
export function sliceOf({ profile, rules, snapshot, in_flight, ...rest }: Situation): Slice | undefined {
  const own = profile === undefined ? undefined : profileIn(rules, profile.name);
  if (profile === undefined || own === undefined) return undefined;
  const isOwn = ({ magic }: { readonly magic: bigint }): boolean => magic === own.limits.magic;
  const positions = snapshot.positions.filter(isOwn);
  const orders = snapshot.orders.filter(isOwn);
  const floating = total(positions.flatMap(({ profit, swap }) => [known(profit), known(swap)]))?.toNumber();
  return {
    ...rest,
    name: profile.name,
    rules: { ...rules, ...own },
    snapshot: {
      ...snapshot,
      positions,
      orders,
      day: { ...snapshot.day, realised: profile.realised, floating: floating ?? Number.NaN },
    },
    counters: profile.counters,
    // Whoever changes an order of the profile: it may come to be worth more. One that is not shown yet may be its own,
    // unless another profile changes it.
    in_flight: in_flight.filter(({ profile: by, command: { operation, params } }) => {
      if (by === profile.name) return true;
      if (operation !== 'order_modify') return false;
      const changed = snapshot.orders.find(({ ticket }) => ticket === params.order);
      return changed === undefined ? by === undefined : isOwn(changed);
    }),
  };
}

/** The account as a profile is judged on it: which magic numbers are its own is for its own rules to say. */
export function wholeOf(situation: Situation): Situation {
  if (situation.profile === undefined) return situation;
  const { rules } = situation;
  return { ...situation, rules: { ...rules, limits: { ...rules.limits, magic_scope: 'any' } } };
}

export function noSuchProfile(name: string, { profiles }: Situation['rules']): Refusal {
  return refuse({
    code: 'PROFILE_NOT_FOUND',
    limit: 'profiles',
    configured: Object.keys(profiles),
    attempted: name,
    message: `The configuration has no profile "${name}".`,
  });
}
