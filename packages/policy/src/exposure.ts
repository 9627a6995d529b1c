import type { TradeCommand } from '@mt5-bridge/protocol';
import type { Snapshot } from './api.ts';
import { orderedNotional } from './assess/order.ts';
import { heldNotional } from './assess/value.ts';
import { type Decimal, largest, total } from './decimal.ts';

/** Something held, ordered or on its way; a symbol that is not known may be any. */
export interface Exposure {
  readonly symbol: string | undefined;
  readonly notional: Decimal | undefined;
}

/** A request that may be carried out any moment. */
export interface OnItsWay {
  readonly command: TradeCommand;
  readonly notional: Decimal | undefined;
}

/**
 * Everything that is, or may become, exposure: positions, orders, and requests on their way as if they were carried out.
 * A pending order counts by the largest of what it is and what changes on their way would make of it; what closes or
 * cancels counts only once it has.
 */
export function exposures(snapshot: Snapshot, onTheirWay: readonly OnItsWay[]): Exposure[] {
  const { positions } = snapshot;
  const orders = snapshot.orders.filter(({ type }) => type !== 'close_by');
  const changesOf = (ticket: bigint): OnItsWay[] =>
    onTheirWay.filter(({ command: { operation, params } }) => operation === 'order_modify' && params.order === ticket);
  const isShown = (ticket: bigint): boolean => orders.some((order) => order.ticket === ticket);
  return [
    ...positions.map((position) => ({ symbol: position.symbol, notional: heldNotional(snapshot, position) })),
    ...orders.map((order) => ({
      symbol: order.symbol,
      notional: largest([orderedNotional(snapshot, order), ...changesOf(order.ticket).map(({ notional }) => notional)]),
    })),
    ...onTheirWay.flatMap(({ command: { operation, params }, notional }): Exposure[] => {
      if (operation === 'order_send') return [{ symbol: params.symbol, notional }];
      return operation === 'order_modify' && !isShown(params.order) ? [{ symbol: undefined, notional }] : [];
    }),
  ];
}

/** Of one symbol, or of all; undefined if a part of it is not known. */
export function notionalOf(parts: readonly Exposure[], symbol?: string): Decimal | undefined {
  const counted = parts.filter((part) => symbol === undefined || part.symbol === symbol || part.symbol === undefined);
  return total(counted.map(({ notional }) => notional));
}

/** Positions, orders, and orders on their way. */
export function openCount({ positions, orders }: Snapshot, onTheirWay: readonly OnItsWay[]): number {
  const sends = onTheirWay.filter(({ command }) => command.operation === 'order_send');
  return positions.length + orders.filter(({ type }) => type !== 'close_by').length + sends.length;
}
