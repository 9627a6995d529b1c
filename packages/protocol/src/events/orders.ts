import { order } from '../domain/index.ts';
import { list, record } from '../schema/index.ts';
import { defineEvent } from './define.ts';

export const ordersEvent = defineEvent({
  name: 'orders',
  topic: 'plain',
  since: 1,
  rule: 'All pending orders, when one is placed, changed, filled, cancelled or expires.',
  source: ['OrdersTotal', 'OrderGetTicket', 'OrderGetInteger', 'OrderGetDouble', 'OrderGetString'],
  data: record({ orders: list(order, 100_000) }),
});
