import type { Session, SymbolInfo } from '@mt5-bridge/protocol';

/** Fields of SymbolInfo that follow the market or the account instead of the contract. */
type Moving =
  | 'select'
  | 'trade_tick_value'
  | 'trade_tick_value_profit'
  | 'trade_tick_value_loss'
  | 'session_open'
  | 'session_close';

/** What SymbolInfoMarginRate answers, the same for every order type. */
export interface MarginRate {
  readonly initial: number;
  readonly maintenance: number;
}

/** A symbol as the simulated broker offers it. */
export interface SymbolSpec {
  readonly info: Readonly<Omit<SymbolInfo, Moving>>;
  readonly margin_rate: MarginRate;
  readonly sessions: { readonly quote: readonly Session[]; readonly trade: readonly Session[] };
  /** Usual ask - bid in points, where a source of bars tells none. */
  readonly typical_spread: number;
}

/** What one symbol differs in from the others of its class. */
export interface SymbolFacts {
  readonly name: string;
  readonly description: string;
  readonly path: string;
  readonly digits: number;
  readonly base: string;
  readonly profit: string;
  readonly margin: string;
  readonly contract_size: number;
  readonly volume_max: number;
  readonly stops_level: number;
  readonly calc_mode: 'forex' | 'cfdleverage';
  readonly swap: Pick<SymbolInfo, 'swap_mode' | 'swap_long' | 'swap_short' | 'swap_rollover3days'>;
  readonly margin_rate: MarginRate;
  readonly typical_spread: number;
  readonly sessions: readonly Session[];
}

/** The terms that this broker gives every symbol, around the symbol's own facts. */
export function symbolSpec(facts: SymbolFacts): SymbolSpec {
  const point = 1 / 10 ** facts.digits;
  return {
    info: {
      name: facts.name,
      path: `${facts.path}\\${facts.name}`,
      description: facts.description,
      currency_base: facts.base,
      currency_profit: facts.profit,
      currency_margin: facts.margin,
      isin: '',
      custom: false,
      digits: facts.digits,
      point,
      spread_float: true,
      trade_mode: 'full',
      trade_contract_size: facts.contract_size,
      trade_tick_size: point,
      trade_calc_mode: facts.calc_mode,
      trade_exemode: 'market',
      trade_stops_level: facts.stops_level,
      trade_freeze_level: 0,
      volume_min: 0.01,
      volume_max: facts.volume_max,
      volume_step: 0.01,
      volume_limit: 0,
      filling_mode: ['fok', 'ioc'],
      expiration_mode: ['gtc', 'day', 'specified', 'specified_day'],
      order_mode: ['market', 'limit', 'stop', 'stop_limit', 'sl', 'tp', 'close_by'],
      order_gtc_mode: 'gtc',
      ...facts.swap,
      margin_initial: 0,
      margin_maintenance: 0,
      margin_hedged: facts.contract_size,
      ticks_bookdepth: 10,
      start_time: null,
      expiration_time: null,
    },
    margin_rate: facts.margin_rate,
    sessions: { quote: facts.sessions, trade: facts.sessions },
    typical_spread: facts.typical_spread,
  };
}
