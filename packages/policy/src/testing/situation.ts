import type { AccountInfo, Order, Position, Quote, SymbolInfo, TradeCommand } from '@mt5-bridge/protocol';
import type { Limits, MarketFacts, Rules, Situation, Snapshot } from '../api.ts';

/** Wednesday, 15 July 2026, 12:00 UTC. */
export const NOW = Date.UTC(2026, 6, 15, 12);

export const noLimits: Limits = {
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

export const openRules: Rules = {
  limits: noLimits,
  read_only: false,
  symbols: { allowlist: [], denylist: [] },
  live: { enabled: false, login: 0n },
  expected: { login: 0n, server: '' },
  approvals: {
    channels: ['cli', 'elicitation'],
    elicitation_max_notional: 10_000,
    agent_max_notional: 10_000,
    levels: [],
  },
  profiles: {},
};

export const account: AccountInfo = {
  login: 1001n,
  name: 'Test',
  server: 'Fake-Demo',
  company: 'Fake',
  currency: 'USD',
  currency_digits: 2,
  trade_mode: 'demo',
  margin_mode: 'retail_hedging',
  leverage: 100,
  limit_orders: 0,
  trade_allowed: true,
  trade_expert: true,
  fifo_close: false,
  hedge_allowed: true,
  balance: 10_000,
  credit: 0,
  profit: 0,
  equity: 10_000,
  margin: 0,
  margin_free: 10_000,
  margin_level: 0,
  margin_so_mode: 'percent',
  margin_so_call: 100,
  margin_so_so: 50,
};

export const eurusd: SymbolInfo = {
  name: 'EURUSD',
  path: 'Forex\\EURUSD',
  description: 'Euro vs US Dollar',
  currency_base: 'EUR',
  currency_profit: 'USD',
  currency_margin: 'EUR',
  digits: 5,
  trade_mode: 'full',
  trade_contract_size: 100_000,
  volume_min: 0.01,
  volume_max: 500,
  volume_step: 0.01,
  select: true,
  custom: false,
  isin: '',
  point: 0.00001,
  spread_float: true,
  trade_tick_size: 0.00001,
  trade_tick_value: 1,
  trade_tick_value_profit: 1,
  trade_tick_value_loss: 1,
  trade_calc_mode: 'forex',
  trade_exemode: 'market',
  trade_stops_level: 0,
  trade_freeze_level: 0,
  volume_limit: 0,
  filling_mode: ['fok', 'ioc'],
  expiration_mode: ['gtc', 'day', 'specified', 'specified_day'],
  order_mode: ['market', 'limit', 'stop', 'stop_limit', 'sl', 'tp', 'close_by'],
  order_gtc_mode: 'gtc',
  swap_mode: 'points',
  swap_long: -7,
  swap_short: 2,
  swap_rollover3days: 'wednesday',
  margin_initial: 0,
  margin_maintenance: 0,
  margin_hedged: 100_000,
  ticks_bookdepth: 0,
  session_open: 0,
  session_close: 0,
  start_time: null,
  expiration_time: null,
};

export function quoteOf(symbol: string, bid: number, ask: number): Quote {
  return {
    symbol,
    time_msc: NOW - 200,
    bid,
    ask,
    last: 0,
    volume_real: 0,
    flags: ['bid', 'ask'],
    spread: 10,
    bidhigh: bid,
    bidlow: bid,
  };
}

/** EURUSD at 1.08410/1.08420, USDJPY at 150.00/150.02 (a yen is 0.006 USD), ESZ6: tick 0.25 worth 12.50, contract size 1. */
export const market: ReadonlyMap<string, MarketFacts> = new Map<string, MarketFacts>([
  ['EURUSD', { info: eurusd, quote: quoteOf('EURUSD', 1.0841, 1.0842), rate: 1 }],
  [
    'USDJPY',
    {
      info: {
        ...eurusd,
        name: 'USDJPY',
        currency_base: 'USD',
        currency_profit: 'JPY',
        currency_margin: 'USD',
        digits: 3,
        point: 0.001,
        trade_tick_size: 0.001,
        trade_tick_value_loss: 0.6,
      },
      quote: quoteOf('USDJPY', 150, 150.02),
      rate: 0.006,
    },
  ],
  [
    'ESZ6',
    {
      info: {
        ...eurusd,
        name: 'ESZ6',
        currency_base: 'USD',
        currency_profit: 'USD',
        currency_margin: 'USD',
        digits: 2,
        point: 0.01,
        trade_calc_mode: 'futures',
        trade_contract_size: 1,
        trade_tick_size: 0.25,
        trade_tick_value_loss: 12.5,
      },
      quote: quoteOf('ESZ6', 6000, 6000.25),
      rate: 1,
    },
  ],
]);

export function position(changes: Partial<Position> = {}): Position {
  return {
    ticket: 501n,
    identifier: 501n,
    symbol: 'EURUSD',
    type: 'buy',
    volume: 1,
    price_open: 1.085,
    price_current: 1.0841,
    sl: 1.08,
    tp: 1.09,
    profit: -90,
    swap: 0,
    time_msc: NOW - 3_600_000,
    time_update_msc: NOW - 3_600_000,
    magic: 7n,
    reason: 'expert',
    comment: '',
    external_id: '',
    ...changes,
  };
}

export function pending(changes: Partial<Order> = {}): Order {
  return {
    ticket: 601n,
    symbol: 'EURUSD',
    type: 'buy_limit',
    state: 'placed',
    volume_initial: 1,
    volume_current: 1,
    price_open: 1.08,
    price_stoplimit: null,
    sl: 1.075,
    tp: 1.09,
    type_filling: 'return',
    type_time: 'specified',
    time_setup_msc: NOW - 3_600_000,
    time_expiration: NOW + 3_600_000,
    magic: 7n,
    reason: 'expert',
    position_id: 0n,
    position_by_id: 0n,
    comment: '',
    external_id: '',
    price_current: 1.0842,
    ...changes,
  };
}

export interface Changes {
  readonly limits?: Partial<Limits>;
  readonly rules?: Partial<Omit<Rules, 'limits'>>;
  readonly account?: Partial<AccountInfo>;
  readonly snapshot?: Partial<Omit<Snapshot, 'account'>>;
  readonly situation?: Partial<Omit<Situation, 'rules' | 'snapshot'>>;
}

/** A demo account without positions and without limits, changed. */
export function situation(changes: Changes = {}): Situation {
  return {
    rules: { ...openRules, ...changes.rules, limits: { ...noLimits, ...changes.limits } },
    snapshot: {
      environment: 'demo',
      account: { ...account, ...changes.account },
      positions: [],
      orders: [],
      market,
      terminal_time: NOW,
      day: { started_at: NOW - 15 * 3_600_000, resets_at: NOW + 9 * 3_600_000, realised: 0 },
      equity_peak: 10_000,
      news: [],
      margin: undefined,
      ...changes.snapshot,
    },
    counters: { last_minute: 0, minute_resets_at: NOW, today: 0 },
    in_flight: [],
    kill_switch: false,
    ...changes.situation,
  };
}

type CommandOf<N extends TradeCommand['operation']> = Extract<TradeCommand, { operation: N }>;
type ParamsOf<N extends TradeCommand['operation']> = CommandOf<N>['params'];

const request_id = 'ABCDEFGH0001';

export function send(changes: Partial<ParamsOf<'order_send'>> = {}): CommandOf<'order_send'> {
  const params: ParamsOf<'order_send'> = {
    request_id,
    symbol: 'EURUSD',
    type: 'buy',
    volume: 0.1,
    price: null,
    stoplimit: null,
    sl: 1.08,
    tp: 1.09,
    deviation: 10,
    type_filling: 'ioc',
    type_time: 'gtc',
    expiration: null,
    magic: 7n,
    comment: '#ABCDEFGH0001',
  };
  return { operation: 'order_send', params: { ...params, ...changes } };
}

export function modify(changes: Partial<ParamsOf<'position_modify'>> = {}): CommandOf<'position_modify'> {
  return { operation: 'position_modify', params: { request_id, position: 501n, sl: 1.08, tp: 1.09, ...changes } };
}

export function close(changes: Partial<ParamsOf<'position_close'>> = {}): CommandOf<'position_close'> {
  const common = { request_id, deviation: 10, type_filling: 'ioc', magic: 7n, comment: '' } as const;
  return { operation: 'position_close', params: { ...common, position: 501n, volume: 1, ...changes } };
}

export function closeBy(changes: Partial<ParamsOf<'position_close_by'>> = {}): CommandOf<'position_close_by'> {
  const common = { request_id, magic: 7n, comment: '' };
  return { operation: 'position_close_by', params: { ...common, position: 501n, position_by: 502n, ...changes } };
}

export function modifyOrder(changes: Partial<ParamsOf<'order_modify'>> = {}): CommandOf<'order_modify'> {
  const { price_open: price, price_stoplimit: stoplimit, sl, tp } = pending();
  const stated = { request_id, order: 601n, price, stoplimit, sl, tp } as const;
  return {
    operation: 'order_modify',
    params: { ...stated, type_time: 'specified', expiration: NOW + 3_600_000, ...changes },
  };
}

export function cancel(changes: Partial<ParamsOf<'order_cancel'>> = {}): CommandOf<'order_cancel'> {
  return { operation: 'order_cancel', params: { request_id, order: 601n, ...changes } };
}
