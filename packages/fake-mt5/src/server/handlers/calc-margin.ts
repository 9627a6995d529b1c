import { openingPrice, sideOf } from '../../account/account.ts';
import { orderMargin } from '../../account/margin.ts';
import { calculated, meaningful } from '../calculation.ts';
import type { Answering } from '../handler.ts';

export const calcMargin: Answering<'calc_margin'> = (terminal, { type, symbol, volume, price: asked }) => {
  const { info, margin_rate } = terminal.select(symbol).spec;
  const { account } = terminal;
  const { leverage, currency } = account.book.terms;
  const side = sideOf(type);
  const price = asked ?? openingPrice(side, terminal.requireQuote(symbol).tick);
  meaningful(type !== 'close_by', 'closing by an opposite position needs no margin');
  meaningful(volume > 0, `a volume of ${volume} lots has no margin`);
  meaningful(price > 0, `${price} is no price`);
  const margin = orderMargin(info, { type: side, volume, price }, leverage, margin_rate.initial, account.rateOf);
  return { margin: calculated(account, margin, info.currency_margin), price, currency };
};
