import { bool, int, record } from '../schema/index.ts';
import { defineEvent } from './define.ts';

export const status = defineEvent({
  name: 'status',
  topic: 'plain',
  since: 1,
  rule: 'When the terminal loses or regains the broker, or a permission to trade changes.',
  source: ['TERMINAL_CONNECTED', 'TERMINAL_TRADE_ALLOWED', 'MQL_TRADE_ALLOWED'],
  data: record({
    connected: bool(),
    trade_allowed: bool(),
    expert_trade_allowed: bool(),
    ping_last_us: int({ min: 0 }),
  }),
});
