import { int, list, record, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const unwatch = defineOperation({
  name: 'unwatch',
  number: 21,
  kind: 'read',
  since: 1,
  summary: 'Ends the events of symbol topics for one client; topics that it does not watch are ignored.',
  source: ['MarketBookRelease'],
  params: record({ client: int({ min: 1 }), topics: list(text(128), 1_000) }),
  result: record({ epoch: int({ min: 1 }) }),
  errors: [],
});
