import { createHash } from 'node:crypto';
import type { AlertArrival } from '@mt5-bridge/gateway/api';
import type { ReadAlert } from './read-alert.ts';

/** TradingView sends again what failed, after 5 s, at most three times, and waits 3 s for each answer. */
const REPEATS_MS = 30_000;

/**
 * What two deliveries of one alert have in common. An order of a strategy is known by ticker, time, id, action and
 * position; without an order's id only all that it says tells two alerts of the same moment apart. One that does not tell
 * its time may well come again later, and mean it.
 */
export function dedupeOf(alert: ReadAlert): Pick<AlertArrival, 'dedupe_key' | 'repeats_ms'> {
  const { text, ...said } = alert;
  const { ticker, fired_at, bar_time, order_id, action, market_position } = said;
  const time = fired_at ?? bar_time;
  if (time === null) return { dedupe_key: digest([text]), repeats_ms: REPEATS_MS };
  const order = [ticker, time, order_id, action, market_position];
  return { dedupe_key: digest(order_id === null ? [...order, said] : order), repeats_ms: null };
}

const digest = (parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
