import type { LinkView, PositionView } from '@mt5-bridge/mcp-server/dashboard';
import { digitsOf } from './prices.ts';

/** A position as get_positions tells of it, as far as it is shown. */
interface Told extends Omit<PositionView, 'ticket' | 'side' | 'opened_at' | 'magic' | 'digits'> {
  readonly ticket: number | string;
  readonly type: 'buy' | 'sell';
  readonly time_msc: string;
  readonly magic: number | string;
}

interface PositionsAnswer {
  readonly environment: LinkView['environment'];
  readonly login: number | string | null;
  readonly server: string | null;
  /** Of all pages. */
  readonly total: number;
  readonly positions: readonly Told[];
}

/** What an answer of get_positions says. */
export function positionsOf(answer: object) {
  const { environment, login, server, total, positions } = answer as PositionsAnswer;
  return { environment, login: String(login), server, total, positions: positions.map(viewOf) };
}

function viewOf({ ticket, type, time_msc, magic, ...position }: Told): PositionView {
  const { price_open, price_current, sl, tp } = position;
  return {
    ...position,
    ticket: String(ticket),
    side: type,
    opened_at: Date.parse(time_msc),
    magic: String(magic),
    digits: digitsOf([price_open, price_current, sl, tp]),
  };
}
