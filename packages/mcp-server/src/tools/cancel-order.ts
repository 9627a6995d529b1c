import { idArg } from '../arguments.ts';
import { defineTradeTool } from '../define-trade-tool.ts';

export const cancelOrder = defineTradeTool({
  name: 'cancel_order',
  title: 'Cancel a pending order',
  description:
    'Removes a pending order. Use when it is no longer wanted. Not for positions: close_position. An order that filled meanwhile is a position now.',
  approvable: false,
  input: { ticket: idArg.describe('Of the pending order') },
  intent: ({ ticket }) => ({ action: 'cancel_order', ticket }),
});
