import type { PositionType } from '@mt5-bridge/protocol';
import type { HeldPosition } from './account.ts';
import { type Exact, exact } from './money.ts';

/** How a deal's volume divides between an existing position and a new one. */
export interface Division {
  /** Lots that it takes from a position of the other side. */
  readonly out: number;
  /** Lots that it opens or adds. */
  readonly in: number;
}

/** A deal of one side against the position that it meets; without one, or with one of its own side, all of it opens. */
export function divide(met: HeldPosition | undefined, type: PositionType, volume: number): Division {
  if (met === undefined || met.type === type) return { out: 0, in: volume };
  const out = Math.min(volume, met.volume);
  return { out, in: exact(volume).minus(out).toNumber() };
}

/** The part of a position's swap that goes with a part of its volume. */
export function swapShare(position: HeldPosition, lots: number, money: (value: Exact) => number): number {
  return money(exact(position.swap).times(lots).div(position.volume));
}

/** The position without some of its lots and their share of the swap; undefined when nothing is left. */
export function reduced(
  position: HeldPosition,
  lots: number,
  money: (value: Exact) => number,
): HeldPosition | undefined {
  const volume = exact(position.volume).minus(lots).toNumber();
  if (volume === 0) return undefined;
  const swap = exact(position.swap)
    .minus(swapShare(position, lots, money))
    .toNumber();
  return { ...position, volume, swap };
}

/** The position with more lots, at the average price of all. */
export function increased(position: HeldPosition, lots: number, price: number): HeldPosition {
  const volume = exact(position.volume).plus(lots);
  const worth = exact(position.price_open).times(position.volume).plus(exact(price).times(lots));
  return { ...position, volume: volume.toNumber(), price_open: worth.div(volume).toNumber() };
}

/** Holdings in which one position was changed, or given up. */
export function replaced(
  positions: readonly HeldPosition[],
  position: HeldPosition,
  by: HeldPosition | undefined,
): HeldPosition[] {
  return positions.flatMap((one) => (one.ticket !== position.ticket ? [one] : by === undefined ? [] : [by]));
}
