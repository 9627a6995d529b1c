import type { OrderTime } from '@mt5-bridge/protocol';
import { DAY, floorTo } from '../market/time.ts';

const SECOND = 1_000;

/** Whether a lifetime is told by a date of the request. */
export const isDated = (kind: OrderTime | undefined): boolean => kind === 'specified' || kind === 'specified_day';

/** When an order with such a lifetime ends, in server time: a day ends with its last second. Null = never. */
export function expiresAt(kind: OrderTime, expiration: number | undefined, now: number): number | null {
  if (kind === 'gtc') return null;
  if (kind === 'specified') return expiration ?? 0;
  return floorTo(kind === 'day' ? now : (expiration ?? 0), DAY) + DAY - SECOND;
}
