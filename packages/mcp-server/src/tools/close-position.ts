import { deviationArg, given, idArg, volumeArg } from '../arguments.ts';
import { defineTradeTool } from '../define-trade-tool.ts';

export const closePosition = defineTradeTool({
  name: 'close_position',
  title: 'Close a position',
  description:
    'Closes a position at the market, all of it or a part; never opens the opposite. Use to take profit, cut a loss or reduce. Not for pending orders (cancel_order) or for many positions (close_all).',
  approvable: true,
  input: {
    ticket: idArg.describe('Of the position'),
    volume: volumeArg.optional().describe('lots; default all'),
    deviation: deviationArg.default(10),
  },
  intent: ({ ticket, deviation, ...more }) => ({ action: 'close_position', ticket, deviation, ...given(more) }),
});
