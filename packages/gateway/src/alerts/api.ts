import type { Unsubscribe } from '@mt5-bridge/client';
import type { Actor } from '../api.ts';

export const ALERT_STATES = ['new', 'claimed', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What an alert says, as far as it could be read; every text is a stranger's. */
export interface AlertContent {
  /** As the sender names it, exchange included where it says so: "BINANCE:BTCUSDT". */
  readonly ticker: string | null;
  /** The broker's name for it, by `[tradingview.symbols]`, else the ticker if the broker has it; null if unknown. */
  readonly symbol: string | null;
  readonly action: 'buy' | 'sell' | null;
  /** Position after the strategy's order. */
  readonly market_position: 'long' | 'short' | 'flat' | null;
  readonly order_id: string | null;
  readonly price: number | null;
  /** Units of the sender's strategy, not lots. */
  readonly contracts: number | null;
  readonly interval: string | null;
  readonly comment: string | null;
  /** When the sender says that it fired, and the time of its bar; ms UTC. */
  readonly fired_at: number | null;
  readonly bar_time: number | null;
  /** Every other field that came, by its name. */
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
  /** The body as it came, at most 16 KB; "[redacted]" where a field of it is named like a secret. */
  readonly text: string;
}

export interface Alert extends AlertContent {
  readonly alert_id: string;
  readonly source: 'tradingview';
  /** ms UTC. */
  readonly received_at: number;
  /** It came later after it fired than the owner lets count as fresh; null = it does not say when it fired. */
  readonly stale: boolean | null;
  readonly state: AlertState;
  readonly claimed_by: string | null;
  readonly claimed_at: number | null;
  readonly resolved_at: number | null;
  readonly resolution: string | null;
}

/** What tells an alert from others, and how fresh it is. */
export interface AlertArrival {
  readonly dedupe_key: string;
  /** The key counts for this long, ms: of an alert that does not say when it fired. null = for as long as it is kept. */
  readonly repeats_ms: number | null;
  readonly stale: boolean | null;
}

/** Alerts, in the ledger. One never becomes an order by itself. @throws Mt5Error LEDGER_UNAVAILABLE, AUDIT_UNAVAILABLE */
export interface AlertDesk {
  /** On the disk when it returns. The same again (by `dedupe_key`) changes nothing. */
  receive(content: AlertContent, about: AlertArrival): { readonly alert: Alert; readonly is_new: boolean };
  /** Newest first; of a symbol by the broker's name or, where that is not known, the sender's. */
  list(filter: { symbol?: string; state?: AlertState; count?: number }): readonly Alert[];
  /** @throws Mt5Error ALERT_NOT_FOUND */
  get(alertId: string): Alert;
  /** For one worker among several, told apart by their tokens, else by their names. @throws Mt5Error ALERT_NOT_FOUND, ALERT_CLAIMED, ALERT_RESOLVED */
  claim(alertId: string, by: Actor): Alert;
  /** The owner may resolve another's. @throws Mt5Error ALERT_NOT_FOUND, ALERT_CLAIMED by somebody else, ALERT_RESOLVED */
  resolve(alertId: string, by: Actor, resolution: string): Alert;
  observe(listener: () => void): Unsubscribe;
}
