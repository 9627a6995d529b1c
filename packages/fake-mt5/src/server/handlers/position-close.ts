import { closingPrice } from '../../account/account.ts';
import { heldPosition } from '../tickets.ts';
import { trading } from '../trade.ts';

/** Names the position in the request, so that the server closes it or refuses, but never opens the opposite. */
export const positionClose = trading('position_close', (terminal, params) => {
  const { position, volume, deviation, type_filling, magic, comment } = params;
  const held = heldPosition(terminal, position);
  const { symbol } = held;
  const { tick } = terminal.requireQuote(symbol);
  return {
    about: [held],
    // A netting server may turn the position around by what goes beyond it.
    lots: Math.max(0, volume - held.volume),
    request: {
      action: 'deal',
      position,
      symbol,
      type: held.type === 'buy' ? 'sell' : 'buy',
      volume,
      price: closingPrice(held.type, tick),
      deviation,
      type_filling,
      magic,
      comment,
    },
  };
});
