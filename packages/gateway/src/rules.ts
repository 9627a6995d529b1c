import { type Config, policyOf } from '@mt5-bridge/config';
import { parseTradingHours, type Rules } from '@mt5-bridge/policy';

/**
 * The owner's rules as the configuration states them.
 * @param readOnly `--read-only`: wins over the configuration
 */
export function rulesOf(config: Config, readOnly: boolean): Rules {
  const { preset, approval_ttl_seconds: _, ...limits } = policyOf(config);
  return {
    limits: { ...limits, trading_hours: limits.trading_hours.flatMap(parseTradingHours) },
    read_only: readOnly || preset === 'watch',
    symbols: config.symbols,
    live: { enabled: config.live.enabled, login: BigInt(config.live.login) },
    expected: { login: BigInt(config.mt5.login), server: config.mt5.server },
    approvals: config.approvals,
  };
}
