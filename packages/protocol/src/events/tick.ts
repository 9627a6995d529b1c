import { bytes, record } from '../schema/index.ts';
import { defineEvent } from './define.ts';

export const tick = defineEvent({
  name: 'tick',
  topic: 'symbol',
  since: 1,
  rule: 'New ticks of a watched symbol since the event before: none is left out, several may come together.',
  source: ['CopyTicks'],
  data: record({ ticks: bytes('MqlTick, 60 bytes each, oldest first') }),
});
