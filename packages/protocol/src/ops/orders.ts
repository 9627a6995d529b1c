import { order } from '../domain/index.ts';
import { list, optional, record, symbolName, ticket } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { stamp } from './stamp.ts';

export const orders = defineOperation({
  name: 'orders',
  number: 13,
  kind: 'read',
  since: 1,
  summary: 'Pending orders in force, of one symbol or ticket if asked.',
  source: ['OrdersTotal', 'OrderGetTicket', 'OrderGetInteger', 'OrderGetDouble', 'OrderGetString'],
  params: record({ symbol: optional(symbolName()), ticket: optional(ticket()) }),
  result: record({ ...stamp, orders: list(order, 100_000) }),
  errors: ['TICKET_NOT_FOUND'],
});
