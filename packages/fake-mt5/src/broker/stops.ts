import { closingPrice, type HeldPosition } from '../account/account.ts';
import type { Prices } from '../account/conversion.ts';
import type { Desk } from './desk.ts';
import { closeByServer } from './server-close.ts';

/** Closes the positions of a symbol whose stop loss or take profit the market has reached, at the market's price. */
export function triggerStops(desk: Desk, symbol: string, prices: Prices): void {
  for (const position of desk.book.positions) {
    if (position.symbol !== symbol) continue;
    const reason = reached(position, closingPrice(position.type, prices));
    if (reason === undefined) continue;
    const level = (position[reason] ?? 0).toFixed(desk.spec(symbol)?.info.digits ?? 0);
    closeByServer(desk, position, prices, { reason, comment: `[${reason} ${level}]` });
  }
}

function reached({ type, sl, tp }: HeldPosition, price: number): 'sl' | 'tp' | undefined {
  const sign = type === 'buy' ? 1 : -1;
  if (sl !== null && (price - sl) * sign <= 0) return 'sl';
  return tp !== null && (price - tp) * sign >= 0 ? 'tp' : undefined;
}
