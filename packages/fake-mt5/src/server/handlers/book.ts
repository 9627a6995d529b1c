import { Mt5Error } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';

export const book: Handler<'book'> = (terminal, { symbol }) => {
  const found = terminal.select(symbol);
  terminal.requireConnection();
  if (found.spec.info.ticks_bookdepth === 0) throw new Mt5Error('BOOK_UNAVAILABLE', `${symbol} has no depth of market`);
  return { symbol, entries: found.book() };
};
