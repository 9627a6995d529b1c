import type { OrderType, TradeCommand, TradeRequest } from '@mt5-bridge/protocol';
import { closingPrice, type IntentFacts } from '../intents/index.ts';

/** The command as order_check takes it; undefined when what it names is gone. */
export function tradeRequestOf(
  command: TradeCommand,
  { positions, orders, market }: Pick<IntentFacts, 'positions' | 'orders' | 'market'>,
): TradeRequest | undefined {
  switch (command.operation) {
    case 'order_send': {
      const { request_id: _, comment: __, price, stoplimit, sl, tp, type_time, expiration, ...params } = command.params;
      const isMarket = params.type === 'buy' || params.type === 'sell';
      return {
        action: isMarket ? 'deal' : 'pending',
        ...params,
        ...given({ price, stoplimit, sl, tp }),
        ...(!isMarket && { type_time, ...given({ expiration }) }),
      };
    }
    case 'position_modify': {
      const { position, sl, tp } = command.params;
      const held = positions.find(({ ticket }) => ticket === position);
      return held && { action: 'sltp', symbol: held.symbol, position, ...given({ sl, tp }) };
    }
    case 'position_close': {
      const { position, volume, deviation, type_filling } = command.params;
      const held = positions.find(({ ticket }) => ticket === position);
      if (held === undefined) return undefined;
      const type: OrderType = held.type === 'buy' ? 'sell' : 'buy';
      const quote = market.get(held.symbol)?.quote;
      const price = quote === undefined || held.type === 'unknown' ? null : closingPrice(held.type, quote);
      const { symbol } = held;
      return { action: 'deal', symbol, position, type, volume, deviation, type_filling, ...given({ price }) };
    }
    case 'position_close_by': {
      const { position, position_by } = command.params;
      return { action: 'close_by', position, position_by };
    }
    case 'order_modify': {
      const { order, price, stoplimit, sl, tp, type_time, expiration } = command.params;
      const waiting = orders.find(({ ticket }) => ticket === order);
      return (
        waiting && {
          action: 'modify',
          symbol: waiting.symbol,
          order,
          price,
          type_time,
          ...given({ stoplimit, sl, tp, expiration }),
        }
      );
    }
    case 'order_cancel':
      return { action: 'remove', order: command.params.order };
  }
}

/** Without what is none: absent there. */
function given<T extends Readonly<Record<string, number | null>>>(fields: T): { [K in keyof T]?: number } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: number;
  };
}
