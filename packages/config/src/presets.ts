export const PRESET_NAMES = ['watch', 'guarded', 'prop-firm', 'open'] as const;
export type Preset = (typeof PRESET_NAMES)[number];

/** The limits of a policy, by the names of their keys in `[policy]`. 0, false and an empty list are off. */
export interface PresetLimits {
  readonly auto_approve_notional: number;
  readonly max_notional_per_trade: number;
  readonly max_lots_per_trade: number;
  readonly max_position_notional_per_symbol: number;
  readonly max_total_notional: number;
  readonly max_open_positions: number;
  readonly max_orders_per_minute: number;
  readonly max_orders_per_day: number;
  readonly max_daily_loss: number;
  readonly max_drawdown_percent: number;
  readonly max_risk_per_trade_percent: number;
  readonly require_stop_loss: boolean;
  readonly max_spread_points: number;
  readonly max_realised_loss_per_close: number;
  readonly magic: bigint;
  readonly magic_scope: 'any' | 'own';
  readonly trading_hours: readonly string[];
  readonly news_blackout_minutes: number;
  readonly max_quote_age_seconds: number;
}

export const NO_LIMITS: PresetLimits = {
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
  magic: 0n,
  magic_scope: 'any',
  trading_hours: [],
  news_blackout_minutes: 0,
  max_quote_age_seconds: 0,
};

const guarded: PresetLimits = {
  auto_approve_notional: 1000,
  max_notional_per_trade: 100_000,
  max_lots_per_trade: 1,
  max_position_notional_per_symbol: 200_000,
  max_total_notional: 500_000,
  max_open_positions: 10,
  max_orders_per_minute: 10,
  max_orders_per_day: 100,
  max_daily_loss: 500,
  max_drawdown_percent: 10,
  max_risk_per_trade_percent: 2,
  require_stop_loss: true,
  max_spread_points: 500,
  max_realised_loss_per_close: 500,
  magic: 0n,
  magic_scope: 'any',
  trading_hours: [],
  news_blackout_minutes: 0,
  max_quote_age_seconds: 60,
};

export const PRESETS: Readonly<Record<Preset, PresetLimits>> = {
  /** Reads only. The limits matter to what the owner does from the command line. */
  watch: guarded,
  guarded,
  /**
   * Under the usual rules of firms that fund traders: a loss of 5 % in a day or 10 % in all ends the account, so its own
   * limits stop well before that, everything that adds risk asks, and trades made by hand are left alone.
   */
  'prop-firm': {
    // Below the smallest order of any broker, and not off.
    auto_approve_notional: 0.01,
    max_notional_per_trade: 50_000,
    max_lots_per_trade: 0.5,
    max_position_notional_per_symbol: 100_000,
    max_total_notional: 200_000,
    max_open_positions: 5,
    max_orders_per_minute: 5,
    max_orders_per_day: 30,
    max_daily_loss: 250,
    max_drawdown_percent: 5,
    max_risk_per_trade_percent: 1,
    require_stop_loss: true,
    max_spread_points: 200,
    max_realised_loss_per_close: 250,
    // Trades made by hand carry 0: `own` needs a number to know its own by.
    magic: 777_001n,
    magic_scope: 'own',
    trading_hours: [],
    // Without a calendar every order would be refused.
    news_blackout_minutes: 0,
    max_quote_age_seconds: 30,
  },
  /** Every limit off, asking included; only a price that nobody can see moving is no ground for an order. */
  open: { ...NO_LIMITS, max_quote_age_seconds: 60 },
};
