import { NO_LIMITS, PRESETS, type Preset, type PresetLimits } from './presets.ts';
import type { Config } from './schema.ts';

/** The policy in force: each limit is the file's, else the preset's. */
export interface Policy extends PresetLimits {
  readonly preset: Preset;
  /** IANA zone. */
  readonly trading_hours_timezone: string;
  readonly approval_ttl_seconds: number;
}

export function policyOf({ policy }: Config): Policy {
  return { ...PRESETS[policy.preset], ...policy };
}

/** Limits of one strategy besides the account's: each is the file's, else off. */
export interface Profile extends PresetLimits {
  readonly trading_hours_timezone: string;
  readonly symbols: Config['symbols'];
}

/** The profiles in force, by name. */
export function profilesOf({ policy, profiles }: Config): ReadonlyMap<string, Profile> {
  const { trading_hours_timezone } = policy;
  return new Map(
    Object.entries(profiles).map(([name, { symbols_allowlist: allowlist, symbols_denylist: denylist, ...own }]) => {
      const symbols = { allowlist, denylist };
      return [name, { ...NO_LIMITS, magic_scope: 'own', trading_hours_timezone, ...own, symbols }];
    }),
  );
}
