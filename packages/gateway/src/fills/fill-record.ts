import type { Deal, DealType } from '@mt5-bridge/protocol';

const TRADES: ReadonlySet<DealType | 'unknown'> = new Set(['buy', 'sell']);

/** Whether the deal comes of an order; balance operations and charges come of none. */
export const isFill = (deal: Deal): boolean => TRADES.has(deal.type);

/**
 * What the audit log keeps of a deal. `entry`: in (opened or enlarged a position), out (closed it or a part), inout
 * (turned it over), out_by (closed by an opposite one); `reason`: expert, or sl, tp and so for stops and stop-out.
 */
export function fillData(deal: Deal): Readonly<Record<string, unknown>> {
  const { ticket, order, position_id, symbol, type, entry, reason, volume, price, sl, tp } = deal;
  const { profit, swap, commission, fee, magic, comment, time_msc } = deal;
  return {
    ...{ ticket, order, position: position_id, symbol, side: type, entry, reason, volume, price, sl, tp },
    ...{ profit, swap, commission, fee, magic, comment, time: new Date(time_msc).toISOString() },
  };
}
