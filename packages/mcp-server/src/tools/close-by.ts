import { idArg } from '../arguments.ts';
import { defineTradeTool } from '../define-trade-tool.ts';

export const closeBy = defineTradeTool({
  name: 'close_by',
  title: 'Close a position by its opposite',
  description:
    'Closes two opposite positions of one symbol by each other, which saves one spread; what the larger has more stays open. Use on hedging accounts. Not on netting accounts, which hold one position a symbol.',
  approvable: false,
  input: { ticket: idArg, by_ticket: idArg.describe('Of the opposite position') },
  intent: ({ ticket, by_ticket }) => ({ action: 'close_by', ticket, by: by_ticket }),
});
