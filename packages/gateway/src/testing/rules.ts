import { parseConfig } from '@mt5-bridge/config';
import type { Limits, ProfileRules, Rules } from '@mt5-bridge/policy';
import { rulesOf } from '../rules.ts';

const open = '[policy]\npreset = "open"\nmax_quote_age_seconds = 0\n';
const noLimits: Limits = { ...rulesOf(parseConfig(open, 'test').config, false).limits, magic: 7n };

/** Rules with these limits alone. */
export function rulesWith(limits: Partial<Limits>, more: Partial<Omit<Rules, 'limits'>> = {}): Rules {
  return {
    limits: { ...noLimits, ...limits },
    read_only: false,
    symbols: { allowlist: [], denylist: [] },
    live: { enabled: false, login: 0n },
    expected: { login: 0n, server: '' },
    approvals: { channels: ['cli'], elicitation_max_notional: 0, agent_max_notional: 0, levels: [] },
    profiles: {},
    ...more,
  };
}

/** A profile with this magic number, and these limits alone. */
export function profileWith(magic: bigint, limits: Partial<Limits> = {}): ProfileRules {
  return {
    limits: { ...noLimits, ...limits, magic, magic_scope: 'own' },
    symbols: { allowlist: [], denylist: [] },
  };
}
