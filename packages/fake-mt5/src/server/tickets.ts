import { Mt5Error } from '@mt5-bridge/protocol';
import type { HeldPosition, PlacedOrder } from '../account/account.ts';
import type { Terminal } from './terminal.ts';

/** @throws Mt5Error TICKET_NOT_FOUND */
export const heldPosition = ({ account }: Terminal, ticket: bigint): HeldPosition =>
  named(account.book.positions, ticket, 'open position');

/** @throws Mt5Error TICKET_NOT_FOUND */
export const placedOrder = ({ account }: Terminal, ticket: bigint): PlacedOrder =>
  named(account.book.orders, ticket, 'pending order');

function named<T extends { readonly ticket: bigint }>(all: readonly T[], ticket: bigint, what: string): T {
  const found = all.find((one) => one.ticket === ticket);
  if (found === undefined) throw new Mt5Error('TICKET_NOT_FOUND', `there is no ${what} ${ticket}`);
  return found;
}
