import type { Deal, HistoryOrder } from '@mt5-bridge/protocol';
import type { AccountBook, HeldPosition, PlacedOrder } from '../account/account.ts';

/** All that a trade server has to remember: one plain value (tickets are bigint). Numbers of orders and deals go on after the largest. */
export interface BrokerState extends AccountBook {
  /** Server time up to which interest was booked and daily lifetimes ended. */
  readonly rolled_to: number;
}

/** One change of the state: a record with its new value (undefined = removed), or the time of the last rollover. */
export type RecordChange =
  | { readonly table: 'positions'; readonly ticket: bigint; readonly record: HeldPosition | undefined }
  | { readonly table: 'orders'; readonly ticket: bigint; readonly record: PlacedOrder | undefined }
  /** Only ever added. */
  | { readonly table: 'historyOrders'; readonly ticket: bigint; readonly record: HistoryOrder }
  /** Only ever added. */
  | { readonly table: 'deals'; readonly ticket: bigint; readonly record: Deal }
  | { readonly table: 'rolled_to'; readonly time: number };
