import { rounded } from '../../account/money.ts';
import { tickValues } from '../../account/profit.ts';
import type { Answering } from '../handler.ts';

/** Decimals that a tick value is told to. */
const VALUE_DIGITS = 8;

export const symbolInfo: Answering<'symbol_info'> = (terminal, { symbol }) => {
  const { info } = terminal.symbol(symbol).spec;
  const values = tickValues(info, terminal.account.rateOf);
  const day = terminal.quoted(symbol)?.day;
  const profit = rounded(values?.profit ?? 0, VALUE_DIGITS);
  return {
    ...info,
    select: terminal.selected.has(symbol),
    trade_tick_value: profit,
    trade_tick_value_profit: profit,
    trade_tick_value_loss: rounded(values?.loss ?? 0, VALUE_DIGITS),
    session_open: day?.open ?? 0,
    session_close: day?.close_before ?? 0,
  };
};
