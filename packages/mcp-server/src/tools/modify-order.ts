import { orderTime } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { given, idArg, priceArg, timeArg, wordArg } from '../arguments.ts';
import { defineTradeTool } from '../define-trade-tool.ts';

const stopArg = z.number().min(0);

export const modifyOrder = defineTradeTool({
  name: 'modify_order',
  title: 'Change stops or a pending order',
  description:
    'Changes stop loss and take profit of a position, or prices, stops and expiry of a pending order; what is left out stays as it is. Use to protect a position or to move an order. Not for volume: close a part (close_position), or cancel and place again.',
  approvable: true,
  input: {
    ticket: idArg.describe('Of the position or the pending order'),
    sl: stopArg.optional().describe('Stop loss, a price; 0 takes it away'),
    tp: stopArg.optional().describe('Take profit, a price; 0 takes it away'),
    price: priceArg.optional().describe('Of a pending order'),
    stop_limit_price: priceArg.optional(),
    expiration: timeArg.optional().describe('ISO 8601 UTC'),
    time_in_force: wordArg(orderTime.names).optional().describe('gtc takes an expiration away'),
  },
  intent: ({ ticket, sl, tp, ...more }) => ({
    ...{ action: 'modify_order', ticket },
    ...given({ sl: sl === 0 ? null : sl, tp: tp === 0 ? null : tp, ...more }),
  }),
});
