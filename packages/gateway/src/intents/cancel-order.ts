import type { TradeCommand } from '@mt5-bridge/protocol';
import { type CommandDefaults, type IntentFacts, type IntentOf, orderOf } from './facts.ts';

export function cancelOrder(
  intent: IntentOf<'cancel_order'>,
  facts: IntentFacts,
  { request_id }: CommandDefaults,
): TradeCommand {
  return { operation: 'order_cancel', params: { request_id, order: orderOf(facts, intent.ticket).ticket } };
}
