import { historyOrder } from '../domain/index.ts';
import { int, list, record } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { historySelection } from './history-selection.ts';

export const historyOrders = defineOperation({
  name: 'history_orders',
  number: 15,
  kind: 'read',
  since: 1,
  summary: 'Past orders by range, by position or by ticket.',
  source: ['HistorySelect', 'HistorySelectByPosition', 'HistoryOrderSelect', 'HistoryOrderGetInteger'],
  params: record(historySelection),
  result: record({ total: int({ min: 0 }), orders: list(historyOrder, 100_000) }),
  errors: ['TICKET_NOT_FOUND', 'TOO_MUCH_DATA', 'PENDING'],
});
