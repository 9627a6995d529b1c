import { deal } from '../domain/index.ts';
import { int, list, record } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { historySelection } from './history-selection.ts';

export const historyDeals = defineOperation({
  name: 'history_deals',
  number: 14,
  kind: 'read',
  since: 1,
  summary: 'Deals by range, by position or by ticket.',
  source: ['HistorySelect', 'HistorySelectByPosition', 'HistoryDealSelect', 'HistoryDealGetInteger'],
  params: record(historySelection),
  result: record({ total: int({ min: 0 }), deals: list(deal, 100_000) }),
  errors: ['TICKET_NOT_FOUND', 'TOO_MUCH_DATA', 'PENDING'],
});
