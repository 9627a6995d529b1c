import { orderFilling, orderTime } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { deviationArg, given, idArg, priceArg, symbolArg, timeArg, volumeArg, wordArg } from '../arguments.ts';
import { defineTradeTool } from '../define-trade-tool.ts';

export const placeOrder = defineTradeTool({
  name: 'place_order',
  title: 'Place an order',
  description:
    "Buys or sells at the market, or places a limit, stop or stop-limit order, within the owner's limits (get_policy). Answers done, or pending_approval with who can approve it and how. Use only when the user wants this trade. Not for changing or closing (modify_order, close_position). ORDER_OUTCOME_UNKNOWN: never place it again, ask get_order_outcome.",
  approvable: true,
  input: {
    symbol: symbolArg,
    side: wordArg(['buy', 'sell']),
    type: wordArg(['market', 'limit', 'stop', 'stop_limit']).default('market').describe('Default market'),
    volume: volumeArg,
    price: priceArg.optional().describe('Of a pending order'),
    stop_limit_price: priceArg.optional().describe('Of stop_limit: the limit that the stop places'),
    sl: priceArg.optional().describe('Stop loss, a price'),
    tp: priceArg.optional().describe('Take profit, a price'),
    deviation: deviationArg.default(10),
    comment: z.string().max(31).optional().describe("For the broker's records, cut to what fits there"),
    magic: idArg.optional().describe("Default: the owner's"),
    expiration: timeArg.optional().describe('ISO 8601 UTC, of a pending order; default none'),
    time_in_force: wordArg(orderTime.names).optional().describe('Default gtc; specified with expiration'),
    filling: wordArg(orderFilling.names).optional().describe('Default: by symbol'),
  },
  intent: ({ symbol, side, type, volume, deviation, ...more }) => ({
    ...{ action: 'place_order', symbol, side, type, volume, deviation },
    ...given(more),
  }),
});
