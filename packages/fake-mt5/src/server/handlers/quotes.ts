import { Mt5Error, type Quote } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';
import { quoteOf } from './quote.ts';

export const quotes: Handler<'quotes'> = (terminal, { symbols }) => {
  const found: Quote[] = [];
  const missing: { symbol: string; code: string }[] = [];
  for (const symbol of symbols) {
    try {
      found.push(quoteOf(terminal, symbol));
    } catch (error) {
      if (!(error instanceof Mt5Error)) throw error;
      missing.push({ symbol, code: error.code });
    }
  }
  return { quotes: found, missing };
};
