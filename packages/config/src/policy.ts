import { PRESETS, type Preset, type PresetLimits } from './presets.ts';
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
