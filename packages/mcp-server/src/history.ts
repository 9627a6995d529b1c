import type { HistorySelection } from '@mt5-bridge/gateway/read';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import { idArg, offsetArg, symbolArg, timeArg } from './arguments.ts';
import { limitArg } from './paging.ts';
import { rangeOf } from './time-range.ts';

/** What selects deals and past orders: a time range, a position or one ticket. */
export const historyArgs = {
  from_ts: timeArg.optional().describe('ISO 8601 UTC, inclusive; needed unless position or ticket is given'),
  to_ts: timeArg.optional().describe('ISO 8601 UTC, inclusive; default now'),
  symbol: symbolArg.optional().describe('Narrows a time range'),
  position: idArg.optional().describe('All of one position, by its identifier'),
  ticket: idArg.optional(),
  offset: offsetArg,
  limit: limitArg,
};

/** @throws Mt5Error INVALID_PARAMS, INVALID_TIMESTAMP */
export function historySelection(
  args: {
    from_ts?: number | undefined;
    to_ts?: number | undefined;
    symbol?: string | undefined;
    position?: bigint | undefined;
    ticket?: bigint | undefined;
  },
  clock: Clock,
): HistorySelection {
  const { symbol, position, ticket } = args;
  const range = rangeOf(args, 'from_ts', 'to_ts', clock);
  const ways = [range, position, ticket].filter((way) => way !== undefined).length;
  if (ways !== 1 || (symbol !== undefined && range === undefined)) {
    throw new Mt5Error(
      'INVALID_PARAMS',
      'Select by exactly one of: from_ts (with to_ts and symbol, if wanted), position, ticket.',
    );
  }
  if (position !== undefined) return { position };
  if (ticket !== undefined) return { ticket };
  return { ...(range as { from: number; to: number }), ...(symbol !== undefined && { symbol }) };
}
