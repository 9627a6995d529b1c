import { placedOrder } from '../tickets.ts';
import { trading } from '../trade.ts';

export const orderCancel = trading('order_cancel', (terminal, { order }) => {
  const placed = placedOrder(terminal, order);
  return { about: [placed], request: { action: 'remove', order, symbol: placed.symbol } };
});
