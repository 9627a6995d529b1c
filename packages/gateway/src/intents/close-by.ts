import { Mt5Error, type TradeCommand } from '@mt5-bridge/protocol';
import { commentOf } from './comment.ts';
import { type CommandDefaults, type IntentFacts, type IntentOf, isHedging, positionOf } from './facts.ts';
import { checkMagic, invalid } from './numbers.ts';

/** Two opposite positions of one symbol, on a hedging account. */
export function closeBy(intent: IntentOf<'close_by'>, facts: IntentFacts, defaults: CommandDefaults): TradeCommand {
  if (!isHedging(facts.account)) {
    const details = { margin_mode: facts.account.margin_mode };
    throw new Mt5Error('INVALID_PARAMS', 'Only hedging accounts have positions to close by each other.', { details });
  }
  const position = positionOf(facts, intent.ticket);
  const by = positionOf(facts, intent.by);
  if (position.symbol !== by.symbol)
    throw invalid('by', `is of ${by.symbol}, and ${intent.ticket} of ${position.symbol}`);
  if (position.type === by.type)
    throw invalid('by', `is a ${by.type} as ${intent.ticket} is; only opposite ones close each other`);
  return {
    operation: 'position_close_by',
    params: {
      request_id: defaults.request_id,
      position: position.ticket,
      position_by: by.ticket,
      magic: checkMagic(defaults.magic),
      comment: commentOf(defaults.request_id),
    },
  };
}
