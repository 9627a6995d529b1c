import type { TradeCommand } from '@mt5-bridge/protocol';
import type { TradeIntent } from '../api.ts';
import type { ResolveIntent } from '../ports.ts';
import { cancelOrder } from './cancel-order.ts';
import { closeBy } from './close-by.ts';
import { closePosition } from './close-position.ts';
import type { CommandDefaults, IntentFacts } from './facts.ts';
import { modifyOrder } from './modify-order.ts';
import { placeOrder } from './place-order.ts';

/** Slippage of a market order that names none, in points. */
export const DEFAULT_DEVIATION = 10;

/** The command, with this magic number where the intent names none. */
export const resolveIntent: ResolveIntent = (intent, snapshot, { request_id, magic }) =>
  commandOf(intent, snapshot, { request_id, magic, deviation: DEFAULT_DEVIATION });

/**
 * The trade request that an intent means, every field stated. Pure: the same intent, facts and defaults make the same
 * command. What the symbol or the account's records cannot carry is refused here, with the argument's name in details.
 * @throws Mt5Error INVALID_VOLUME, INVALID_PRICE, INVALID_STOPS, INVALID_COMMENT, INVALID_PARAMS, TICKET_NOT_FOUND,
 * NO_QUOTE, DATA_MISSING
 */
export function commandOf(intent: TradeIntent, facts: IntentFacts, defaults: CommandDefaults): TradeCommand {
  switch (intent.action) {
    case 'place_order':
      return placeOrder(intent, facts, defaults);
    case 'modify_order':
      return modifyOrder(intent, facts, defaults);
    case 'close_position':
      return closePosition(intent, facts, defaults);
    case 'close_by':
      return closeBy(intent, facts, defaults);
    case 'cancel_order':
      return cancelOrder(intent, facts, defaults);
  }
}
