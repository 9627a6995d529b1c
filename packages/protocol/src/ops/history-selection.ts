import { instant, int, optional, symbolName, ticket } from '../schema/index.ts';

/**
 * What both history operations select by: exactly one of `from` with `to`, `position`, `ticket`; anything else is
 * INVALID_PARAMS. `symbol` narrows a range. `offset` and `count` page through the selection, oldest first.
 */
export const historySelection = {
  /** Both inclusive; of deals the execution, of orders the setup. */
  from: optional(instant()),
  to: optional(instant()),
  position: optional(ticket()),
  ticket: optional(ticket()),
  symbol: optional(symbolName()),
  offset: optional(int({ min: 0 })),
  count: optional(int({ min: 1 })),
};
