import { position } from '../domain/index.ts';
import { list, record } from '../schema/index.ts';
import { changeCause } from './account.ts';
import { defineEvent } from './define.ts';

export const positionsEvent = defineEvent({
  name: 'positions',
  topic: 'plain',
  since: 1,
  rule: 'All positions: at once when one is opened, closed or changed in volume, stop or comment (state); at most once a second while only price and profit move (floating).',
  source: ['PositionsTotal', 'PositionGetTicket', 'PositionGetInteger', 'PositionGetDouble', 'PositionGetString'],
  data: record({ cause: changeCause, positions: list(position, 100_000) }),
});
