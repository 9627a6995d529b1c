import type { Handler } from '../handler.ts';
import { narrowed } from '../selection.ts';

export const orders: Handler<'orders'> = ({ epoch, publisher, account }, params) => ({
  epoch,
  seq: publisher.seqOf('orders'),
  orders: narrowed(account.orders(), params),
});
