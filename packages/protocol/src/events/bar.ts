import { bytes, record } from '../schema/index.ts';
import { defineEvent } from './define.ts';

export const bar = defineEvent({
  name: 'bar',
  topic: 'symbol_timeframe',
  since: 1,
  rule: 'A bar of a watched symbol and timeframe was closed, because the next one began.',
  source: ['CopyRates'],
  data: record({ rates: bytes('MqlRates, 60 bytes each, oldest first: the closed bars') }),
});
