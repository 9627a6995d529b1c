import { stated } from '../stated.ts';
import { placedOrder } from '../tickets.ts';
import { trading } from '../trade.ts';

export const orderModify = trading('order_modify', (terminal, params) => {
  const { order, price, stoplimit, sl, tp, type_time, expiration } = params;
  const placed = placedOrder(terminal, order);
  const { symbol } = placed;
  const given = stated({ stoplimit, sl, tp, expiration });
  return { about: [placed], request: { action: 'modify', order, symbol, price, type_time, ...given } };
});
