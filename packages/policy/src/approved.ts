import type { Approved, TradeCommand } from '@mt5-bridge/protocol';

/**
 * The one place where an approval is made. It is of a copy that nobody can change, so that what was judged is what is
 * sent.
 */
export function approved(command: TradeCommand): Approved<TradeCommand> {
  const { operation, params } = command;
  return Object.freeze({ operation, params: Object.freeze({ ...params }) }) as Approved<TradeCommand>;
}
