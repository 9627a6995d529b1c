import { bool, int, mapOf, record } from '../schema/index.ts';
import { defineEvent } from './define.ts';

export const heartbeat = defineEvent({
  name: 'hb',
  topic: 'plain',
  since: 1,
  rule: 'Every heartbeat_ms of hello, whatever else happens.',
  source: ['TimeTradeServer', 'TimeGMT', 'TERMINAL_CONNECTED'],
  data: record({
    /** Unconverted ms, as in hello. */
    time_server_raw: int({ min: 0 }),
    time_gmt_raw: int({ min: 0 }),
    connected: bool(),
    /** Last sequence number of every plain topic: shows the loss of an event that nothing followed. */
    seq: mapOf(int({ min: 0 }), 16),
  }),
});
