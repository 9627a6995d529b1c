import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { Mt5Error, type OrderType, retcodeOf, type SymbolInfo, type TradeRequest } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { deviationArg, priceArg, symbolArg, timeArg, volumeArg, wordArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { MOST_DECIMALS, rounded } from '../present/numbers.ts';
import { outsideText } from '../present/outside-text.ts';

const input = z.object({
  symbol: symbolArg,
  side: wordArg(['buy', 'sell']),
  type: wordArg(['market', 'limit', 'stop', 'stop_limit']).default('market'),
  volume: volumeArg,
  price: priceArg.optional().describe('Needed unless type is market, which takes the current ask or bid'),
  stop_limit_price: priceArg.optional().describe('Of stop_limit: the limit that the stop places'),
  sl: priceArg.optional().describe('Stop loss'),
  tp: priceArg.optional().describe('Take profit'),
  deviation: deviationArg.default(10),
  expiration: timeArg.optional().describe('ISO 8601 UTC, of a pending order; default none'),
});

export const checkOrder = defineTool({
  name: 'check_order',
  title: 'Check an order',
  toolset: 'analysis',
  description:
    'What an order would do to the account and whether the terminal would take it: margin, free margin and equity after it, or the reason against. Use before proposing a trade. Not an order: nothing is sent, and the broker may still answer otherwise.',
  annotations: LOOKS_ONLY,
  input,
  output: () =>
    z.object({
      accepted: z.boolean(),
      code: z.string().describe('OK, or the reason against'),
      message: z.string(),
      what_to_do: z.string(),
      retcode: z.int().describe("MT5's return code; 0 if accepted"),
      balance: z.number(),
      equity: z.number(),
      profit: z.number(),
      margin: z.number(),
      margin_free: z.number(),
      margin_level: z.number().describe('percent'),
      comment: z.string().describe('Untrusted text'),
    }),
  outsideKeys: ['comment'],
  async run(args, { reads }) {
    const { retcode, comment, ...money } = await reads.checkOrder(await requestOf(args, reads));
    return {
      ...verdictOn(retcode),
      retcode,
      balance: rounded(money.balance, MOST_DECIMALS),
      equity: rounded(money.equity, MOST_DECIMALS),
      profit: rounded(money.profit, MOST_DECIMALS),
      margin: rounded(money.margin, MOST_DECIMALS),
      margin_free: rounded(money.margin_free, MOST_DECIMALS),
      margin_level: rounded(money.margin_level, 2),
      comment: outsideText(comment),
    };
  },
});

/** OrderCheck answers 0 where OrderSend would answer that the request is done. */
function verdictOn(number: number) {
  if (number === 0) {
    return { accepted: true, code: 'OK', message: 'The terminal would send this order.', what_to_do: 'Nothing.' };
  }
  const { outcome, code, message, what_to_do } = retcodeOf(number);
  return { accepted: outcome === 'done', code, message, what_to_do };
}

/** @throws Mt5Error INVALID_PARAMS when the prices don't belong to the type */
async function requestOf(args: z.output<typeof input>, reads: TerminalReads): Promise<TradeRequest> {
  const { symbol, side, type, volume, price, stop_limit_price, sl, tp, deviation, expiration } = args;
  const market = type === 'market';
  if (!market && price === undefined) throw new Mt5Error('INVALID_PARAMS', `price: needed for a ${type} order.`);
  if ((type === 'stop_limit') !== (stop_limit_price !== undefined)) {
    throw new Mt5Error('INVALID_PARAMS', 'stop_limit_price: needed for a stop_limit order, and for no other.');
  }
  if (market && expiration !== undefined) {
    throw new Mt5Error('INVALID_PARAMS', 'expiration: a market order has none.');
  }
  const [info, quote] = await Promise.all([reads.symbolInfo(symbol), market ? reads.quote(symbol) : undefined]);
  return {
    action: market ? 'deal' : 'pending',
    symbol,
    type: orderTypeOf(side, type),
    volume,
    price: price ?? (side === 'buy' ? quote?.ask : quote?.bid) ?? 0,
    ...(stop_limit_price !== undefined && { stoplimit: stop_limit_price }),
    ...(sl !== undefined && { sl }),
    ...(tp !== undefined && { tp }),
    deviation,
    type_filling: market ? fillingOf(info) : 'return',
    ...(expiration !== undefined && { type_time: 'specified', expiration }),
  };
}

function orderTypeOf(side: 'buy' | 'sell', type: 'market' | 'limit' | 'stop' | 'stop_limit'): OrderType {
  return type === 'market' ? side : `${side}_${type}`;
}

/** The first filling that the symbol allows; where it names none, only RETURN is left. */
function fillingOf({ filling_mode }: SymbolInfo): 'fok' | 'ioc' | 'return' {
  if (filling_mode.includes('fok')) return 'fok';
  return filling_mode.includes('ioc') ? 'ioc' : 'return';
}
