import { type Quote, tickFlag } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';
import type { Terminal } from '../terminal.ts';

export const quote: Handler<'quote'> = (terminal, { symbol }) => quoteOf(terminal, symbol);

/** @throws Mt5Error SYMBOL_NOT_FOUND, NO_QUOTE */
export function quoteOf(terminal: Terminal, symbol: string): Quote {
  const { info } = terminal.select(symbol).spec;
  const { tick, day } = terminal.requireQuote(symbol);
  const { time_msc, bid, ask, last, volume_real, flags } = tick;
  return {
    symbol,
    time_msc,
    bid,
    ask,
    last,
    volume_real,
    flags: tickFlag.names.filter((name) => (flags & tickFlag.numbers[name]) !== 0),
    spread: Math.round((ask - bid) / info.point),
    bidhigh: day?.high ?? bid,
    bidlow: day?.low ?? bid,
  };
}
