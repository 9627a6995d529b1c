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

/** The same with absent keys absent, as `exactOptionalPropertyTypes` has it. */
export function selectionOf(filter: {
  symbol?: string | undefined;
  ticket?: bigint | undefined;
  magic?: bigint | undefined;
}): { symbol?: string; ticket?: bigint; magic?: bigint } {
  const { symbol, ticket, magic } = filter;
  return {
    ...(symbol !== undefined && { symbol }),
    ...(ticket !== undefined && { ticket }),
    ...(magic !== undefined && { magic }),
  };
}
