import { type ProfileRules, profileIn, type Rules } from '@mt5-bridge/policy';
import { Mt5Error } from '@mt5-bridge/protocol';

/** @throws Mt5Error PROFILE_NOT_FOUND */
export function requireProfile(rules: Rules, name: string): ProfileRules {
  const profile = profileIn(rules, name);
  if (profile !== undefined) return profile;
  const profiles = Object.keys(rules.profiles);
  throw new Mt5Error('PROFILE_NOT_FOUND', `The configuration has no profile "${name}".`, {
    details: { profile: name, profiles },
  });
}
