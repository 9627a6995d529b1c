import { Mt5Error, type OrderType } from '@mt5-bridge/protocol';
import { openingPrice } from '../../account/account.ts';
import { stated } from '../stated.ts';
import { trading } from '../trade.ts';

export const orderSend = trading('order_send', (terminal, params) => {
  const { symbol, type, volume, price, magic, comment } = params;
  if (type === 'close_by') throw new Mt5Error('INVALID_PARAMS', 'a.type: close_by is an operation of its own');
  terminal.select(symbol);
  const { tick } = terminal.requireQuote(symbol);
  const { stoplimit, sl, tp, deviation, type_filling, type_time, expiration } = params;
  const given = stated({ stoplimit, sl, tp, expiration });
  const terms = { ...given, symbol, type, volume, deviation, type_filling, type_time, magic, comment };
  return {
    about: [{ symbol, magic }],
    lots: volume,
    request: isMarket(type)
      ? { ...terms, action: 'deal', price: price ?? openingPrice(type, tick) }
      : { ...terms, ...stated({ price }), action: 'pending' },
  };
});

const isMarket = (type: OrderType): type is 'buy' | 'sell' => type === 'buy' || type === 'sell';
