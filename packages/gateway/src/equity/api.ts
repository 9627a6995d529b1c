import type { Unsubscribe } from '@mt5-bridge/client';

/** What an account was worth at a moment; account currency. */
export interface EquityPoint {
  /** ms UTC of this machine, a multiple of the time between two samples. */
  readonly at: number;
  readonly equity: number;
  readonly balance: number;
}

/** Oldest first. */
export interface EquityDay {
  readonly login: bigint;
  readonly server: string;
  /** Start of the server's day, ms UTC of this machine. */
  readonly started_at: number;
  readonly points: readonly EquityPoint[];
}

/** Equity and balance as they went, whichever process wrote them down. */
export interface EquityHistory {
  /**
   * Of the account that the terminal is logged in to, since the server's day began and, if given, later than `after`;
   * null while no terminal answers. @throws Mt5Error LEDGER_UNAVAILABLE
   */
  today(after?: number): EquityDay | null;
  /** Tells that today() has a new point. */
  observe(listener: () => void): Unsubscribe;
}
