import type { Deal, EventData, TradeRequest, TradeResult } from '@mt5-bridge/protocol';
import type { Account } from '../account/account.ts';
import type { Tick } from '../market/index.ts';
import type { BrokerState } from './state.ts';

/** One MqlTradeTransaction. */
export type Transaction = EventData<'trade'>;

/** What a request or a tick did: transactions in the terminal's order, and which states changed. */
export interface Changes {
  readonly transactions: readonly Transaction[];
  readonly positions: boolean;
  readonly orders: boolean;
  /** Balance, credit or margin by other than the market. */
  readonly account: boolean;
}

/** The server's answer to one request. */
export interface Execution {
  readonly result: Omit<TradeResult, 'replayed'>;
  readonly changes: Changes;
}

/** How the simulated trade server treats what is sent to it, beyond the symbol's own terms; for tests of clients. */
export interface BrokerTerms {
  /**
   * Lots at hand at the best price of a symbol, per deal: more than it is a partial fill, or a kill. Absent = any. What
   * the server closes by itself (stop loss, take profit, stop-out) is not bound by it.
   */
  readonly liquidity?: (symbol: string) => number | undefined;
}

/** The trade server: it owns the account's records, and changes them by requests, ticks and the passing of time. */
export interface Broker {
  readonly account: Account;
  /** OrderSend. Never throws on a bad request: it answers with the terminal's own return code. */
  execute(request: TradeRequest): Execution;
  /** A new tick of a symbol: triggers, stops, expiry, stop-out, in the order of a trade server. */
  tick(symbol: string, tick: Tick): Changes;
  /** Server time moved without a tick: expiry and the day's swap. */
  time(now: number): Changes;
  /** A deposit (positive) or withdrawal. */
  transfer(amount: number, comment: string): { readonly deal: Deal; readonly changes: Changes };
  /** All of the state; a broker made with it goes on where this one is. */
  snapshot(): BrokerState;
}
