import { bookEntry } from '../domain/index.ts';
import { list, record } from '../schema/index.ts';
import { defineEvent } from './define.ts';

export const bookEvent = defineEvent({
  name: 'book',
  topic: 'symbol',
  since: 1,
  rule: 'The whole depth of market of a watched symbol after a change.',
  source: ['OnBookEvent', 'MarketBookGet'],
  data: record({ entries: list(bookEntry, 1_024) }),
});
