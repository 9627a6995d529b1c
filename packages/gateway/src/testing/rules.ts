import type { Limits, Rules } from '@mt5-bridge/policy';

const noLimits: Limits = {
  auto_approve_notional: 0,
  max_notional_per_trade: 0,
  max_lots_per_trade: 0,
  max_position_notional_per_symbol: 0,
  max_total_notional: 0,
  max_open_positions: 0,
  max_orders_per_minute: 0,
  max_orders_per_day: 0,
  max_daily_loss: 0,
  max_drawdown_percent: 0,
  max_risk_per_trade_percent: 0,
  require_stop_loss: false,
  max_spread_points: 0,
  max_realised_loss_per_close: 0,
  magic_scope: 'any',
  magic: 7n,
  trading_hours: [],
  trading_hours_timezone: 'UTC',
  news_blackout_minutes: 0,
  max_quote_age_seconds: 0,
};

/** Rules with these limits alone. */
export function rulesWith(limits: Partial<Limits>, more: Partial<Omit<Rules, 'limits'>> = {}): Rules {
  return {
    limits: { ...noLimits, ...limits },
    read_only: false,
    symbols: { allowlist: [], denylist: [] },
    live: { enabled: false, login: 0n },
    expected: { login: 0n, server: '' },
    approvals: { channels: ['cli'], elicitation_max_notional: 0, agent_max_notional: 0 },
    ...more,
  };
}
