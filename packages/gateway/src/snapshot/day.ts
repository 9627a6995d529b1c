import type { Deal, DealType, ZoneShift } from '@mt5-bridge/protocol';
import { Decimal } from 'decimal.js';

const DAY = 86_400_000;

/** The server's day around an instant, UTC ms; its midnights lie where the server's clock shows them. */
export function serverDay(zone: ZoneShift, now: number): { readonly started_at: number; readonly resets_at: number } {
  const midnight = Math.floor(zone.toServer(now) / DAY) * DAY;
  return { started_at: zone.fromServer(midnight), resets_at: zone.fromServer(midnight + DAY) };
}

/** Money that comes and goes without trading. */
const TRANSFERS: ReadonlySet<DealType | 'unknown'> = new Set(['balance', 'credit', 'correction', 'bonus', 'unknown']);

const amount = ({ profit, swap, commission, fee }: Deal): Decimal =>
  new Decimal(profit).plus(swap).plus(commission).plus(fee);

const sum = (deals: readonly Deal[]): number =>
  deals.reduce((total, deal) => total.plus(amount(deal)), new Decimal(0)).toNumber();

/** What trading brought: profit, swap, commission and fee of all but deposits, withdrawals and the like. */
export const realised = (deals: readonly Deal[]): number => sum(deals.filter(({ type }) => !TRANSFERS.has(type)));

/** Deposits less withdrawals. */
export const transferred = (deals: readonly Deal[]): number => sum(deals.filter(({ type }) => TRANSFERS.has(type)));
