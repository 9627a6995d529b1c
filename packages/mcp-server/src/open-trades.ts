import { idArg, offsetArg, symbolArg } from './arguments.ts';
import { limitArg } from './paging.ts';

/** What narrows open positions and pending orders. */
export const openTradesArgs = {
  symbol: symbolArg.optional(),
  ticket: idArg.optional(),
  magic: idArg.optional().describe('Only what this magic number placed'),
  offset: offsetArg,
  limit: limitArg,
};
