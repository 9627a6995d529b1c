import type { Handler } from '../handler.ts';

export const sessions: Handler<'sessions'> = (terminal, { symbol }) => {
  const { quote, trade } = terminal.symbol(symbol).spec.sessions;
  return { quote: [...quote], trade: [...trade] };
};
