import {
  dayOfWeek,
  symbolCalcMode,
  symbolExecutionMode,
  symbolExpirationFlag,
  symbolFillingFlag,
  symbolGtcMode,
  symbolOrderFlag,
  symbolSwapMode,
  symbolTradeMode,
} from '../enums/index.ts';
import {
  bool,
  flags,
  type Infer,
  instantOrNone,
  int,
  lots,
  price,
  real,
  record,
  reported,
  symbolName,
  text,
} from '../schema/index.ts';

/** What a list of symbols shows of each; SYMBOL_* properties without their prefix. */
const brief = {
  name: symbolName(),
  path: text(512),
  description: text(512),
  currency_base: text(16),
  currency_profit: text(16),
  digits: int({ min: 0, max: 16 }),
  trade_mode: reported(symbolTradeMode),
  trade_contract_size: real('units per lot'),
  volume_min: lots(),
  volume_max: lots(),
  volume_step: lots(),
  /** In Market Watch: quotes and history are kept up to date. */
  select: bool(),
};
export const symbolBrief = record(brief);
export type SymbolBrief = Infer<typeof symbolBrief>;

/** The contract specification: SymbolInfoInteger, SymbolInfoDouble and SymbolInfoString, without the quote. */
export const symbolInfo = record({
  ...brief,
  custom: bool(),
  currency_margin: text(16),
  isin: text(64),
  point: price(),
  spread_float: bool(),
  trade_tick_size: price(),
  trade_tick_value: real('account currency per tick and lot'),
  trade_tick_value_profit: real('account currency per tick and lot'),
  trade_tick_value_loss: real('account currency per tick and lot'),
  trade_calc_mode: reported(symbolCalcMode),
  trade_exemode: reported(symbolExecutionMode),
  trade_stops_level: int({ min: 0 }),
  trade_freeze_level: int({ min: 0 }),
  volume_limit: real('lots in one direction; 0 = no limit'),
  filling_mode: flags(symbolFillingFlag),
  expiration_mode: flags(symbolExpirationFlag),
  order_mode: flags(symbolOrderFlag),
  order_gtc_mode: reported(symbolGtcMode),
  swap_mode: reported(symbolSwapMode),
  swap_long: real('by swap_mode'),
  swap_short: real('by swap_mode'),
  swap_rollover3days: reported(dayOfWeek),
  margin_initial: real('margin currency per lot; 0 = by calculation mode'),
  margin_maintenance: real('margin currency per lot; 0 = as initial'),
  margin_hedged: real('contract size or margin per hedged lot'),
  ticks_bookdepth: int({ min: 0 }),
  session_open: price(),
  session_close: price(),
  start_time: instantOrNone(),
  expiration_time: instantOrNone(),
});
export type SymbolInfo = Infer<typeof symbolInfo>;
