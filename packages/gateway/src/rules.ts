import { type Config, policyOf, profilesOf } from '@mt5-bridge/config';
import { type Limits, parseTradingHours, type Rules } from '@mt5-bridge/policy';

/**
 * The owner's rules as the configuration states them.
 * @param readOnly `--read-only`: wins over the configuration
 */
export function rulesOf(config: Config, readOnly: boolean): Rules {
  const { preset, approval_ttl_seconds: _, ...limits } = policyOf(config);
  return {
    limits: limitsOf(limits),
    read_only: readOnly || preset === 'watch',
    symbols: config.symbols,
    live: { enabled: config.live.enabled, login: BigInt(config.live.login) },
    expected: { login: BigInt(config.mt5.login), server: config.mt5.server },
    approvals: config.approvals,
    profiles: Object.fromEntries(
      [...profilesOf(config)].map(([name, { symbols, ...own }]) => [name, { limits: limitsOf(own), symbols }]),
    ),
  };
}

type Written = Omit<Limits, 'trading_hours'> & { readonly trading_hours: readonly string[] };

const limitsOf = (written: Written): Limits => ({
  ...written,
  trading_hours: written.trading_hours.flatMap(parseTradingHours),
});
