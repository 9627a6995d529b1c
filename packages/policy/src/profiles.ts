import type { ProfileRules, Rules } from './api.ts';

/** The rules of a profile, if there is one of this name. */
export const profileIn = ({ profiles }: Pick<Rules, 'profiles'>, name: string): ProfileRules | undefined =>
  Object.hasOwn(profiles, name) ? profiles[name] : undefined;
