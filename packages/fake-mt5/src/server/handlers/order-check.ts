import { checkOrder } from '../../account/order-check/check-order.ts';
import { terminalState } from '../../simulation/terminal-state.ts';
import type { Answering } from '../handler.ts';

export const orderCheck: Answering<'order_check'> = (terminal, request) => {
  if (request.symbol !== undefined) terminal.select(request.symbol);
  const { market, account, connected } = terminal;
  const { trade_allowed, expert_trade_allowed } = terminalState(terminal);
  return checkOrder(request, {
    account,
    specOf: (symbol) => market.symbol(symbol)?.spec,
    pricesOf: (symbol) => terminal.quoted(symbol)?.tick,
    now: market.time(),
    connected,
    algoTrading: trade_allowed && expert_trade_allowed,
    isOpen: (symbol) => market.symbol(symbol)?.isOpen() ?? false,
  });
};
