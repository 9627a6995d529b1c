import type { OrderFilling, OrderType, SymbolInfo } from '@mt5-bridge/protocol';
import { invalid } from './numbers.ts';

/**
 * How an order may be filled, by symbol and execution mode: the one asked for, or the first that is allowed (the choice
 * of the standard library's CTrade). @throws Mt5Error INVALID_PARAMS
 */
export function fillingOf(type: OrderType, info: SymbolInfo, asked?: OrderFilling): OrderFilling {
  const allowed = fillings(type, info);
  const [first] = allowed;
  if (asked === undefined && first !== undefined) return first;
  if (asked !== undefined && allowed.includes(asked)) return asked;
  const problem = allowed.length > 0 ? `must be one of ${allowed.join(', ')}` : 'has no value that is allowed';
  throw invalid('filling', `${problem} for a ${type} of ${info.name}`, { value: asked ?? null, allowed });
}

/**
 * Fill-or-kill and immediate-or-cancel have flags; RETURN has none: pending orders may always use it, deals everywhere
 * but in market execution. Book-or-cancel is for orders that wait at a limit.
 */
function fillings(type: OrderType, { trade_exemode, filling_mode }: SymbolInfo): OrderFilling[] {
  const flagged = (['fok', 'ioc'] as const).filter((one) => filling_mode.includes(one));
  if (type === 'buy' || type === 'sell') {
    if (trade_exemode === 'market') return flagged;
    // With these two the terminal sets it by itself, and fill-or-kill is what it sets.
    const bySelf = trade_exemode === 'request' || trade_exemode === 'instant';
    return [...(bySelf && flagged.length === 0 ? (['fok'] as const) : flagged), 'return'];
  }
  const passive = type.endsWith('_limit') && filling_mode.includes('boc') ? (['boc'] as const) : [];
  return trade_exemode === 'exchange' ? ['return', ...flagged, ...passive] : [...flagged, 'return', ...passive];
}
