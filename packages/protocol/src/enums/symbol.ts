import { enumeration, type NameOf } from '../schema/index.ts';

export const symbolTradeMode = enumeration('ENUM_SYMBOL_TRADE_MODE', {
  disabled: 0,
  longonly: 1,
  shortonly: 2,
  closeonly: 3,
  full: 4,
});
export type SymbolTradeMode = NameOf<typeof symbolTradeMode>;

export const symbolExecutionMode = enumeration('ENUM_SYMBOL_TRADE_EXECUTION', {
  request: 0,
  instant: 1,
  market: 2,
  exchange: 3,
});
export type SymbolExecutionMode = NameOf<typeof symbolExecutionMode>;

/** The reference leaves the number of exch_futures_forts open: this one is the wire's own, the terminal's side goes by name. */
export const symbolCalcMode = enumeration('ENUM_SYMBOL_CALC_MODE', {
  forex: 0,
  futures: 1,
  cfd: 2,
  cfdindex: 3,
  cfdleverage: 4,
  forex_no_leverage: 5,
  exch_stocks: 32,
  exch_futures: 33,
  exch_futures_forts: 34,
  exch_bonds: 37,
  exch_stocks_moex: 38,
  exch_bonds_moex: 39,
  serv_collateral: 64,
});
export type SymbolCalcMode = NameOf<typeof symbolCalcMode>;

/** The reference leaves the number of currency_profit open: this one is the wire's own, the terminal's side goes by name. */
export const symbolSwapMode = enumeration('ENUM_SYMBOL_SWAP_MODE', {
  disabled: 0,
  points: 1,
  currency_symbol: 2,
  currency_margin: 3,
  currency_deposit: 4,
  interest_current: 5,
  interest_open: 6,
  reopen_current: 7,
  reopen_bid: 8,
  currency_profit: 9,
});
export type SymbolSwapMode = NameOf<typeof symbolSwapMode>;

export const symbolGtcMode = enumeration('ENUM_SYMBOL_ORDER_GTC_MODE', { gtc: 0, daily: 1, daily_excluding_stops: 2 });
export type SymbolGtcMode = NameOf<typeof symbolGtcMode>;

export const dayOfWeek = enumeration('ENUM_DAY_OF_WEEK', {
  sunday: 0,
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
});
export type DayOfWeek = NameOf<typeof dayOfWeek>;

/** SYMBOL_FILLING_MODE: numbered unlike ORDER_FILLING; RETURN has no flag. */
export const symbolFillingFlag = enumeration('SYMBOL_FILLING_MODE', { fok: 1, ioc: 2, boc: 4 });
export type SymbolFillingFlag = NameOf<typeof symbolFillingFlag>;

export const symbolExpirationFlag = enumeration('SYMBOL_EXPIRATION_MODE', {
  gtc: 1,
  day: 2,
  specified: 4,
  specified_day: 8,
});
export type SymbolExpirationFlag = NameOf<typeof symbolExpirationFlag>;

export const symbolOrderFlag = enumeration('SYMBOL_ORDER_MODE', {
  market: 1,
  limit: 2,
  stop: 4,
  stop_limit: 8,
  sl: 16,
  tp: 32,
  close_by: 64,
});
export type SymbolOrderFlag = NameOf<typeof symbolOrderFlag>;

export const tickFlag = enumeration('TICK_FLAG', { bid: 2, ask: 4, last: 8, volume: 16, buy: 32, sell: 64 });
export type TickFlag = NameOf<typeof tickFlag>;

/** Which ticks CopyTicks returns. */
export const copyTicks = enumeration('COPY_TICKS', { all: -1, info: 1, trade: 2 });
export type CopyTicks = NameOf<typeof copyTicks>;

export const bookType = enumeration('ENUM_BOOK_TYPE', { sell: 1, buy: 2, sell_market: 3, buy_market: 4 });
export type BookType = NameOf<typeof bookType>;
