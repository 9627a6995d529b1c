import { position } from '../domain/index.ts';
import { list, optional, record, symbolName, ticket } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { stamp } from './stamp.ts';

export const positions = defineOperation({
  name: 'positions',
  number: 12,
  kind: 'read',
  since: 1,
  summary: 'Open positions, of one symbol or ticket if asked.',
  source: ['PositionsTotal', 'PositionGetTicket', 'PositionGetInteger', 'PositionGetDouble', 'PositionGetString'],
  params: record({ symbol: optional(symbolName()), ticket: optional(ticket()) }),
  result: record({ ...stamp, positions: list(position, 100_000) }),
  errors: ['TICKET_NOT_FOUND'],
});
