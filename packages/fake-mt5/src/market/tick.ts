/** The last tick of a symbol, as SymbolInfoTick answers; `flags` as TICK_FLAG bits, `time_msc` in server time. */
export interface Tick {
  readonly time_msc: number;
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
  readonly volume_real: number;
  readonly flags: number;
}

/** Bid prices of the running day, and the close of the day before (undefined on the first day of all). */
export interface DayFigures {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close_before: number | undefined;
}
