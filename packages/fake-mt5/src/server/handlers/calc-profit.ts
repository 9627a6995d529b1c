import { Mt5Error } from '@mt5-bridge/protocol';
import { profitOf } from '../../account/profit.ts';
import { calculated, meaningful } from '../calculation.ts';
import type { Answering } from '../handler.ts';

export const calcProfit: Answering<'calc_profit'> = (terminal, { type, symbol, volume, price_open, price_close }) => {
  const { info } = terminal.select(symbol).spec;
  const { account } = terminal;
  if (type !== 'buy' && type !== 'sell') {
    throw new Mt5Error('INVALID_PARAMS', `a.type: profit is calculated for buy and sell, not for ${type}`);
  }
  meaningful(volume > 0, `a volume of ${volume} lots has no profit`);
  meaningful(price_open > 0 && price_close > 0, `${price_open} and ${price_close} are not both prices`);
  const profit = profitOf(info, type, volume, price_open, price_close, account.rateOf);
  return { profit: calculated(account, profit, info.currency_profit), currency: account.book.terms.currency };
};
