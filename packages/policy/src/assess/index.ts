import type { TradeCommand } from '@mt5-bridge/protocol';
import type { Situation } from '../api.ts';
import type { Assessed } from './assessed.ts';
import { assessOrderCancel, assessOrderModify } from './order.ts';
import { assessOrderSend } from './order-send.ts';
import { assessPositionClose, assessPositionCloseBy, assessPositionModify } from './position.ts';

export { type Assessed, assessment, others } from './assessed.ts';

/** What a command would do to the account as it was read. In doubt it adds risk. */
export function assess(command: TradeCommand, situation: Situation): Assessed {
  switch (command.operation) {
    case 'order_send':
      return assessOrderSend(command, situation);
    case 'position_modify':
      return assessPositionModify(command, situation);
    case 'position_close':
      return assessPositionClose(command, situation);
    case 'position_close_by':
      return assessPositionCloseBy(command, situation);
    case 'order_modify':
      return assessOrderModify(command, situation);
    case 'order_cancel':
      return assessOrderCancel(command, situation);
  }
}
